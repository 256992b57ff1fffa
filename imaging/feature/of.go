package feature

import (
	"image"
	"math"

	"lynceus/imaging/decode"
	"lynceus/imaging/edge"
)

// falling is how many features a level has for each of the finer one before it.
const falling = 0.75

// Of finds the features of a picture of 8 bits: of all of it, or of parts in pixels,
// which may overlap and share Most among them. A part that is small has its own
// features at a size at which they would not count in the whole. In each part the
// finest come first, and of those the strongest.
func Of(r *decode.Raster, parts ...image.Rectangle) (found []Feature) {
	whole := image.Rect(0, 0, r.Width, r.Height)
	if len(parts) == 0 {
		parts = []image.Rectangle{whole}
	}
	for _, part := range parts {
		if part = part.Intersect(whole); !part.Empty() {
			found = append(found, within(r, part, Most/len(parts))...)
		}
	}
	return found
}

func within(r *decode.Raster, part image.Rectangle, most int) (found []Feature) {
	all := pyramid(r, part)
	k := edge.Borrow()
	defer k.GiveBack()
	var share float64
	for depth := range all {
		share += math.Pow(falling, float64(depth))
	}
	area := math.Sqrt(float64(r.Width) * float64(r.Height))
	for depth, level := range all {
		e := edgesOf(k, level)
		across, down := float64(part.Dx())/float64(e.W), float64(part.Dy())/float64(e.H)
		size := sizeOf(patch * math.Sqrt(across*down) / area)
		for _, c := range e.corners(int(float64(most) * math.Pow(falling, float64(depth)) / share)) {
			turn := e.frame(c)
			l := e.layout(c, turn)
			x, y := int(c.x+0.5), int(c.y+0.5)
			found = append(found, Feature{
				X:    fraction(float64(part.Min.X)+across*(float64(c.x)+0.5), r.Width),
				Y:    fraction(float64(part.Min.Y)+down*(float64(c.y)+0.5), r.Height),
				Size: size, Turn: uint8(int(math.Round(turn*512/math.Pi)) & 255),
				Bright: meanAround(level[0], x, y, middle) > meanAround(level[0], x, y, surround), Bits: l.bits(),
			})
		}
	}
	return found
}

// What the middle of a spot and what is around it are means of, in pixels to either side.
const (
	middle   = 2
	surround = 6
)

// sizeOf codes the side of a patch, given as a part of the root of the picture's area.
func sizeOf(side float64) uint8 {
	return uint8(max(0, min(math.Round(8*math.Log2(65536*side)), 255)))
}

// Side of the patch as a part of the root of the picture's area.
func (f *Feature) Side() float64 { return math.Exp2(float64(f.Size)/8) / 65536 }

// Angle is the direction of the frame in radians clockwise, -pi/4 to pi/4.
func (f *Feature) Angle() float64 { return float64(int8(f.Turn)) * math.Pi / 512 }

// fraction of a length of n pixels, in 65536ths.
func fraction(at float64, n int) uint16 {
	return uint16(max(0, min(at/float64(n)*65536, 65535)))
}
