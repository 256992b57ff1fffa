package distort

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"

	"github.com/disintegration/imaging"
)

// asJPEG is what is left of a picture after a JPEG of a quality of 1 to 100. The
// encoder fails only on sides beyond 65,535, which come back as they are.
func asJPEG(m image.Image, quality int) image.Image {
	var b bytes.Buffer
	if jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}) != nil {
		return m
	}
	out, err := jpeg.Decode(&b)
	if err != nil {
		return m
	}
	return out
}

func reencode(m image.Image, r *rand.Rand) image.Image {
	return asJPEG(m, 15+r.IntN(16))
}

// toneCurve is monotone: it moves contrast from one part of the greys to another
// and clips nothing.
func toneCurve(m image.Image, r *rand.Rand) image.Image {
	gamma := between(r, 0.5, 0.75)
	if r.IntN(2) == 1 {
		gamma = between(r, 1.4, 2)
	}
	steep := between(r, 3, 6)
	low, high := logistic(-steep/2), logistic(steep/2)
	var table [256]uint8
	for i := range table {
		v := math.Pow(float64(i)/255, gamma)
		table[i] = level((logistic(steep*(v-0.5)) - low) / (high - low))
	}
	return imaging.AdjustFunc(m, func(c color.NRGBA) color.NRGBA {
		return color.NRGBA{table[c.R], table[c.G], table[c.B], c.A}
	})
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func invert(m image.Image, _ *rand.Rand) image.Image { return imaging.Invert(m) }

// level is a sample of 8 bits for a value of 0 to 1, cut at both ends.
func level(v float64) uint8 { return uint8(255*max(0, min(v, 1)) + 0.5) }

// paletteOf shows the luma of pictures in the colours of a palette, which takes
// and gives values of about 0 to 1.
func paletteOf(colour func(v float64) [3]float64) func(image.Image, *rand.Rand) image.Image {
	var table [256][3]uint8
	for i := range table {
		for k, v := range colour(float64(i) / 255) {
			table[i][k] = level(v)
		}
	}
	return func(m image.Image, _ *rand.Rand) image.Image {
		g := imaging.Grayscale(m)
		for i := 0; i < len(g.Pix); i += 4 {
			copy(g.Pix[i:], table[g.Pix[i]][:])
		}
		return g
	}
}

// Palettes whose luma grows with the grey.
func bone(v float64) [3]float64 { return [3]float64{0.9 * v, 0.95*v + 0.03, 0.8*v + 0.15} }
func hot(v float64) [3]float64  { return [3]float64{3 * v, 3*v - 1, 3*v - 2} }

// Palettes whose luma does not.
func jet(v float64) [3]float64 {
	return [3]float64{1.5 - math.Abs(4*v-3), 1.5 - math.Abs(4*v-2), 1.5 - math.Abs(4*v-1)}
}

func hsv(v float64) [3]float64 {
	part := func(n float64) float64 {
		k := math.Mod(n+6*v, 6)
		return 1 - max(0, min(k, 4-k, 1))
	}
	return [3]float64{part(5), part(3), part(1)}
}
