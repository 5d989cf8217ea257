//go:build !amd64

package sim

var vectorised = false

type (
	kernel struct{}
	solo   struct{}
	stages struct{}
)

func newKernel(*operands, *compProgram) (k kernel) { return k }

func newSolos(*Program) []solo { panic(noVectors) }
func newStages(*dp5) stages    { panic(noVectors) }
func unaided(*Program) bool    { panic(noVectors) }

func prepare(*clocks, *[6]float64) mask { panic(noVectors) }
func (b *lanes) vectorStep()            { panic(noVectors) }
func (b *lanes) vectorRates([]vec)      { panic(noVectors) }

func (s *dp5) vectorAttempt(float64) float64 { panic(noVectors) }
func (m *machine) ratesOf([]float64)         { panic(noVectors) }

var stepNumbers [6]float64

const noVectors = "sim: this machine has no vector instructions that blocks know"
