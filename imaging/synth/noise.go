package synth

import (
	"math"
	"math/rand/v2"
	"sync"
)

// between draws from a to b.
func between(r *rand.Rand, a, b float64) float64 { return a + (b-a)*r.Float64() }

// chance is true with probability p.
func chance(r *rand.Rand, p float64) bool { return r.Float64() < p }

// pick draws one of list.
func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// field is smooth noise over the plane, about -1 to 1, one wave a unit.
type field struct{ seed uint32 }

func newField(r *rand.Rand) field { return field{r.Uint32()} }

func (f field) lattice(x, y int32) float32 {
	h := uint32(x)*0x9E3779B1 ^ uint32(y)*0x85EBCA77 ^ f.seed
	h ^= h >> 15
	h *= 0x2C1B3C6D
	h ^= h >> 12
	h *= 0x297A2D39
	h ^= h >> 15
	return float32(int32(h)) / (1 << 31)
}

func (f field) at(x, y float64) float32 {
	fx, fy := math.Floor(x), math.Floor(y)
	ix, iy := int32(fx), int32(fy)
	u, v := float32(x-fx), float32(y-fy)
	u, v = u*u*(3-2*u), v*v*(3-2*v)
	a, b := f.lattice(ix, iy), f.lattice(ix+1, iy)
	c, d := f.lattice(ix, iy+1), f.lattice(ix+1, iy+1)
	a += (b - a) * u
	c += (d - c) * u
	return a + (c-a)*v
}

// clouds sums octaves of the field, each of half the size and weight.
func (f field) clouds(x, y float64, octaves int) float32 {
	var sum float32
	weight := float32(.5)
	for i := range octaves {
		g := field{f.seed + uint32(i)*0x9E3779B9}
		sum += weight * g.at(x, y)
		x, y, weight = x*2, y*2, weight/2
	}
	return sum
}

// bells is a table of normally distributed numbers: the detector needs millions.
var bells = sync.OnceValue(func() *[1 << 14]float32 {
	var t [1 << 14]float32
	r := rand.New(rand.NewPCG(1, 2))
	for i := range t {
		t[i] = float32(r.NormFloat64())
	}
	return &t
})

// quick is a small fast generator for pixel loops (xorshift32).
type quick uint32

func (q *quick) next() uint32 {
	x := uint32(*q)
	x ^= x << 13
	x ^= x >> 17
	x ^= x << 5
	*q = quick(x)
	return x
}

func abs(x float64) float64  { return math.Abs(x) }
func sqrt(x float64) float64 { return math.Sqrt(x) }
