package kind

import "unsafe"

// plainConvolve is a kernel for any machine. It differs from another by rounding
// alone, for each of its products is rounded before it is added.
func plainConvolve(in *float32, step, row uintptr, n int, weights, bias, to *float32, out uintptr) {
	w := unsafe.Slice(weights, 3*n*panel)
	for i := range uintptr(4) {
		sums := *(*[panel]float32)(unsafe.Pointer(bias))
		for y := range uintptr(3) {
			from := unsafe.Slice((*float32)(unsafe.Add(unsafe.Pointer(in), i*step+y*row)), n)
			at := w[int(y)*n*panel:]
			for k, v := range from {
				if v == 0 {
					continue // half of what a rectifier leaves
				}
				for j, a := range (*[panel]float32)(at[k*panel:]) {
					sums[j] += v * a
				}
			}
		}
		*(*[panel]float32)(unsafe.Add(unsafe.Pointer(to), i*out)) = sums
	}
}
