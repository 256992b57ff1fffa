package kind

import (
	"image/color"
	"slices"
	"testing"

	"lynceus/imaging/decode"
	"lynceus/imaging/synth"
)

// shot is a synthetic object in a grey picture.
func shot(kind string, seed uint64, clutter float64) (*decode.Raster, synth.Seen) {
	s, b := synth.DrawSpecimen(synth.Specimen{Kind: kind, Seed: seed, Side: 110, Clutter: clutter})
	img := s.XRay(synth.DarkAbsorbs, .6)
	return &decode.Raster{Width: s.Width, Height: s.Height, Y: img.Pix}, b
}

func of(r *decode.Raster, b synth.Seen) Vector { return Of(r, b.X0, b.Y0, b.X1, b.Y1) }

// jet is the palette that MATLAB made known: dark blue, cyan, yellow, dark red.
func jet(r *decode.Raster) *decode.Raster {
	out := &decode.Raster{Width: r.Width, Height: r.Height, ChromaW: r.Width, ChromaH: r.Height}
	ramp := func(v, middle float64) uint8 {
		return uint8(255 * max(0, min(1, 1.5-max(4*v-middle, middle-4*v))))
	}
	for _, y := range r.Y {
		v := float64(y) / 255
		l, cb, cr := color.RGBToYCbCr(ramp(v, 3), ramp(v, 2), ramp(v, 1))
		out.Y, out.Cb, out.Cr = append(out.Y, l), append(out.Cb, cb), append(out.Cr, cr)
	}
	return out
}

func TestPolarityAndPaletteChangeLittle(t *testing.T) {
	for _, kind := range []string{"pistol", "tyre full", "laptop", "wrench", "grenade", "shoe", "drum"} {
		for seed := range uint64(3) {
			r, b := shot(kind, seed, .3)
			v := of(r, b)
			inverted := *r
			inverted.Y = slices.Clone(r.Y)
			for i, y := range r.Y {
				inverted.Y[i] = 255 - y
			}
			w := of(&inverted, b)
			if c := v.Cosine(&w); c < .99 {
				t.Errorf("%s %d inverted: %.3f", kind, seed, c)
			}
			w = of(jet(r), b)
			if c := v.Cosine(&w); c < .95 {
				t.Errorf("%s %d in jet: %.3f", kind, seed, c)
			}
		}
	}
}

func TestTransposedIsWhatATransposedPictureShows(t *testing.T) {
	r, b := shot("pistol", 1, .5)
	turned := &decode.Raster{Width: r.Height, Height: r.Width, Y: make([]uint8, len(r.Y))}
	for i, y := range r.Y {
		turned.Y[i%r.Width*r.Height+i/r.Width] = y
	}
	var p, q Patch
	p.Read(r, b.X0, b.Y0, b.X1, b.Y1)
	q.Read(turned, b.Y0, b.X0, b.Y1, b.X1)
	p.transpose()
	for i := range p {
		if d := p[i] - q[i]; d < -1e-3 || d > 1e-3 {
			t.Fatalf("value %d: %v, not %v", i, p[i], q[i])
		}
	}
	v, w := of(r, b), Of(turned, b.Y0, b.X0, b.Y1, b.X1)
	if c := v.Cosine(&w); c < .999 {
		t.Errorf("transposed: %.4f", c)
	}
}

func TestWhatLiesBesideTheBoxDoesNotCount(t *testing.T) {
	r, b := shot("revolver", 5, .5)
	v := of(r, b)
	for y := range r.Height {
		for x := range r.Width {
			if x < b.X0 || x >= b.X1 || y < b.Y0 || y >= b.Y1 {
				r.Y[y*r.Width+x] = uint8(37*x ^ 91*y)
			}
		}
	}
	if w := of(r, b); v != w {
		t.Error("another surrounding, another vector")
	}
}

// Figures over all kinds, and beside what else there is, come from train/scenes -measure.
func TestKindsLieNearTheirOwn(t *testing.T) {
	kinds := []string{"pistol", "knife", "laptop", "tyre full", "plastic bottle", "shoe", "scissors", "engine", "bearing", "pills"}
	const each = 8
	var vectors []Vector
	for i := range each * len(kinds) {
		r, b := shot(kinds[i/each], uint64(1000+i), .25)
		vectors = append(vectors, of(r, b))
	}
	right := 0
	for i := range vectors {
		best, at := -2., 0
		for j := range vectors {
			if c := vectors[i].Cosine(&vectors[j]); i != j && c > best {
				best, at = c, j
			}
		}
		if at/each == i/each {
			right++
		}
	}
	t.Logf("%d of %d lie nearest to one of their kind", right, len(vectors))
	if right*10 < 8*len(vectors) {
		t.Errorf("only %d of %d lie nearest to one of their kind", right, len(vectors))
	}
}

func BenchmarkOf(b *testing.B) {
	r, box := shot("pistol", 1, .5)
	r = jet(r)
	b.ReportAllocs()
	for b.Loop() {
		of(r, box)
	}
}
