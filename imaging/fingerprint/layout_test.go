package fingerprint

import (
	"image"
	"image/color"
	"math/bits"
	"testing"

	"github.com/disintegration/imaging"
)

func TestFlipsAndTurnsMoveTheValuesOfALayout(t *testing.T) {
	for name, m := range map[string]*image.NRGBA{"x-ray": real(t, "box05a")[0], "photo": real(t, "coffee")[0]} {
		m = imaging.Resize(m, 256, 256, imaging.Box)
		own := Of(view(t, m))
		for which := range own.Views[:1] {
			for i, want := range LayoutVariants(&own.Views[which].Layout) {
				n := m
				if turned[i].Mirrored {
					n = imaging.FlipH(n)
				}
				for range turned[i].Turns {
					n = imaging.Rotate270(n) // a quarter clockwise
				}
				f := Of(view(t, n))
				if c := f.Views[which].Layout.Cosine(&want); c < 0.995 {
					t.Errorf("%s %+v, layout %d: cosine %.4f", name, turned[i], which, c)
				}
				a, b := f.Views[which].Layout.Code(), want.Code()
				differ := 0
				for k := range a {
					differ += bits.OnesCount64(a[k] ^ b[k])
				}
				if differ > 40 {
					t.Errorf("%s %+v, layout %d: codes differ in %d bits", name, turned[i], which, differ)
				}
			}
		}
	}
}

// Edges of one direction fill its bin, whichever side is bright and whatever the
// colours: a red step on green of equal lightness is an edge.
func TestLayoutSeesDirectionAndNothingElse(t *testing.T) {
	stripes := func(a, b color.Color, vertical bool) *image.NRGBA {
		m := image.NewNRGBA(image.Rect(0, 0, 256, 256))
		for y := range 256 {
			for x := range 256 {
				at := y
				if vertical {
					at = x
				}
				if at/32%2 == 0 {
					m.Set(x, y, a)
				} else {
					m.Set(x, y, b)
				}
			}
		}
		return m
	}
	red, green := color.RGBA{200, 60, 60, 255}, color.RGBA{60, 136, 60, 255}
	for name, m := range map[string]*image.NRGBA{
		"black on white":        stripes(color.Black, color.White, true),
		"white on black":        stripes(color.White, color.Black, true),
		"red on green as light": stripes(red, green, true),
		"faint":                 stripes(color.Gray{120}, color.Gray{135}, true),
	} {
		l := layoutOf(gradientsOf(square(t, m)))
		var bins [directions]int
		for i, v := range l {
			bins[i%directions] += int(v)
		}
		if all := sum(bins[:]); bins[0]*10 < all*7 {
			t.Errorf("%s: of gradients from left to right %d of %d", name, bins[0], all)
		}
	}
	l := layoutOf(gradientsOf(square(t, stripes(color.Black, color.White, false))))
	var bins [directions]int
	for i, v := range l {
		bins[i%directions] += int(v)
	}
	if all := sum(bins[:]); bins[directions/2]*10 < all*7 {
		t.Errorf("of gradients from top to bottom %d of %d", bins[directions/2], all)
	}
}

func sum(values []int) (n int) {
	for _, v := range values {
		n += v
	}
	return n
}

func TestCosineOfNothingIsZero(t *testing.T) {
	var nothing Layout
	f := Of(view(t, real(t, "box01a")[0]))
	if c := f.Views[0].Layout.Cosine(&nothing); c != 0 {
		t.Errorf("to nothing: %v", c)
	}
	if c := f.Views[0].Layout.Cosine(&f.Views[0].Layout); c < 0.9999 || c > 1.0001 {
		t.Errorf("to itself: %v", c)
	}
}
