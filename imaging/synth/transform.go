package synth

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"github.com/disintegration/imaging"
)

// View is a picture of a scene with the region of its hide, if it has one. The
// methods answer changed copies, the region changed with them: what happens to
// pictures on their way from a scanner to another's catalogue.
type View struct {
	image.Image
	Region [][2]float64
}

// Of pairs a rendering with the region of its scene.
func (s *Scene) Of(img image.Image) View {
	if s.Hide == nil {
		return View{Image: img}
	}
	return View{img, s.Hide.Region}
}

func (v View) region(f func(x, y float64) (float64, float64)) [][2]float64 {
	var out [][2]float64
	for _, p := range v.Region {
		x, y := f(p[0], p[1])
		out = append(out, [2]float64{min(max(x, 0), 1), min(max(y, 0), 1)})
	}
	return out
}

// remake builds a picture of the same kind of samples, pixel by pixel.
func (v View) remake(w, h int, from func(x, y int) (int, int)) image.Image {
	b := v.Bounds()
	var out draw.Image
	switch v.Image.(type) {
	case *image.Gray:
		out = image.NewGray(image.Rect(0, 0, w, h))
	case *image.Gray16:
		out = image.NewGray16(image.Rect(0, 0, w, h))
	default:
		out = image.NewNRGBA(image.Rect(0, 0, w, h))
	}
	for y := range h {
		for x := range w {
			fx, fy := from(x, y)
			out.Set(x, y, v.At(b.Min.X+fx, b.Min.Y+fy))
		}
	}
	return out
}

// Mirror exchanges left and right.
func (v View) Mirror() View {
	w, h := v.Bounds().Dx(), v.Bounds().Dy()
	return View{v.remake(w, h, func(x, y int) (int, int) { return w - 1 - x, y }),
		v.region(func(x, y float64) (float64, float64) { return 1 - x, y })}
}

// Turn rotates by quarter turns, clockwise.
func (v View) Turn(quarters int) View {
	for range (quarters%4 + 4) % 4 {
		w, h := v.Bounds().Dx(), v.Bounds().Dy()
		v = View{v.remake(h, w, func(x, y int) (int, int) { return y, h - 1 - x }),
			v.region(func(x, y float64) (float64, float64) { return 1 - y, x })}
	}
	return v
}

// Crop keeps the part between the fractions left, top, right and bottom.
func (v View) Crop(l, t, r, b float64) View {
	w, h := float64(v.Bounds().Dx()), float64(v.Bounds().Dy())
	x0, y0 := int(l*w), int(t*h)
	return View{v.remake(int(r*w)-x0, int(b*h)-y0, func(x, y int) (int, int) { return x0 + x, y0 + y }),
		v.region(func(x, y float64) (float64, float64) { return (x - l) / (r - l), (y - t) / (b - t) })}
}

// Stretch changes the width by a factor, as a vehicle does that drives slower or
// faster than it should. Greys of 16 bits keep their bits and take the nearest
// sample; all others are interpolated.
func (v View) Stretch(factor float64) View {
	w, h := v.Bounds().Dx(), v.Bounds().Dy()
	width := max(int(float64(w)*factor), 1)
	switch v.Image.(type) {
	case *image.Gray16:
		return View{v.remake(width, h, func(x, y int) (int, int) { return min(int(float64(x)/factor), w-1), y }), v.Region}
	case *image.Gray:
		grey := image.NewGray(image.Rect(0, 0, width, h))
		draw.Draw(grey, grey.Rect, imaging.Resize(v.Image, width, h, imaging.Linear), image.Point{}, draw.Src)
		return View{grey, v.Region}
	}
	return View{imaging.Resize(v.Image, width, h, imaging.Linear), v.Region}
}

// Invert exchanges dark and bright.
func (v View) Invert() View {
	return v.tone(func(x float64) float64 { return 1 - x })
}

// Gamma raises each sample, 0 to 1, to a power.
func (v View) Gamma(g float64) View {
	return v.tone(func(x float64) float64 { return math.Pow(x, g) })
}

func (v View) tone(f func(float64) float64) View {
	b := v.Bounds()
	var table [1 << 16]uint16
	for i := range table {
		table[i] = uint16(65535*min(max(f(float64(i)/65535), 0), 1) + .5)
	}
	out := v.remake(b.Dx(), b.Dy(), func(x, y int) (int, int) { return x, y }).(draw.Image)
	for y := range b.Dy() {
		for x := range b.Dx() {
			switch c := out.At(x, y).(type) {
			case color.Gray:
				out.Set(x, y, color.Gray{uint8(table[uint16(c.Y)*257] >> 8)})
			case color.Gray16:
				out.Set(x, y, color.Gray16{table[c.Y]})
			case color.NRGBA:
				out.Set(x, y, color.NRGBA{uint8(table[uint16(c.R)*257] >> 8), uint8(table[uint16(c.G)*257] >> 8), uint8(table[uint16(c.B)*257] >> 8), c.A})
			}
		}
	}
	return View{out, v.Region}
}
