package area

import "golang.org/x/sys/cpu"

// vectorAdd is plainAdd with AVX2. n is a positive multiple of 8.
//
//go:noescape
func vectorAdd(v *uint8, share float32, sums *float32, n int)

// vectorAlong is plainAlong with AVX. n is a positive multiple of 4.
//
//go:noescape
func vectorAlong(row *float32, part *quad, out *float32, n int)

func fastest() loops {
	if !cpu.X86.HasAVX2 {
		return loops{plainAdd, plainAlong}
	}
	return loops{
		add: func(v []uint8, share float32, sums []float32) {
			n := len(v) &^ 7
			if n > 0 {
				_ = sums[n-1]
				vectorAdd(&v[0], share, &sums[0], n)
			}
			plainAdd(v[n:], share, sums[n:])
		},
		along: func(row []float32, part []quad, out []float32) {
			n := len(part) &^ 3
			if n > 0 {
				_, _ = out[n-1], row[part[n-1].at+3] // the last ends last
				vectorAlong(&row[0], &part[0], &out[0], n)
			}
			plainAlong(row, part[n:], out[n:])
		},
	}
}
