package fingerprint

import (
	"image"
	"math/bits"
	"math/rand/v2"
	"testing"

	"github.com/disintegration/imaging"

	"lynceus/imaging/decode"
)

func TestFlipsAndTurnsOfCoefficientsAreVariantsOfTheHash(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		var c coefficients
		for v := range c {
			for u := range c[v] {
				c[v][u] = float32(2*r.IntN(2) - 1)
			}
		}
		for i, v := range Variants(signs(c)) {
			turned := c
			if v.Variant.Mirrored { // negates odd frequencies across
				for v := range c {
					for u := range c[v] {
						if u%2 == 1 {
							turned[v][u] = -turned[v][u]
						}
					}
				}
			}
			for range v.Variant.Turns { // clockwise: top and bottom exchanged, then across and down
				last := turned
				for v := range c {
					for u := range c[v] {
						turned[v][u] = last[u][v]
						if u%2 == 1 {
							turned[v][u] = -last[u][v]
						}
					}
				}
			}
			if want := signs(turned); v.Hash != want {
				t.Fatalf("variant %d %+v: %x, want %x", i, v.Variant, v.Hash, want)
			}
		}
	}
}

// A picture that is flipped, turned and inverted in samples, with nothing lost on
// the way, has to the bit the hash that Variants foretells.
func TestFlippedTurnedAndInvertedSamplesHaveTheForetoldHash(t *testing.T) {
	for name, m := range map[string]*image.NRGBA{"x-ray": real(t, "box05a")[0], "photo": real(t, "coffee")[0]} {
		m = imaging.Resize(m, 256, 180, imaging.Box)
		print := func(m *image.NRGBA) uint64 {
			g := imaging.Grayscale(m)
			r := &decode.Raster{Width: g.Rect.Dx(), Height: g.Rect.Dy()}
			for i := 0; i < len(g.Pix); i += 4 {
				r.Y = append(r.Y, g.Pix[i])
			}
			return Of(r).Scan
		}
		own := print(m)
		for _, v := range Variants(own) {
			n := m
			if v.Variant.Mirrored {
				n = imaging.FlipH(n)
			}
			for range v.Variant.Turns {
				n = imaging.Rotate270(n) // a quarter clockwise
			}
			if got := print(n); got != v.Hash {
				t.Errorf("%s %+v: %x, want %x", name, v.Variant, got, v.Hash)
			}
			if got := print(imaging.Invert(n)); got != ^v.Hash&scanMask {
				t.Errorf("%s %+v inverted: %x, want %x", name, v.Variant, got, ^v.Hash&scanMask)
			}
			d, back := Distance(print(imaging.Invert(n)), own)
			undone := Variants(v.Hash)
			for _, u := range undone {
				if u.Variant.Mirrored == back.Mirrored && u.Variant.Turns == back.Turns && u.Hash != own {
					t.Errorf("%s %+v: %+v does not lead back", name, v.Variant, back)
				}
			}
			if d != 0 || !back.Inverted {
				t.Errorf("%s %+v inverted: distance %d by %+v", name, v.Variant, d, back)
			}
		}
	}
}

func TestDistanceIsTheBestOfSixteen(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 500 {
		a, b := r.Uint64()&scanMask, r.Uint64()&scanMask
		want := ScanBits
		for _, v := range Variants(a) {
			d := bits.OnesCount64(v.Hash ^ b)
			want = min(want, d, ScanBits-d)
		}
		if got, _ := Distance(a, b); got != want || got > ScanBits/2 {
			t.Fatalf("%x to %x: %d, want %d", a, b, got, want)
		}
		if back, _ := Distance(b, a); back != want {
			t.Fatalf("%d there, %d back", want, back)
		}
	}
	if d, v := Distance(0x1234_5678_9abc_def0, 0x1234_5678_9abc_def0); d != 0 || v != (Variant{}) {
		t.Errorf("a hash to itself: %d by %+v", d, v)
	}
}

// A picture that is its own mirror image has coefficients of exactly zero, whose
// sign must not depend on how sums are rounded.
func TestSymmetricPictureIsItsOwnMirror(t *testing.T) {
	r := &decode.Raster{Width: 100, Height: 60, Y: make([]uint8, 6000)}
	random := rand.New(rand.NewPCG(1, 1))
	for y := range 60 {
		for x := range 50 {
			v := uint8(random.IntN(256))
			r.Y[y*100+x], r.Y[y*100+99-x] = v, v
		}
	}
	h := Of(r).Scan
	if h&oddU != 0 {
		t.Errorf("odd frequencies across have signs: %x", h)
	}
}
