package main

import (
	"math/rand/v2"

	"lynceus/imaging/feature"
)

const rounds = 10 // of assigning and voting; few change their cluster after that

// clustered finds k centres by k-majority: each bit of a centre is what most of its
// members have. A centre that loses its last member starts again at one of them.
func clustered(all []feature.Bits, k int, r *rand.Rand) (centres []feature.Bits, members [][]feature.Bits) {
	centres = make([]feature.Bits, k)
	for i := range centres {
		centres[i] = all[r.IntN(len(all))]
	}
	for range rounds {
		members = make([][]feature.Bits, k)
		for i := range all {
			least, at := 257, 0
			for c := range centres {
				if d := all[i].Distance(&centres[c]); d < least {
					least, at = d, c
				}
			}
			members[at] = append(members[at], all[i])
		}
		for c, m := range members {
			if len(m) == 0 {
				centres[c] = all[r.IntN(len(all))]
				continue
			}
			centres[c] = majority(m, r)
		}
	}
	for c, m := range members {
		if len(m) == 0 {
			members[c] = []feature.Bits{centres[c]}
		}
	}
	return centres, members
}

// majority of each bit; ties are drawn, so that no bit is favoured.
func majority(m []feature.Bits, r *rand.Rand) (b feature.Bits) {
	var counts [256]int
	for i := range m {
		for bit := range counts {
			counts[bit] += int(m[i][bit/64] >> (bit % 64) & 1)
		}
	}
	for bit, n := range counts {
		if 2*n > len(m) || 2*n == len(m) && r.IntN(2) == 0 {
			b[bit/64] |= 1 << (bit % 64)
		}
	}
	return b
}
