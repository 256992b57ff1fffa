// Package kind says what kind of thing a part of a picture shows, in a vector that
// lies near those of other things of that kind: two pistols, two tyres full of
// packets, that share no shape to the pixel. It sees edges and which way they run,
// and neither palette nor polarity.
package kind

import (
	"math"

	"lynceus/imaging/decode"
)

// Version of the vectors. Those of two versions cannot be compared; a change of it
// has every picture looked at again.
const Version = 1

// Vector is a direction in the space of kinds, its length 127 but for rounding.
// The zero vector is of a part with nothing to see.
type Vector [64]int8

// Cosine of the angle between two vectors, -1 to 1; 0 when either is zero.
func (v *Vector) Cosine(w *Vector) float64 {
	var dot, vv, ww int32
	for i, a := range v {
		a, b := int32(a), int32(w[i])
		dot += a * b
		vv += a * a
		ww += b * b
	}
	if vv == 0 || ww == 0 {
		return 0
	}
	return float64(dot) / math.Sqrt(float64(vv)*float64(ww))
}

// Of reads the vector of a part of a picture of 8 bits, in pixels, the far sides
// outside; what lies beyond the picture is cut off.
func Of(r *decode.Raster, x0, y0, x1, y1 int) (v Vector) {
	if plugged.mark != 0 {
		x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, r.Width), min(y1, r.Height)
		if x1-x0 < leastPart || y1-y0 < leastPart || len(r.Y) < r.Width*r.Height {
			return v
		}
		return asked(r, x0, y0, x1, y1)
	}
	var p Patch
	if !p.Read(r, x0, y0, x1, y1) {
		return v
	}
	room := rooms.Get().(*room)
	defer rooms.Put(room)
	// What the net makes of the part's mirror image is as good an answer, and the two
	// err in different ways: their sum finds some 7 % more than either.
	values := unit(trained().run(&p, room, fastest()))
	p.transpose()
	for i, v := range unit(trained().run(&p, room, fastest())) {
		values[i] += v
	}
	return quantised(values[:])
}

// unit scales values to a length of 1.
func unit(values [len(Vector{})]float32) [len(Vector{})]float32 {
	var total float64
	for _, x := range values {
		total += float64(x) * float64(x)
	}
	length := float32(math.Sqrt(max(total, 1e-30)))
	for i := range values {
		values[i] /= length
	}
	return values
}

// quantised scales values to a vector's length.
func quantised(values []float32) (v Vector) {
	var total float64
	for _, x := range values {
		total += float64(x) * float64(x)
	}
	if total == 0 {
		return v
	}
	for i, x := range values {
		v[i] = int8(math.Round(127 * float64(x) / math.Sqrt(total)))
	}
	return v
}
