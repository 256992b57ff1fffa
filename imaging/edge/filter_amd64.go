package edge

import "golang.org/x/sys/cpu"

// Of each the length n, in values, is a positive multiple of 8.

//go:noescape
func vectorSlide(sums, in, gone, to *float32, n int, share float32)

//go:noescape
func vectorWindow(v, to *float32, n, wide int, share float32)

//go:noescape
func vectorTensor(up, at, down *float32, weight float32, xx, yy, xy *float32, n int)

//go:noescape
func vectorOrient(xx, yy, xy, strength *float32, n int)

//go:noescape
func vectorEven(strength, across, down, local *float32, n int, floor float32)

//go:noescape
func vectorMinor(sum, across, down *float32, n int)

// fastest are the filters that suit this machine: those of AVX2, and plain ones for
// what is left of a row.
func fastest() filters {
	if !cpu.X86.HasAVX2 {
		return plain
	}
	return filters{
		slide: func(sums, in, gone, to []float32, share float32) {
			n := len(sums) &^ 7
			if n > 0 {
				_, _, _ = in[n-1], gone[n-1], to[n-1]
				vectorSlide(&sums[0], &in[0], &gone[0], &to[0], n, share)
			}
			plainSlide(sums[n:], in[n:], gone[n:], to[n:], share)
		},
		window: func(v, to []float32, reach int) {
			n := len(to) &^ 7
			if n > 0 {
				_ = v[n-1+2*reach]
				vectorWindow(&v[0], &to[0], n, 2*reach+1, 1/float32(2*reach+1))
			}
			plainWindow(v[n:], to[n:], reach)
		},
		tensor: func(up, at, down []float32, weight float32, xx, yy, xy []float32) {
			n := len(xx) &^ 7
			if n > 0 {
				_, _, _, _, _ = up[n+1], at[n+1], down[n+1], yy[n-1], xy[n-1]
				vectorTensor(&up[0], &at[0], &down[0], weight, &xx[0], &yy[0], &xy[0], n)
			}
			plainTensor(up[n:], at[n:], down[n:], weight, xx[n:], yy[n:], xy[n:])
		},
		orient: func(xx, yy, xy, strength []float32) {
			n := len(xx) &^ 7
			if n > 0 {
				_, _, _ = yy[n-1], xy[n-1], strength[n-1]
				vectorOrient(&xx[0], &yy[0], &xy[0], &strength[0], n)
			}
			plainOrient(xx[n:], yy[n:], xy[n:], strength[n:])
		},
		even: func(strength, across, down, local []float32, floor float32) {
			n := len(strength) &^ 7
			if n > 0 {
				_, _, _ = across[n-1], down[n-1], local[n-1]
				vectorEven(&strength[0], &across[0], &down[0], &local[0], n, floor)
			}
			plainEven(strength[n:], across[n:], down[n:], local[n:], floor)
		},
		minor: func(sum, across, down []float32) {
			n := len(sum) &^ 7
			if n > 0 {
				_, _ = across[n-1], down[n-1]
				vectorMinor(&sum[0], &across[0], &down[0], n)
			}
			plainMinor(sum[n:], across[n:], down[n:])
		},
	}
}
