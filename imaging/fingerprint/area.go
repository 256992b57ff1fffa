package fingerprint

import "lynceus/imaging/area"

// box is a part of a picture in pixels; the far sides are outside.
type box struct{ x0, y0, x1, y1 int }

func (p plane) all() box { return box{0, 0, p.w, p.h} }

func (c colours) all() box { return c[0].all() }

// area reduces p to side x side means, stretched to a square.
func (p plane) area(side int) plane { return areaOf(p.v, p.w, p.all(), side) }

// areaOf reduces a part of a plane of that width to side x side means.
func areaOf[T uint8 | float32](v []T, width int, b box, side int) plane {
	part := area.Rect{X0: float64(b.x0), Y0: float64(b.y0), X1: float64(b.x1), Y1: float64(b.y1)}
	return plane{side, side, area.Of(v, width, len(v)/width, part, side, side)}
}
