package distort

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/disintegration/imaging"
)

// real is a photo or an x-ray of the demonstration.
func real(t *testing.T, name string) *image.NRGBA {
	t.Helper()
	f, err := os.Open("../../server/demo/" + name + ".jpg")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := jpeg.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return imaging.Clone(m)
}

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

func same(a, b image.Image) bool {
	x, y := imaging.Clone(a), imaging.Clone(b)
	return x.Rect == y.Rect && bytes.Equal(x.Pix, y.Pix)
}

func TestEachTransformChangesThePictureAndFollowsItsSeed(t *testing.T) {
	if len(All) != 19 {
		t.Errorf("%d transforms, want 19", len(All))
	}
	fixed := map[string]bool{ // there is nothing to draw
		"palette bone": true, "palette hot": true, "palette jet": true, "palette hsv": true, "mirror": true, "invert": true,
	}
	names := map[string]bool{}
	for _, name := range []string{"box05a", "chelsea"} {
		m := real(t, name)
		before := imaging.Clone(m)
		for _, x := range All {
			if names[x.Name+name] || x.What == "" {
				t.Errorf("%q is there twice or says nothing", x.Name)
			}
			names[x.Name+name] = true
			once := x.Apply(m, seeded(3))
			if same(once, before) {
				t.Errorf("%s leaves %s as it is", x.Name, name)
			}
			if !same(once, x.Apply(m, seeded(3))) {
				t.Errorf("%s of %s is another with the same seed", x.Name, name)
			}
			others := false
			for seed := uint64(10); seed < 16 && !others; seed++ {
				others = !same(once, x.Apply(m, seeded(seed)))
			}
			if others == fixed[x.Name] {
				t.Errorf("%s of %s: another seed makes another picture: %v", x.Name, name, others)
			}
			if !same(m, before) {
				t.Fatalf("%s writes into the picture that it was given", x.Name)
			}
		}
	}
}

func TestPicturesOfAnyShapeAreChanged(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {2, 900}, {1600, 20}, {7, 5}} {
		m := imaging.New(size.X, size.Y, color.NRGBA{200, 100, 50, 255})
		for _, x := range All {
			for seed := range uint64(2) {
				if out := x.Apply(m, seeded(seed)); out.Bounds().Empty() || out.Bounds().Min != (image.Point{}) {
					t.Errorf("%s of %v has bounds %v", x.Name, size, out.Bounds())
				}
			}
		}
	}
}

func TestCropsKeepTheirShareOfTheArea(t *testing.T) {
	m := imaging.New(640, 400, color.White)
	for name, share := range map[string]float64{"crop 70 %": 0.7, "crop 50 %": 0.5, "grey, inverted, mirrored, cropped": 0.7} {
		for seed := range uint64(20) {
			b := Named(name).Apply(m, seeded(seed)).Bounds()
			if got := float64(b.Dx()*b.Dy()) / (640 * 400); math.Abs(got-share) > 0.01 {
				t.Errorf("%s keeps %.3f of the area", name, got)
			}
		}
	}
}

func TestPagesGiveThePictureAThirdOfTheirWidth(t *testing.T) {
	m := imaging.New(500, 400, color.NRGBA{255, 0, 255, 255})
	for seed := range uint64(20) {
		out := imaging.Clone(Named("pasted small").Apply(m, seeded(seed)))
		w, h := out.Rect.Dx(), out.Rect.Dy()
		if h < 1000 || h > 1400 {
			t.Errorf("the page is %d pixels high", h)
		}
		widest := 0
		for y := range h {
			n := 0
			for x := range w {
				if c := out.NRGBAAt(x, y); c.R > 250 && c.G < 5 && c.B > 250 {
					n++
				}
			}
			widest = max(widest, n)
		}
		if share := float64(widest) / float64(w); share < 0.29 || share > 0.41 {
			t.Errorf("the picture has %.2f of the page's width", share)
		}
	}
}

// Palettes that are called sane keep the order of the greys; the others lose it.
func TestOnlyTwoPalettesLoseTheOrderOfTheGreys(t *testing.T) {
	ramp := image.NewGray(image.Rect(0, 0, 256, 1))
	for i := range ramp.Pix {
		ramp.Pix[i] = uint8(i)
	}
	for name, want := range map[string]bool{"palette bone": true, "palette hot": true, "palette jet": false, "palette hsv": false, "tone curve": true} {
		luma := imaging.Grayscale(Named(name).Apply(ramp, seeded(1)))
		rises := luma.Pix[4*255] > luma.Pix[0]+100
		for x := 1; x < 256; x++ {
			rises = rises && int(luma.Pix[4*x]) >= int(luma.Pix[4*x-4])-1 // rounding to luma
		}
		if rises != want {
			t.Errorf("%s rises: %v", name, rises)
		}
	}
}

func TestProjectionMapsCornersOnCorners(t *testing.T) {
	q := quad{{12, 7}, {95, 3}, {88, 71}, {4, 60}}
	m := q.toSquare(40, 30)
	for i, want := range (quad{{0, 0}, {40, 0}, {40, 30}, {0, 30}}) {
		u, v := m.at(q[i][0], q[i][1])
		if math.Hypot(u-want[0], v-want[1]) > 1e-9 {
			t.Errorf("corner %d lies at %.3f, %.3f, want %v", i, u, v, want)
		}
	}
}
