package synth

import (
	"math"
	"math/rand/v2"
	"sync"
)

// Depths beyond deepest let less than a detector's own noise through.
const (
	deepest = 12
	steps   = 1 << 12
)

// attenuations tabulates exp(-depth): a scene needs two million of them.
var attenuations = sync.OnceValue(func() *[steps + 2]float32 {
	var t [steps + 2]float32
	for i := range t {
		t[i] = float32(math.Exp(-float64(i) * deepest / steps))
	}
	return &t
})

// detect turns optical depths into what a line of detectors counts: blurred by
// the focal spot, veiled by scatter, and noisy by the square root of the quanta.
// Lines are columns, for the thing is drawn past the detector; their gain varies.
func (s *Scene) detect(c *canvas, quanta float64, r *rand.Rand) {
	s.Low, s.High = c.lo, c.hi
	gain := make([]float32, c.w)
	for x := range gain {
		gain[x] = float32(1 + .0022*r.NormFloat64())
	}
	for i, plane := range [][]float32{c.lo, c.hi} {
		transmit(plane)
		blur(plane, c.w, c.h, .14)
		veil := scatter(plane, c.w, c.h)
		count(plane, c.w, veil, gain, quanta*float64(1+i), quick(r.Uint32()|1))
	}
}

func transmit(plane []float32) {
	table := attenuations()
	for i, d := range plane {
		at := min(max(d, 0), deepest-.001) * (steps / deepest)
		k := int(at)
		a, b := table[k], table[k+1]
		plane[i] = a + (b-a)*(at-float32(k))
	}
}

// blur spreads side of each pixel to each of its neighbours in the row, then in the column.
func blur(p []float32, w, h int, side float32) {
	mid := 1 - 2*side
	for y := range h {
		row := p[y*w : (y+1)*w]
		before := row[0]
		for x := range row {
			here := row[x]
			after := row[min(x+1, w-1)]
			row[x] = side*(before+after) + mid*here
			before = here
		}
	}
	above := append([]float32(nil), p[:w]...)
	for y := range h {
		row, below := p[y*w:][:w], p[min(y+1, h-1)*w:][:w]
		for x, here := range row {
			row[x] = side*(above[x]+below[x]) + mid*here
			above[x] = here
		}
	}
}

// scatter is the mean transmission around each column, a veil that bright
// surroundings lay over what is dense.
func scatter(p []float32, w, h int) []float32 {
	columns := make([]float32, w)
	for y := 0; y < h; y += 4 {
		for x, v := range p[y*w:][:w] {
			columns[x] += v
		}
	}
	reach := max(w/16, 1)
	veil := make([]float32, w)
	var sum float32
	for x := -reach; x < w; x++ {
		if x+reach < w {
			sum += columns[x+reach]
		}
		if x-reach-1 >= 0 {
			sum -= columns[x-reach-1]
		}
		if x >= 0 {
			veil[x] = sum / float32(2*reach+1) / float32((h+3)/4)
		}
	}
	return veil
}

func count(p []float32, w int, veil, gain []float32, quanta float64, q quick) {
	const (
		share = .006 // of scatter
		dark  = .0012
	)
	bell := bells()
	noise := float32(1 / math.Sqrt(quanta))
	for i, v := range p {
		x := i % w
		v = (v + share*veil[x]) / (1 + share)
		n := bell[q.next()>>18]
		sigma := noise*float32(math.Sqrt(float64(v))) + dark
		p[i] = min(max(v*gain[x]+n*sigma, 0), 1)
	}
}
