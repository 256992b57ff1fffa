package fingerprint

import (
	"slices"

	"lynceus/imaging/edge"
)

// gradients of a part of a picture that was reduced to a square.
type gradients struct {
	strength  plane     // in values a pixel, of all colours together
	evened    []float32 // by the strength of the surroundings
	direction []float32 // 0 to 8: eighths of half a turn, from rightwards to downwards
}

const (
	gradientSide = 128
	surroundings = 4 // pixels to either side, twice
)

// perPixel makes of Sobel's operator, in red, green and blue, the gradient a pixel.
var perPixel = []float32{1. / 64, 1. / 64, 1. / 64}

// gradientsOf finds the edges of a square, of all its colours together.
func gradientsOf(c colours) gradients {
	k := edge.Borrow()
	defer k.GiveBack()
	planes := make([]edge.Plane, len(c))
	for i, p := range c {
		planes[i] = edge.Plane{W: p.w, H: p.h, V: p.v}
	}
	e := k.Of(planes, perPixel)
	g := gradients{strength: plane{e.W, e.H, slices.Clone(e.Strength)}, direction: slices.Clone(e.Direction)}
	e.Even(surroundings)
	g.evened = slices.Clone(e.Strength)
	return g
}
