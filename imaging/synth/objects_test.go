package synth

import (
	"slices"
	"testing"
)

func TestEveryObjectIsDrawnWhereItsBoxSays(t *testing.T) {
	kinds := Objects()
	if len(kinds) < 40 {
		t.Fatalf("%d kinds", len(kinds))
	}
	for _, kind := range kinds {
		s, b := DrawSpecimen(Specimen{Kind: kind, Seed: 3, Side: 60})
		if b.Kind != kind || b.X0 < 0 || b.Y0 < 0 || b.X1 > s.Width || b.Y1 > s.Height {
			t.Fatalf("%s: box %+v in %d x %d", kind, b, s.Width, s.Height)
		}
		if long := max(b.X1-b.X0, b.Y1-b.Y0); long < 55 || long > 65 {
			t.Errorf("%s: %d pixels long, not 60", kind, long)
		}
		var inside, beside float64
		var n int
		for y := range s.Height {
			for x := range s.Width {
				if d := float64(1 - s.Low[y*s.Width+x]); x >= b.X0 && x < b.X1 && y >= b.Y0 && y < b.Y1 {
					inside += d
					n++
				} else {
					beside += d
				}
			}
		}
		inside /= float64(n)
		beside /= float64(s.Width*s.Height - n)
		if inside < 1.2*beside {
			t.Errorf("%s: absorbs %.4f in its box and %.4f beside it", kind, inside, beside)
		}
	}
}

func TestSpecimensFollowTheirSeed(t *testing.T) {
	draw := func(seed uint64) []float32 {
		s, _ := DrawSpecimen(Specimen{Kind: "pistol", Seed: seed, Side: 50, Clutter: .7})
		return s.High
	}
	if !slices.Equal(draw(1), draw(1)) {
		t.Error("one seed gives two pictures")
	}
	if slices.Equal(draw(1), draw(2)) {
		t.Error("two seeds give one picture")
	}
}

func TestHoldsSayWhatIsWhere(t *testing.T) {
	things := []string{"pistol", "tyre full", "laptop", "drum"}
	for _, kind := range Kinds {
		h := Hold{Kind: kind, Objects: things, Seed: 4, Width: 500}
		s, seen := DrawHold(h)
		if len(seen) != len(things) {
			t.Fatalf("%s: %d boxes", kind, len(seen))
		}
		empty, _ := DrawHold(Hold{Kind: kind, Seed: 4, Width: 500})
		for i, b := range seen {
			if b.Kind != things[i] || b.X0 >= b.X1 || b.Y0 >= b.Y1 || b.X1 > s.Width || b.Y1 > s.Height {
				t.Errorf("%s: %+v", kind, b)
			}
		}
		if slices.Equal(s.Low, empty.Low) {
			t.Errorf("%s: nothing in it", kind)
		}
	}
}
