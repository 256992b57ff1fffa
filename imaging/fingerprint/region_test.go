package fingerprint

import (
	"image"
	"math"
	"testing"

	"github.com/disintegration/imaging"
)

func TestRegionLooksLikeTheSamePartCutOut(t *testing.T) {
	m := real(t, "coffee")[0]
	w, h := m.Rect.Dx(), m.Rect.Dy()
	r := view(t, m)
	for name, polygon := range map[string][][2]float64{
		"a rectangle":            {{0.25, 0.25}, {0.75, 0.25}, {0.75, 0.75}, {0.25, 0.75}},
		"beyond the picture":     {{-3, -1}, {0.5, -1}, {0.5, 0.6}, {-3, 0.6}},
		"a triangle":             {{0.2, 0.2}, {0.9, 0.3}, {0.4, 0.9}},
		"given the other way up": {{0.75, 0.75}, {0.25, 0.75}, {0.25, 0.25}, {0.75, 0.25}},
	} {
		b, ok := around(polygon, w, h)
		if !ok {
			t.Fatal(name)
		}
		own := OfRegion(r, polygon)
		alone := Of(view(t, imaging.Crop(m, image.Rect(b.x0, b.y0, b.x1, b.y1))))
		if c := own.Views[0].Layout.Cosine(&alone.Views[0].Layout); c < 0.98 || own.Flat {
			t.Errorf("%s: cosine %.3f", name, c)
		}
		if d, _ := Distance(own.Scan, alone.Scan); d > 4 {
			t.Errorf("%s: hashes differ in %d bits", name, d)
		}
		for _, s := range own.Features {
			x := (float64(b.x0) + float64(s.X)/65536*float64(b.x1-b.x0)) / float64(w)
			y := (float64(b.y0) + float64(s.Y)/65536*float64(b.y1-b.y0)) / float64(h)
			if !contains(polygon, x, y) {
				t.Errorf("%s: a feature outside, at %.2f, %.2f", name, x, y)
			}
		}
	}
}

func TestWhatIsNoRegionIsFlat(t *testing.T) {
	r := view(t, real(t, "coffee")[0])
	nan := math.NaN()
	for name, polygon := range map[string][][2]float64{
		"nothing":     nil,
		"a line":      {{0, 0}, {1, 1}},
		"too small":   {{0.5, 0.5}, {0.51, 0.5}, {0.51, 0.51}},
		"outside":     {{2, 2}, {3, 2}, {3, 3}},
		"no number":   {{0, 0}, {1, 0}, {nan, 1}},
		"without end": {{0, 0}, {math.Inf(1), 0}, {1, 1}},
	} {
		if f := OfRegion(r, polygon); !f.Equal(Fingerprint{Flat: true}) {
			t.Errorf("%s: %d views, flat is %v", name, len(f.Views), f.Flat)
		}
	}
}
