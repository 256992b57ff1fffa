package fingerprint

import (
	"image"
	"math/bits"
	"math/rand/v2"
	"testing"

	"github.com/corona10/goimagehash"
	"github.com/disintegration/imaging"

	"lynceus/imaging/decode"
)

func TestPicturesOfAnySizeHaveAFingerprint(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	for _, size := range [][2]int{{1, 1}, {2, 1}, {1, 256}, {256, 1}, {3, 200}, {7, 9}, {31, 33}, {256, 80}, {255, 255}} {
		for _, across := range []int{0, 1, 2} {
			w, h := size[0], size[1]
			p := &decode.Raster{Width: w, Height: h, Y: make([]uint8, w*h)}
			if across > 0 {
				p.ChromaW, p.ChromaH = (w+across-1)/across, (h+across-1)/across
				p.Cb, p.Cr = make([]uint8, p.ChromaW*p.ChromaH), make([]uint8, p.ChromaW*p.ChromaH)
			}
			for _, plane := range [][]uint8{p.Y, p.Cb, p.Cr} {
				for i := range plane {
					plane[i] = uint8(r.IntN(256))
				}
			}
			f := Of(p)
			if back, err := Unmarshal(f.Marshal()); err != nil || !back.Equal(f) {
				t.Errorf("%dx%d: %v", w, h, err)
			}
			if f.Scan&^scanMask != 0 {
				t.Errorf("%dx%d: the bit of the mean is set", w, h)
			}
		}
	}
}

func TestPicturesWithNothingInThemAreFlat(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	var columns [1000]float64
	for i := range columns {
		columns[i] = r.NormFloat64()
	}
	inside := func(x, y, x0, y0, x1, y1 int) bool { return x >= x0 && x < x1 && y >= y0 && y < y1 }
	for name, c := range map[string]struct {
		picture image.Image
		flat    bool
	}{
		"white page":     {greys(600, 800, func(int, int) float64 { return 255 }), true},
		"black frame":    {greys(900, 600, func(int, int) float64 { return 2 + r.NormFloat64() }), true},
		"empty scan":     {greys(1000, 700, func(x, _ int) float64 { return 240 + 3*columns[x] + 3*r.NormFloat64() }), true},
		"noise":          {greys(1000, 700, func(int, int) float64 { return 128 + 30*r.NormFloat64() }), true},
		"gradient":       {greys(1000, 700, func(x, _ int) float64 { return 60 + 0.12*float64(x) + 3*r.NormFloat64() }), true},
		"broad stripes":  {greys(1000, 700, func(x, _ int) float64 { return 120 + 25*columns[x/100] }), true},
		"a toolbar only": {greys(1000, 700, func(_, y int) float64 { return 250 - 200*float64(max(0, 30-y)/30) }), true},
		"a page of text": {greys(800, 1100, func(x, y int) float64 {
			if inside(x, y, 80, 100, 720, 1000) && y%24 < 10 && (x*7+y/24*31)%13 < 8 {
				return 30
			}
			return 250
		}), true},
		"one small thing in air": {greys(1000, 700, func(x, y int) float64 {
			if inside(x, y, 500, 300, 560, 350) {
				return 100
			}
			return 250
		}), false},
		"the thinnest parcel":          {greys(1000, 700, func(x, y int) float64 { return 250 - 15*float64((x/90*y/70)%3) }), false},
		"an x-ray":                     {real(t, "box01a")[0], false},
		"an even texture":              {real(t, "gravel")[0], false},
		"an x-ray in pure hues":        {palette(real(t, "box01a")[0], hues), false},
		"an x-ray of hardly any shade": {imaging.AdjustContrast(real(t, "box05a")[0], -85), false},
	} {
		f := Of(view(t, c.picture))
		if f.Flat != c.flat {
			t.Errorf("%s: flat is %v", name, f.Flat)
		}
		if c.flat && (len(f.Views) > 0 || len(f.Features) > 0) {
			t.Errorf("%s claims views or features", name)
		}
	}
}

// The standard hashes are for exchange: what another tool makes of the full
// picture must be within the distance at which such tools call pictures equal.
func TestStandardHashesAreThoseOfTheLibrary(t *testing.T) {
	for _, m := range append(real(t, "box0?a"), real(t, "c*")...) {
		f := Of(view(t, m))
		p, err := goimagehash.PerceptionHash(m)
		if err != nil {
			t.Fatal(err)
		}
		d, err := goimagehash.DifferenceHash(m)
		if err != nil {
			t.Fatal(err)
		}
		if n := bits.OnesCount64(p.GetHash() ^ f.PHash); n > 4 {
			t.Errorf("pHash differs in %d bits", n)
		}
		if n := bits.OnesCount64(d.GetHash() ^ f.DHash); n > 6 {
			t.Errorf("dHash differs in %d bits", n)
		}
	}
}

// The main job of the project in one line: an own picture's inverted, mirrored
// false-colour copy is as near as a copy, and another box of the same make is not.
func TestInvertedMirroredFalseColourCopyIsNear(t *testing.T) {
	boxes := real(t, "box*a")
	for i, m := range boxes {
		own, other := Of(view(t, m)), Of(view(t, boxes[(i+1)%len(boxes)]))
		copied := Of(view(t, palette(imaging.FlipH(imaging.Invert(m)), jet)))
		nearest := func(g *Fingerprint) (best float64, variant int) {
			for which := range copied.Views[:copied.Asking] {
				for v, l := range LayoutVariants(&copied.Views[which].Layout) {
					for k := range g.Views {
						if c := l.Cosine(&g.Views[k].Layout); c > best {
							best, variant = c, v
						}
					}
				}
			}
			return best, variant
		}
		near, variant := nearest(&own)
		far, _ := nearest(&other)
		if near < 0.975 || near < far || turned[variant] != (Variant{Mirrored: true}) {
			t.Errorf("box %d: cosine %.3f by %+v, to another box %.3f", i+1, near, turned[variant], far)
		}
	}
}
