package fingerprint

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/bits"
	"testing"

	"github.com/disintegration/imaging"
)

// cropped takes the middle of a picture, of so much of its area.
func cropped(m *image.NRGBA, share float64) *image.NRGBA {
	w, h := float64(m.Rect.Dx()), float64(m.Rect.Dy())
	side := math.Sqrt(share)
	return imaging.CropCenter(m, int(w*side), int(h*side))
}

// Changed copies are looked for among 37 real and 72 synthetic pictures; the
// figures are shares of copies whose original is found first, by the nearest hash
// and by the nearest layout. The real ones are hard: 28 boxes of one make, in
// pairs that differ by a turn of a few degrees, and three even textures. The
// other box of a pair does not count as an error. Run with -v for the table.
func TestChangedCopiesAreFoundFirst(t *testing.T) {
	pictures := append(real(t, "*"), drawn(72)...)
	boxes := 1 // of 37 in the order of their names: astronaut, 28 boxes, 8 photos
	gallery := make([]Fingerprint, len(pictures))
	for i, m := range pictures {
		gallery[i] = Of(view(t, m))
	}
	total := [3]float64{}
	changes := []struct {
		name         string
		change       func(m *image.NRGBA) image.Image
		hash, layout float64 // at least
	}{
		{"re-encoded, quality 30", func(m *image.NRGBA) image.Image {
			var b bytes.Buffer
			if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 30}); err != nil {
				t.Fatal(err)
			}
			r, err := jpeg.Decode(&b)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}, 0.9, 0.95},
		{"reduced to 40 %", func(m *image.NRGBA) image.Image {
			return imaging.Resize(m, m.Rect.Dx()*2/5, m.Rect.Dy()*2/5, imaging.Linear)
		}, 0.9, 0.9},
		{"gamma 0.6", func(m *image.NRGBA) image.Image { return imaging.AdjustGamma(m, 0.6) }, 0.8, 0.95},
		{"gamma 1.8", func(m *image.NRGBA) image.Image { return imaging.AdjustGamma(m, 1.8) }, 0.8, 0.95},
		{"stretched by 1.3", func(m *image.NRGBA) image.Image {
			return imaging.Resize(m, m.Rect.Dx()*13/10, m.Rect.Dy(), imaging.Linear)
		}, 0.95, 0.95},
		{"inverted", func(m *image.NRGBA) image.Image { return imaging.Invert(m) }, 0.95, 0.95},
		{"mirrored", func(m *image.NRGBA) image.Image { return imaging.FlipH(m) }, 0.95, 0.95},
		{"turned by 90 degrees", func(m *image.NRGBA) image.Image { return imaging.Rotate90(m) }, 0.95, 0.95},
		{"greyed", func(m *image.NRGBA) image.Image { return imaging.Grayscale(m) }, 0.9, 0.95},
		{"palette bone", func(m *image.NRGBA) image.Image { return palette(m, bone) }, 0.9, 0.95},
		{"palette hot", func(m *image.NRGBA) image.Image { return palette(m, hot) }, 0.6, 0.9},
		{"palette jet", func(m *image.NRGBA) image.Image { return palette(m, jet) }, 0, 0.9},
		{"palette of hues", func(m *image.NRGBA) image.Image { return palette(m, hues) }, 0, 0.85},
		{"inverted, mirrored, jet", func(m *image.NRGBA) image.Image { return palette(imaging.FlipH(imaging.Invert(m)), jet) }, 0, 0.9},
		{"inverted, turned, hues", func(m *image.NRGBA) image.Image { return palette(imaging.Rotate90(imaging.Invert(m)), hues) }, 0, 0.85},
		{"cut to 70 %", func(m *image.NRGBA) image.Image { return cropped(m, 0.7) }, 0, 0.6},
		{"cut to 50 %", func(m *image.NRGBA) image.Image { return cropped(m, 0.5) }, 0, 0.4},
		{"grey, inverted, mirrored, cut", func(m *image.NRGBA) image.Image {
			return cropped(imaging.FlipH(imaging.Invert(imaging.Grayscale(m))), 0.7)
		}, 0, 0.6},
		{"in a wide frame", func(m *image.NRGBA) image.Image {
			w, h := m.Rect.Dx(), m.Rect.Dy()
			return imaging.PasteCenter(imaging.New(w*7/6, h*5/4, color.NRGBA{40, 60, 90, 255}), m)
		}, 0, 0.9},
		{"turned by 5 degrees", func(m *image.NRGBA) image.Image { return imaging.Rotate(m, 5, color.White) }, 0.3, 0.35},
	}
	t.Logf("%-32s%8s%8s%8s", "", "pHash", "hash", "layout")
	for _, c := range changes {
		var found [3]float64
		asked := 0
		for i := 0; i < len(pictures); i += 5 {
			asked++
			query := Of(view(t, c.change(pictures[i])))
			var layouts [][8]Layout
			for k := range query.Views[:query.Asking] {
				layouts = append(layouts, LayoutVariants(&query.Views[k].Layout))
			}
			first, best := [3]int{-1, -1, -1}, [3]float64{-1, -1, -1}
			for k := range gallery {
				g := &gallery[k]
				d, _ := Distance(query.Scan, g.Scan)
				var cosine float64
				for _, variants := range layouts {
					for v := range variants {
						for w := range g.Views {
							cosine = max(cosine, variants[v].Cosine(&g.Views[w].Layout))
						}
					}
				}
				for s, score := range [3]float64{float64(64 - bits.OnesCount64(query.PHash^g.PHash)), float64(64 - d), cosine} {
					if score > best[s] {
						first[s], best[s] = k, score
					} else if score == best[s] {
						first[s] = -1 // not found, but one of several
					}
				}
			}
			for s, k := range first {
				twin := i >= boxes && i < boxes+28 && k == (i-boxes)^1+boxes
				if k == i || twin {
					found[s]++
				}
			}
		}
		for s := range found {
			found[s] /= float64(asked)
			total[s] += found[s] / float64(len(changes))
		}
		t.Logf("%-32s%8.2f%8.2f%8.2f", c.name, found[0], found[1], found[2])
		if found[1] < c.hash || found[2] < c.layout {
			t.Errorf("%s: found first by hash %.2f, want %.2f; by layout %.2f, want %.2f", c.name, found[1], c.hash, found[2], c.layout)
		}
	}
	t.Logf("%-32s%8.3f%8.3f%8.3f", "mean", total[0], total[1], total[2])
}
