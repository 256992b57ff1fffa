package search

import (
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/disintegration/imaging"
	"lynceus/imaging/fingerprint"
)

func TestZZ(t *testing.T) {
	files, _ := filepath.Glob("../demo/*.jpg")
	var ms []image.Image
	var fs []fingerprint.Fingerprint
	for _, n := range files {
		f, _ := os.Open(n)
		m, _ := jpeg.Decode(f)
		f.Close()
		ms = append(ms, m)
		fs = append(fs, printed(t, m))
	}
	q := func(name string, v []float64) {
		slices.Sort(v)
		fmt.Printf("%-20s n %d min %.1f p1 %.1f p5 %.1f med %.1f p95 %.1f max %.1f\n", name, len(v), v[0], v[len(v)/100], v[len(v)/20], v[len(v)/2], v[len(v)*95/100], v[len(v)-1])
	}
	var other, box, twin []float64
	for i := range fs {
		j := newJudge(&fs[i])
		for k := range fs {
			if k == i {
				continue
			}
			a := j.compare(&fs[k]).apart
			bi, bk := i >= 1 && i < 29, k >= 1 && k < 29
			switch {
			case bi && bk && (i-1)/2 == (k-1)/2:
				twin = append(twin, a)
			case bi && bk:
				box = append(box, a)
			default:
				other = append(other, a)
			}
		}
	}
	q("different things", other)
	q("boxes of a make", box)
	q("twins", twin)
	for name, f := range map[string]func(image.Image) image.Image{
		"same": func(m image.Image) image.Image { return m },
		"small": func(m image.Image) image.Image {
			return imaging.Resize(m, m.Bounds().Dx()/2, m.Bounds().Dy()/2, imaging.Box)
		},
		"gamma":  func(m image.Image) image.Image { return imaging.AdjustGamma(m, .6) },
		"imjet":  func(m image.Image) image.Image { return jet(imaging.FlipH(imaging.Invert(m))) },
		"crop80": func(m image.Image) image.Image { b := m.Bounds(); return imaging.CropCenter(m, b.Dx()*9/10, b.Dy()*9/10) },
		"crop60": func(m image.Image) image.Image {
			b := m.Bounds()
			return imaging.CropCenter(m, b.Dx()*77/100, b.Dy()*77/100)
		},
	} {
		var v []float64
		for i, m := range ms {
			g := printed(t, f(m))
			v = append(v, newJudge(&g).compare(&fs[i]).apart)
		}
		q(name, v)
	}
}
