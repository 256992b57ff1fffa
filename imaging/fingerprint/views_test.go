package fingerprint

import (
	"image"
	"image/color"
	"math/rand/v2"
	"testing"

	"github.com/disintegration/imaging"

	"lynceus/imaging/distort"
)

// nearest is how like a thing's whole or content one of the views is that a picture
// is asked with.
func nearest(thing, asked *Fingerprint) (best float64) {
	for _, a := range asked.Views[:asked.Asking] {
		for _, v := range LayoutVariants(&a.Layout) {
			for i := range thing.Views[:thing.Asking] {
				best = max(best, v.Cosine(&thing.Views[i].Layout))
			}
		}
	}
	return best
}

func TestPictureInAPictureIsSeen(t *testing.T) {
	for _, name := range []string{"coffee", "box05a", "chelsea"} {
		m := real(t, name)[0]
		thing := looksOf(view(t, m))
		for change, least := range map[string]float64{"pasted small": 0.9, "border and text": 0.9, "screen photo": 0.75} {
			asked := looksOf(view(t, distort.Named(change).Apply(m, rand.New(rand.NewPCG(4, 2)))))
			whole := asked
			whole.Asking = 1
			if c := nearest(&thing, &asked); c < least || c < nearest(&thing, &whole) {
				t.Errorf("%s, %s: cosine %.3f, of the whole alone %.3f", name, change, c, nearest(&thing, &whole))
			}
		}
	}
}

func TestViewsLieWithinThePictureAndBeginWithTheWhole(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	for _, size := range [][2]int{{40, 30}, {17, 300}, {300, 17}, {5, 900}, {1000, 250}, {250, 1000}, {1024, 1024}} {
		m := imaging.New(size[0], size[1], color.White)
		for range 60 {
			m = imaging.Paste(m, imaging.New(1+r.IntN(1+size[0]/3), 1+r.IntN(1+size[1]/3), color.Gray{uint8(r.IntN(256))}), image.Pt(r.IntN(size[0]), r.IntN(size[1])))
		}
		f := looksOf(view(t, m))
		if f.Flat {
			continue
		}
		if f.Views[0].Box != (Box{0, 0, boxScale, boxScale}) || f.Asking < 1 || f.Asking > len(f.Views) || len(f.Views) > MaxViews {
			t.Errorf("%v: %d views, %d asking, first %v", size, len(f.Views), f.Asking, f.Views[0].Box)
		}
		for _, v := range f.Views {
			if v.Box.X0 >= v.Box.X1 || v.Box.Y0 >= v.Box.Y1 || v.Layout == (Layout{}) {
				t.Errorf("%v: a view of %v", size, v.Box)
			}
		}
	}
}

func TestPictureOfGreysReadsAlikeWithAndWithoutColours(t *testing.T) {
	m := imaging.Grayscale(real(t, "box05a")[0])
	grey := image.NewGray(m.Rect)
	for i := range grey.Pix {
		grey.Pix[i] = m.Pix[4*i]
	}
	with, without := looksOf(view(t, m)), looksOf(view(t, grey))
	if c := with.Views[0].Layout.Cosine(&without.Views[0].Layout); c < 0.999 {
		t.Errorf("cosine %.4f", c)
	}
}
