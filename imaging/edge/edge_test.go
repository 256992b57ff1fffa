package edge

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// noise is a plane of values 0 to 255, with a step in the middle.
func noise(seed uint64, w, h int) Plane {
	r := rand.New(rand.NewPCG(seed, 1))
	p := Plane{w, h, make([]float32, w*h)}
	for i := range p.V {
		p.V[i] = float32(r.IntN(100))
		if i%w > w/2 {
			p.V[i] += 155
		}
	}
	return p
}

func TestVectorsDoAsPlainLoops(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {3, 5}, {8, 8}, {17, 9}, {64, 33}, {131, 70}} {
		planes := []Plane{noise(1, size[0], size[1]), noise(2, size[0], size[1]), noise(3, size[0], size[1])}
		weights := []float32{0.01, 0.02, 0.03}
		quick, slow := Workspace{filters: fast}, Workspace{filters: plain}
		a, b := quick.Of(planes, weights), slow.Of(planes, weights)
		for name, pair := range map[string][2][]float32{
			"strength": {a.Strength, b.Strength}, "across": {a.Across, b.Across},
			"down": {a.Down, b.Down}, "direction": {a.Direction, b.Direction},
		} {
			if !slices.Equal(pair[0], pair[1]) {
				t.Errorf("%v: %s differs", size, name)
			}
		}
		a.Even(8)
		b.Even(8)
		near(t, "evened", a.Strength, b.Strength)
		near(t, "minor", a.Minor(2), b.Minor(2))
	}
}

func near(t *testing.T, what string, a, b []float32) {
	t.Helper()
	for i := range a {
		if math.Abs(float64(a[i]-b[i])) > 1e-4 {
			t.Errorf("%s of %d: %v at %d, and plainly %v", what, len(a), a[i], i, b[i])
			return
		}
	}
}

func TestDirectionIsThatOfTheGradientWhicheverSideIsBright(t *testing.T) {
	const side = 32
	for eighth := range 8 {
		for _, sign := range []float64{1, -1} {
			sin, cos := math.Sincos(float64(eighth) * math.Pi / 8)
			p := Plane{side, side, make([]float32, side*side)}
			for i := range p.V {
				p.V[i] = float32(sign * (cos*float64(i%side) + sin*float64(i/side)) * 3)
			}
			k := Borrow()
			e := k.Of([]Plane{p}, []float32{1. / 64})
			at := side/2*side + side/2
			off := math.Abs(float64(e.Direction[at]) - float64(eighth))
			if min(off, Directions-off) > 0.02 {
				t.Errorf("a gradient of %d eighths points to %.3f", eighth, e.Direction[at])
			}
			if math.Abs(float64(e.Strength[at])-3) > 0.01 {
				t.Errorf("a gradient of 3 a pixel is %.3f strong", e.Strength[at])
			}
			k.GiveBack()
		}
	}
}

func TestNothingComesOfNothing(t *testing.T) {
	k := Borrow()
	defer k.GiveBack()
	e := k.Of([]Plane{{40, 40, make([]float32, 1600)}}, []float32{1})
	e.Even(8)
	for i, s := range e.Minor(2) {
		if s != 0 || e.Strength[i] != 0 || e.Across[i] != 0 || e.Direction[i] != 0 {
			t.Fatalf("an edge in an even plane: %v, %v", s, e.Strength[i])
		}
	}
}

func TestMinorIsZeroAlongALineAndNotAtACorner(t *testing.T) {
	const side = 64
	p := Plane{side, side, make([]float32, side*side)}
	for i := range p.V {
		if i%side > 32 && i/side > 32 {
			p.V[i] = 200
		}
	}
	k := Borrow()
	defer k.GiveBack()
	e := k.Of([]Plane{p}, []float32{1. / 64})
	e.Even(8)
	m := e.Minor(2)
	line, corner := m[50*side+32], m[33*side+33]
	if line > 0.01*corner || corner <= 0 {
		t.Errorf("%v along a line, %v at a corner", line, corner)
	}
}
