//go:build !goexperiment.simd || !amd64

package sim

// vectorised says that blocks use the machine's vector instructions.
const vectorised = false

func (b *lanes) vectorAttempt()      { panic("sim: built without vector instructions") }
func (b *lanes) vectorRates(d []vec) { panic("sim: built without vector instructions") }
