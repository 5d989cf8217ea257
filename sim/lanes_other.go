//go:build !amd64

package sim

var vectorised = false

type kernel struct{}

func newKernel(*operands, *compProgram) (k kernel) { return k }

func prepare(*clocks, *[6]float64) mask { panic(noVectors) }
func (b *lanes) vectorStep()            { panic(noVectors) }
func (b *lanes) vectorRates([]vec)      { panic(noVectors) }

func (s *dp5) vectorAttempt(float64) float64                         { panic(noVectors) }
func gatesOf(*gateBlock, int, *float64, float64, *float64, *float64) { panic(noVectors) }

var stepNumbers [6]float64

const noVectors = "sim: this machine has no vector instructions that blocks know"
