package main

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"log"
	"math"
	"math/rand/v2"

	"lynceus/imaging/decode"
	"lynceus/imaging/synth"
)

// box is an object in a picture.
type box struct {
	synth.Seen
	raster  *decode.Raster
	setting byte
}

// specimen draws a single object among little, some or much else.
func specimen(r *rand.Rand, kinds []string) box {
	scene, seen := synth.DrawSpecimen(synth.Specimen{
		Kind:    kinds[r.IntN(len(kinds))],
		Seed:    r.Uint64(),
		Side:    int(math.Exp(between(r, math.Log(36), math.Log(200)))),
		Clutter: math.Pow(r.Float64(), 1.5),
	})
	return box{loose(r, seen), picture(r, scene), 0}
}

// hold draws six objects inside something. What would come out smaller than 18
// pixels is left out.
func hold(r *rand.Rand, kinds []string) (boxes []box) {
	where := synth.Kinds[r.IntN(len(synth.Kinds))]
	width := map[bool]int{true: 420, false: 700}[where == synth.Baggage || where == synth.Parcel]
	if r.Float64() < .6 {
		where, width = synth.Baggage, 420
	}
	var names []string
	for range 6 {
		names = append(names, kinds[r.IntN(len(kinds))])
	}
	scene, seen := synth.DrawHold(synth.Hold{Kind: where, Objects: names, Seed: r.Uint64(), Width: int(float64(width) * between(r, .7, 1.6))})
	raster := picture(r, scene)
	for _, s := range seen {
		if max(s.X1-s.X0, s.Y1-s.Y0) >= 18 && min(s.X1-s.X0, s.Y1-s.Y0) >= 5 {
			boxes = append(boxes, box{loose(r, s), raster, 1})
		}
	}
	return boxes
}

// loose moves the sides of a box as a hand would draw it.
func loose(r *rand.Rand, s synth.Seen) synth.Seen {
	w, h := float64(s.X1-s.X0), float64(s.Y1-s.Y0)
	share := func() float64 { return between(r, -.09, .16) }
	if r.Float64() < .1 { // or a window's grid
		share = func() float64 { return between(r, -.25, .35) }
	}
	s.X0 -= int(share() * w)
	s.X1 += int(share() * w)
	s.Y0 -= int(share() * h)
	s.Y1 += int(share() * h)
	return s
}

// picture renders a scene as one of many scanners and programs would.
func picture(r *rand.Rand, s *synth.Scene) *decode.Raster {
	var img image.Image
	if r.Float64() < .5 {
		img = s.XRay(synth.Polarity(r.IntN(2) == 0), math.Exp(between(r, math.Log(.35), math.Log(1.8))))
	} else {
		img = s.FalseColour(synth.Palettes[r.IntN(len(synth.Palettes))])
	}
	if r.Float64() < .5 {
		var file bytes.Buffer
		if err := synth.JPEG(&file, img, 40+r.IntN(56)); err != nil {
			log.Fatal(err)
		}
		var err error
		if img, err = jpeg.Decode(&file); err != nil {
			log.Fatal(err)
		}
	}
	raster := planes(img)
	for range r.IntN(3) * r.IntN(2) { // softer optics
		soften(raster.Y, raster.Width, raster.Height)
		soften(raster.Cb, raster.ChromaW, raster.ChromaH)
		soften(raster.Cr, raster.ChromaW, raster.ChromaH)
	}
	return raster
}

// planes copies a picture's samples.
func planes(img image.Image) *decode.Raster {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	out := &decode.Raster{Width: w, Height: h, Y: make([]uint8, w*h)}
	if m, ok := img.(*image.Gray); ok {
		for y := range h {
			copy(out.Y[y*w:(y+1)*w], m.Pix[y*m.Stride:])
		}
		return out
	}
	out.Cb, out.Cr, out.ChromaW, out.ChromaH = make([]uint8, w*h), make([]uint8, w*h), w, h
	for y := range h {
		for x := range w {
			i := y*w + x
			switch m := img.(type) {
			case *image.YCbCr:
				c := m.YCbCrAt(x, y)
				out.Y[i], out.Cb[i], out.Cr[i] = c.Y, c.Cb, c.Cr
			case *image.NRGBA:
				p := m.Pix[y*m.Stride+4*x:]
				out.Y[i], out.Cb[i], out.Cr[i] = color.RGBToYCbCr(p[0], p[1], p[2])
			}
		}
	}
	return out
}

// soften takes each sample with a quarter of its neighbours, along rows and columns.
func soften(p []uint8, w, h int) {
	if len(p) == 0 {
		return
	}
	for _, d := range [2]int{1, w} {
		before := append([]uint8(nil), p...)
		for i := d; i < w*h-d; i++ {
			p[i] = uint8((int(before[i-d]) + 2*int(before[i]) + int(before[i+d]) + 2) / 4)
		}
	}
}

func between(r *rand.Rand, a, b float64) float64 { return a + (b-a)*r.Float64() }
