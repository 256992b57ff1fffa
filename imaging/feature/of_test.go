package feature

import (
	"image"
	"image/color"
	_ "image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/disintegration/imaging"

	"lynceus/imaging/decode"
)

func picture(t testing.TB, name string) *image.NRGBA {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "server", "demo", name+".jpg"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return imaging.Clone(m)
}

func raster(m *image.NRGBA) *decode.Raster {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	r := &decode.Raster{Width: w, Height: h, ChromaW: w, ChromaH: h}
	for i := 0; i < len(m.Pix); i += 4 {
		y, cb, cr := color.RGBToYCbCr(m.Pix[i], m.Pix[i+1], m.Pix[i+2])
		r.Y, r.Cb, r.Cr = append(r.Y, y), append(r.Cb, cb), append(r.Cr, cr)
	}
	return r
}

// found is the share of features of a that b has in the place that to says, in
// fractions, with at most 70 bits that differ in the variant v.
func found(a, b []Feature, v int, to func(x, y float64) (float64, float64)) float64 {
	n := 0
	for i := range a {
		x, y := to(float64(a[i].X)/65536, float64(a[i].Y)/65536)
		for k := range b {
			off := math.Hypot(float64(b[k].X)/65536-x, float64(b[k].Y)/65536-y)
			if off > a[i].Side()/6 {
				continue
			}
			least := 256
			for turn := range 4 { // the frame may have gone round by a quarter
				bits := a[i].Bits.Variants()[v/4*4+turn]
				least = min(least, bits.Distance(&b[k].Bits))
			}
			if least <= 70 {
				n++
				break
			}
		}
	}
	return float64(n) / float64(max(len(a), 1))
}

func TestFeaturesAreFoundAgain(t *testing.T) {
	same := func(x, y float64) (float64, float64) { return x, y }
	jet := func(c color.NRGBA) color.NRGBA {
		v := (299*float64(c.R) + 587*float64(c.G) + 114*float64(c.B)) / 255000
		part := func(at float64) uint8 { return uint8(255 * max(0, min(1.5-math.Abs(4*v-at), 1))) }
		return color.NRGBA{part(3), part(2), part(1), 255}
	}
	for name, c := range map[string]struct {
		change func(m *image.NRGBA) *image.NRGBA
		v      int
		to     func(x, y float64) (float64, float64)
		least  float64
	}{
		"unchanged":     {func(m *image.NRGBA) *image.NRGBA { return m }, 0, same, 0.99},
		"inverted":      {func(m *image.NRGBA) *image.NRGBA { return imaging.Invert(m) }, 0, same, 0.95},
		"in jet":        {func(m *image.NRGBA) *image.NRGBA { return imaging.AdjustFunc(m, jet) }, 0, same, 0.5},
		"mirrored":      {func(m *image.NRGBA) *image.NRGBA { return imaging.FlipH(m) }, 4, func(x, y float64) (float64, float64) { return 1 - x, y }, 0.9},
		"turned by 90":  {func(m *image.NRGBA) *image.NRGBA { return imaging.Rotate270(m) }, 1, func(x, y float64) (float64, float64) { return 1 - y, x }, 0.9},
		"turned by 180": {func(m *image.NRGBA) *image.NRGBA { return imaging.Rotate180(m) }, 2, func(x, y float64) (float64, float64) { return 1 - x, 1 - y }, 0.9},
		"reduced by a third": {func(m *image.NRGBA) *image.NRGBA {
			return imaging.Resize(m, m.Rect.Dx()*2/3, m.Rect.Dy()*2/3, imaging.Linear)
		}, 0, same, 0.4},
		"another gamma": {func(m *image.NRGBA) *image.NRGBA { return imaging.AdjustGamma(m, 0.6) }, 0, same, 0.5},
	} {
		t.Run(name, func(t *testing.T) {
			for _, p := range []string{"box05a", "coffee"} {
				m := picture(t, p)
				if got := found(Of(raster(m)), Of(raster(c.change(m))), c.v, c.to); got < c.least {
					t.Errorf("%s: %.2f of the features are found again, want %.2f", p, got, c.least)
				}
			}
		})
	}
}

func TestFeaturesLieInTheirPartAndAreBounded(t *testing.T) {
	m := raster(picture(t, "coffee"))
	part := image.Rect(m.Width/4, m.Height/4, m.Width/2, m.Height/2)
	all := Of(m, image.Rect(0, 0, m.Width, m.Height), part)
	if len(all) > Most {
		t.Errorf("%d features, at most %d are kept", len(all), Most)
	}
	for i, f := range Of(m, part) {
		x, y := int(f.X)*m.Width/65536, int(f.Y)*m.Height/65536
		if !(image.Point{X: x, Y: y}).In(part) {
			t.Fatalf("feature %d at %d,%d lies outside %v", i, x, y, part)
		}
	}
	if got := Of(m, image.Rect(-10, -10, -5, -5)); len(got) != 0 {
		t.Errorf("%d features of what lies outside the picture", len(got))
	}
}

func TestAnySizeHasFeaturesOrNone(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	for _, size := range [][2]int{{1, 1}, {2, 1}, {1, 1024}, {1024, 1}, {3, 200}, {31, 33}, {33, 32}, {1024, 40}, {257, 1023}} {
		for _, across := range []int{0, 1, 2} {
			p := &decode.Raster{Width: size[0], Height: size[1], Y: make([]uint8, size[0]*size[1])}
			if across > 0 {
				p.ChromaW, p.ChromaH = (size[0]+across-1)/across, (size[1]+across-1)/across
				p.Cb, p.Cr = make([]uint8, p.ChromaW*p.ChromaH), make([]uint8, p.ChromaW*p.ChromaH)
			}
			for _, plane := range [][]uint8{p.Y, p.Cb, p.Cr} {
				for i := range plane {
					plane[i] = uint8(r.IntN(256))
				}
			}
			if n := len(Of(p)); n > Most || min(size[0], size[1]) > 60 && n < 50 {
				t.Errorf("%v: %d features", size, n)
			}
			Of(p, image.Rect(1, 1, size[0]/2+1, size[1]/2+1))
		}
	}
}

func TestNothingToSeeHasNoFeatures(t *testing.T) {
	for name, value := range map[string]func(x, y int) uint8{
		"white":    func(x, y int) uint8 { return 255 },
		"gradient": func(x, y int) uint8 { return uint8(x / 4) },
		"one edge": func(x, y int) uint8 { return uint8(min(x/300, 1) * 200) },
	} {
		p := &decode.Raster{Width: 600, Height: 500, Y: make([]uint8, 600*500)}
		for i := range p.Y {
			p.Y[i] = value(i%600, i/600)
		}
		if n := len(Of(p)); n > 0 {
			t.Errorf("%s: %d features", name, n)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	m := raster(picture(b, "coffee"))
	for b.Loop() {
		Of(m)
	}
}
