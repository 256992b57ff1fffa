package search

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"testing"

	"github.com/disintegration/imaging"

	"lynceus/imaging/decode"
	"lynceus/imaging/fingerprint"
	"lynceus/imaging/format"
	"lynceus/imaging/render"
	"lynceus/imaging/synth"
	"lynceus/storage/catalogue"
)

// printed goes the way of a picture through the program.
func printed(t *testing.T, img image.Image) fingerprint.Fingerprint {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 85}); err != nil {
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
	set, err := render.Make(p)
	if err != nil {
		t.Fatal(err)
	}
	return fingerprint.Of(set.View)
}

// jet is the palette that no hash of lightness survives: dark and bright are
// equally dark, and the middle is brightest.
func jet(img image.Image) image.Image {
	g := imaging.Grayscale(img)
	part := func(v uint8, centre float64) uint8 {
		return uint8(255 * max(0, min(1.5-math.Abs(4*float64(v)/255-centre), 1)))
	}
	for i := 0; i < len(g.Pix); i += 4 {
		v := g.Pix[i]
		g.Pix[i], g.Pix[i+1], g.Pix[i+2] = part(v, 3), part(v, 2), part(v, 1)
	}
	return g
}

func TestChangedCopyIsFoundFirstAmongItsLike(t *testing.T) {
	var pictures []image.Image
	prints := map[string]catalogue.IndexedPicture{}
	for _, kind := range synth.Kinds {
		for seed := range uint64(4) {
			img := synth.Draw(synth.Spec{Kind: kind, Seed: seed + 1, Clutter: seed * 7, Width: 512}).XRay(synth.DarkAbsorbs, 1)
			id := fmt.Sprintf("pict%012d", len(pictures))
			prints[id] = catalogue.IndexedPicture{ID: id, FileSum: [32]byte{1}, PixelSum: [32]byte{1}, Fingerprint: printed(t, img)}
			pictures = append(pictures, img)
		}
	}
	type change func(image.Image) image.Image
	invert := func(m image.Image) image.Image { return imaging.Invert(m) }
	mirror := func(m image.Image) image.Image { return imaging.FlipH(m) }
	for name, test := range map[string]struct {
		change  change
		variant fingerprint.Variant // of the query, to lie over its original
		claimed int                 // of a hundred, at least
	}{
		"re-encoded": {func(m image.Image) image.Image { return m }, fingerprint.Variant{}, 100},
		"inverted":   {invert, fingerprint.Variant{Inverted: true}, 100},
		"mirrored":   {mirror, fingerprint.Variant{Mirrored: true}, 100},
		"turned":     {func(m image.Image) image.Image { return imaging.Rotate270(m) }, fingerprint.Variant{Turns: 3}, 100}, // counter-clockwise: back by as much
		"smaller": {func(m image.Image) image.Image {
			return imaging.Resize(m, m.Bounds().Dx()/2, m.Bounds().Dy()/2, imaging.Box)
		}, fingerprint.Variant{}, 90},
		"inverted, mirrored, in false colour": {
			func(m image.Image) image.Image { return jet(mirror(invert(m))) }, fingerprint.Variant{Mirrored: true}, 80},
	} {
		claimed, asked := 0, 0
		for i, img := range pictures {
			id := fmt.Sprintf("pict%012d", i)
			q := Query{Fingerprint: printed(t, test.change(img))}
			if q.Fingerprint.Flat {
				continue
			}
			asked++
			found := ranked(&q, prints, candidates{})
			if len(found) == 0 || found[0].picture != id {
				t.Errorf("%s: picture %d is not found first", name, i)
				continue
			}
			if found[0].band == SamePicture {
				claimed++
			}
			// Polarity is told by the hash, which no palette leaves as it was.
			variant := found[0].variant
			if test.claimed < 90 {
				variant.Inverted = test.variant.Inverted
			}
			if variant != test.variant {
				t.Errorf("%s: picture %d is explained as %+v, want %+v", name, i, variant, test.variant)
			}
		}
		if asked < len(pictures)*9/10 || 100*claimed < test.claimed*asked {
			t.Errorf("%s: claimed for %d of %d", name, claimed, asked)
		}
	}
}
