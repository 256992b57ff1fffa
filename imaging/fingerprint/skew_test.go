package fingerprint

import (
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/disintegration/imaging"

	"lynceus/imaging/decode"
)

func TestSlightTurnIsTakenBack(t *testing.T) {
	for _, name := range []string{"box05a", "coffee", "box11b"} {
		m := real(t, name)[0]
		own := skewOf(thumb(t, m))
		thing := looksOf(view(t, m))
		for _, degrees := range []float64{-7, -3, 3, 5} {
			n := imaging.Rotate(m, -degrees, color.White) // counter-clockwise
			if name == "box05a" {                         // the others have no direction, or one that the ground outweighs
				by := math.Mod(skewOf(thumb(t, n))-own-degrees+135, 90) - 45
				if math.Abs(by) > 1.5 {
					t.Errorf("%s: turned by %v degrees, seen to be %v, %v before", name, degrees, skewOf(thumb(t, n)), own)
				}
			}
			asked := looksOf(view(t, n))
			if c := nearest(&thing, &asked); c < 0.9 {
				t.Errorf("%s turned by %v: cosine %.3f", name, degrees, c)
			}
		}
	}
}

func TestLevelledPartsLieInThePicture(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	for range 200 {
		p := &decode.Raster{Width: 32 + r.IntN(200), Height: 32 + r.IntN(200)}
		p.ChromaW, p.ChromaH = (p.Width+1)/2, (p.Height+1)/2
		p.Y, p.Cb, p.Cr = make([]uint8, p.Width*p.Height), make([]uint8, p.ChromaW*p.ChromaH), make([]uint8, p.ChromaW*p.ChromaH)
		l := level(p, 90*r.Float64()-45)
		x, y := r.IntN(l.Width), r.IntN(l.Height)
		b := l.box(box{x, y, x + 1 + r.IntN(l.Width-x), y + 1 + r.IntN(l.Height-y)})
		if b.X0 >= b.X1 || b.Y0 >= b.Y1 {
			t.Fatalf("a box of %v", b)
		}
	}
}
