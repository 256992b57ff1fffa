package fingerprint

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/disintegration/imaging"

	"lynceus/imaging/decode"
	"lynceus/imaging/format"
	"lynceus/imaging/render"
	"lynceus/imaging/synth"
)

// view goes the way of a picture through the program, by way of a JPEG.
func view(t testing.TB, m image.Image) *decode.Raster {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 88}); err != nil {
		t.Fatal(err)
	}
	r := bytes.NewReader(b.Bytes())
	h, err := format.Parse(r, r.Size())
	if err != nil {
		t.Fatal(err)
	}
	p, err := decode.Decode(r, r.Size(), h, render.Least)
	if err != nil {
		t.Fatal(err)
	}
	s, err := render.Make(p)
	if err != nil {
		t.Fatal(err)
	}
	return s.View
}

// thumb is what the hashes and layouts of a picture are made from.
func thumb(t testing.TB, m image.Image) *decode.Raster { return reduced(view(t, m), thumbSide) }

// square is all of a picture as a layout is made of it.
func square(t testing.TB, m image.Image) colours {
	l := levelsOf(view(t, m))
	return l.colours(box{0, 0, l[0].Width, l[0].Height}, gradientSide)
}

// real are the x-rays and photos of the demonstration whose names match: box05a,
// box*, chelsea.
func real(t testing.TB, pattern string) (pictures []*image.NRGBA) {
	t.Helper()
	names, err := filepath.Glob("../../server/demo/" + pattern + ".jpg")
	if err != nil || len(names) == 0 {
		t.Fatalf("no picture %s: %v", pattern, err)
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		m, err := jpeg.Decode(f)
		if err != nil {
			t.Fatal(err)
		}
		pictures = append(pictures, imaging.Clone(m))
	}
	return pictures
}

// drawn are synthetic x-rays, no two of one thing, in the greys and colours of
// different scanners.
func drawn(n int) (pictures []*image.NRGBA) {
	for i := range n {
		k := synth.Kinds[i%len(synth.Kinds)]
		hides := synth.Hides(k)
		s := synth.Draw(synth.Spec{Kind: k, Seed: uint64(i), Clutter: uint64(i), Hide: hides[i/6%len(hides)], Width: 400})
		var m image.Image
		switch i / 6 % 4 {
		case 0:
			m = s.XRay(synth.DarkAbsorbs, 0.7)
		case 1:
			m = s.FalseColour(synth.Material)
		case 2:
			m = s.XRay(synth.BrightAbsorbs, 1)
		case 3:
			m = s.FalseColour(synth.Dense)
		}
		pictures = append(pictures, imaging.Clone(m))
	}
	return pictures
}

// greys draws a picture from a function of its pixels.
func greys(w, h int, value func(x, y int) float64) *image.Gray {
	m := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Pix[y*w+x] = uint8(max(0, min(value(x, y), 255)))
		}
	}
	return m
}

// palette shows the luma of a picture in colours of 0 to 1.
func palette(m *image.NRGBA, colour func(v float64) [3]float64) *image.NRGBA {
	g := imaging.Grayscale(m)
	for i := 0; i < len(g.Pix); i += 4 {
		for k, v := range colour(float64(g.Pix[i]) / 255) {
			g.Pix[i+k] = uint8(255*max(0, min(v, 1)) + 0.5)
		}
	}
	return g
}

// Palettes that do not grow lighter with the grey.
func jet(v float64) [3]float64 {
	return [3]float64{1.5 - math.Abs(4*v-3), 1.5 - math.Abs(4*v-2), 1.5 - math.Abs(4*v-1)}
}
func hues(v float64) [3]float64 {
	part := func(n float64) float64 {
		k := math.Mod(n+6*v, 6)
		return 1 - max(0, min(k, 4-k, 1))
	}
	return [3]float64{part(5), part(3), part(1)}
}
