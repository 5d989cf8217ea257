//go:build !amd64

package sim

type fixedKernels struct{}

func newFixedKernels(*fixedLanes) (k fixedKernels) { return k }

func (b *fixedLanes) vectorSteps(int) int { panic(noVectors) }
