//go:build !goexperiment.simd || !amd64

package sim

// vectorised says that blocks use the machine's vector instructions.
const vectorised = false

func (b *lanes) vectorPrepare()      { panic(plainBuild) }
func (b *lanes) vectorAttempt()      { panic(plainBuild) }
func (b *lanes) vectorChoose()       { panic(plainBuild) }
func (b *lanes) vectorDecide()       { panic(plainBuild) }
func (b *lanes) vectorWatch()        { panic(plainBuild) }
func (b *lanes) vectorRates(d []vec) { panic(plainBuild) }
func (b *lanes) vectorsDone()        { panic(plainBuild) }

const plainBuild = "sim: built without vector instructions"
