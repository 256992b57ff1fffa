package distort

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"github.com/disintegration/imaging"
)

func mirror(m image.Image, _ *rand.Rand) image.Image { return imaging.FlipH(m) }

func quarter(m image.Image, r *rand.Rand) image.Image {
	if r.IntN(2) == 0 {
		return imaging.Rotate90(m)
	}
	return imaging.Rotate270(m)
}

// downscale keeps at least 128 pixels on the longer side, less than which nobody
// sends as a picture of something.
func downscale(m image.Image, r *rand.Rand) image.Image {
	w, h := float64(m.Bounds().Dx()), float64(m.Bounds().Dy())
	k := between(r, 0.3, 0.5)
	k = min(max(k, 128/max(w, h)), 1)
	filter := either(r, imaging.Box, imaging.Linear, imaging.Lanczos)
	return imaging.Resize(m, side(k*w), side(k*h), filter)
}

func stretch(m image.Image, r *rand.Rand) image.Image {
	w, h := float64(m.Bounds().Dx()), float64(m.Bounds().Dy())
	if r.IntN(2) == 0 {
		w *= 1.3
	} else {
		h *= 1.3
	}
	return imaging.Resize(m, side(w), side(h), imaging.Linear)
}

// side is a length in pixels, at least one.
func side(v float64) int { return max(int(v+0.5), 1) }

// cropTo keeps a part of a picture with a share of its area, anywhere, up to a
// sixth slimmer or squatter than the whole.
func cropTo(share float64) func(image.Image, *rand.Rand) image.Image {
	return func(m image.Image, r *rand.Rand) image.Image {
		slim := math.Exp(between(r, -0.15, 0.15))
		across, down := math.Sqrt(share)*slim, math.Sqrt(share)/slim
		b := m.Bounds()
		w, h := side(across*float64(b.Dx())), side(down*float64(b.Dy()))
		x, y := b.Min.X+r.IntN(b.Dx()-w+1), b.Min.Y+r.IntN(b.Dy()-h+1)
		return imaging.Crop(m, image.Rect(x, y, x+w, y+h))
	}
}

func chain(m image.Image, r *rand.Rand) image.Image {
	return cropTo(0.7)(imaging.FlipH(imaging.Invert(imaging.Grayscale(m))), r)
}

// grounds are what a picture is laid on by programs that turn it.
var grounds = []color.NRGBA{{A: 255}, {128, 128, 128, 255}, {255, 255, 255, 255}}

func slightTurn(m image.Image, r *rand.Rand) image.Image {
	return imaging.Rotate(m, either(r, -5.0, 5), either(r, grounds...))
}

func perspective(m image.Image, r *rand.Rand) image.Image {
	w, h := float64(m.Bounds().Dx()), float64(m.Bounds().Dy())
	in := func() float64 { return between(r, 0, 0.12) }
	corners := quad{
		{in() * w, in() * h},
		{(1 - in()) * w, in() * h},
		{(1 - in()) * w, (1 - in()) * h},
		{in() * w, (1 - in()) * h},
	}
	out := imaging.New(m.Bounds().Dx(), m.Bounds().Dy(), either(r, grounds...))
	project(out, imaging.Clone(m), corners)
	return out
}
