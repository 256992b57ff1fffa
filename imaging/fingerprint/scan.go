package fingerprint

import (
	"math"
	"math/bits"
	"sync"
)

// ScanBits is the number of bits of Scan that carry information.
const ScanBits = 63

// The signs of 8x8 coefficients lie in four lanes of 16 bits by the parities of
// their frequencies, so that each flip is an exchange of lanes or of signs:
//
//	bit = 32*(v odd) + 16*(u odd) + 4*(v/2) + u/2
//
// with u counted across and v down. Bit 0 would be the mean and is always 0.
const (
	dctSide  = 32 // samples a side that the transform reads
	dctKept  = 8  // frequencies a side that it keeps
	oddU     = 0xffff_0000_ffff_0000
	oddV     = 0xffff_ffff_0000_0000
	scanMask = ^uint64(1)
	rounding = 0.02 // more than single precision loses in a coefficient, and far less than noise makes
)

// coefficients of the lowest frequencies, row by row.
type coefficients [dctKept][dctKept]float32

// lowFrequencies is the part of the orthonormal DCT-II of a plane, reduced to 32x32
// samples, that changes least over the picture. Samples that lie opposite one
// another are added or subtracted first, which halves the work.
func lowFrequencies(p plane) (c coefficients) {
	p = p.area(dctSide)
	table := cosines()
	var half [dctKept][dctSide]float32 // transformed down
	for x := range dctSide {
		for v := range half {
			half[v][x] = project(&table[v], p.v[x:], dctSide, v)
		}
	}
	for v := range c {
		for u := range c[v] {
			c[v][u] = project(&table[u], half[v][:], 1, u)
		}
	}
	return c
}

// project is the coefficient of frequency f of samples that lie step apart.
func project(cosines *[dctSide / 2]float32, samples []float32, step, f int) (sum float32) {
	for i, c := range cosines {
		a, b := samples[i*step], samples[(dctSide-1-i)*step]
		if f%2 == 1 {
			b = -b
		}
		sum += c * (a + b)
	}
	return sum
}

// cosines of the first half; the second is its mirror, negative for odd frequencies.
var cosines = sync.OnceValue(func() *[dctKept][dctSide / 2]float32 {
	var t [dctKept][dctSide / 2]float32
	for f := range t {
		scale := math.Sqrt(2.0 / dctSide)
		if f == 0 {
			scale = math.Sqrt(1.0 / dctSide)
		}
		for i := range t[f] {
			t[f][i] = float32(scale * math.Cos(math.Pi*float64(f)*float64(2*i+1)/(2*dctSide)))
		}
	}
	return &t
})

// signs makes the hash of coefficients. What rounding leaves of a coefficient that
// is zero, as every other one of a symmetric picture is, counts as zero.
func signs(c coefficients) (h uint64) {
	for v := range c {
		for u, x := range c[v] {
			if x > rounding {
				h |= 1 << (v%2*32 + u%2*16 + v/2*4 + u/2)
			}
		}
	}
	return h & scanMask
}

// Variants lists the hashes that the picture would have in each of the eight
// flips and rotations; inversion is the complement over ScanBits, so a distance d
// to one of them is ScanBits-d to its negative.
func Variants(scan uint64) [8]struct {
	Hash    uint64
	Variant Variant
} {
	var out [8]struct {
		Hash    uint64
		Variant Variant
	}
	for i, v := range turned {
		h := scan
		if v.Mirrored {
			h ^= oddU
		}
		for range v.Turns {
			h = transposed(h ^ oddV)
		}
		out[i].Hash, out[i].Variant = h&scanMask, v
	}
	return out
}

// transposed exchanges across and down: lanes 1 and 2, and rows and columns of
// the 4x4 bits of each lane.
func transposed(h uint64) uint64 {
	swap := func(mask uint64, by int) {
		t := (h ^ h>>by) & mask
		h ^= t ^ t<<by
	}
	swap(0x0000_0000_ffff_0000, 16)
	swap(0x0a0a_0a0a_0a0a_0a0a, 3)
	swap(0x00cc_00cc_00cc_00cc, 6)
	return h
}

// Distance is the Hamming distance from query to gallery over the best of the 16
// variants, 0 to ScanBits/2, and that variant. Of equally good ones the one that
// changes least comes first.
func Distance(query, gallery uint64) (int, Variant) {
	best, variant := ScanBits+1, Variant{}
	for _, v := range Variants(query) {
		d := bits.OnesCount64((v.Hash ^ gallery) & scanMask)
		if d < best {
			best, variant = d, v.Variant
		}
		if ScanBits-d < best {
			best, variant = ScanBits-d, v.Variant
			variant.Inverted = true
		}
	}
	return best, variant
}
