package sim

import "unsafe"

// width is how many runs a block integrates side by side: two vector registers of
// them, so that while one waits for a result the other has something to do.
const (
	width = 2 * half
	half  = 8
)

// vec is one number of every lane of a block.
type vec [width]float64

// cacheLine is what half a vec fills; a block starts on one, so that no access
// straddles two.
const cacheLine = 64

// alignedVecs are n vecs of zeros that start on a cache line. They hold no
// pointers.
func alignedVecs(n int) []vec {
	if n == 0 {
		return nil
	}
	raw := make([]float64, n*width+half)
	skip := 0
	if at := uintptr(unsafe.Pointer(&raw[0])) % cacheLine; at != 0 {
		skip = int((cacheLine - at) / unsafe.Sizeof(raw[0]))
	}
	return unsafe.Slice((*vec)(unsafe.Pointer(&raw[skip])), n)
}
