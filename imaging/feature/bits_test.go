package feature

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func randomBits(r *rand.Rand) Bits { return Bits{r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()} }

// turnedLayout moves the values of a patch as they would be measured after a flip
// and quarter turns, one pixel of the patch a part.
func turnedLayout(l *layout, mirrored bool, quarters int) layout {
	at := func(m *layout, row, column, k int) *float32 {
		return &m[directions*(cells*row+column)+k]
	}
	now := *l
	if mirrored {
		last := now
		for row := range cells {
			for column := range cells {
				for k := range directions {
					*at(&now, row, cells-1-column, (directions-k)%directions) = *at(&last, row, column, k)
				}
			}
		}
	}
	for range quarters {
		last := now
		for row := range cells {
			for column := range cells {
				for k := range directions {
					*at(&now, column, cells-1-row, (k+directions/2)%directions) = *at(&last, row, column, k)
				}
			}
		}
	}
	return now
}

func TestVariantsAreTheBitsOfFlippedAndTurnedPatches(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		var l layout
		for i := range l {
			l[i] = r.Float32()
		}
		for v, got := range l.bits().Variants() {
			turned := turnedLayout(&l, v >= 4, v%4)
			if want := turned.bits(); got != want {
				t.Fatalf("variant %d differs from the flipped patch in %d bits", v, got.Distance(&want))
			}
		}
	}
}

func TestEveryBitComparesTwoValuesOfItsOwn(t *testing.T) {
	seen := map[test]bool{}
	for _, c := range tests() {
		if c.a == c.b || seen[c] || seen[test{c.b, c.a}] {
			t.Fatalf("test %v is idle or there twice", c)
		}
		seen[c] = true
	}
}

func TestDistanceCountsBits(t *testing.T) {
	a := Bits{1, 3, 7, 15}
	if d := a.Distance(&Bits{}); d != 10 {
		t.Errorf("%d bits, want 10", d)
	}
	r := rand.New(rand.NewPCG(3, 4))
	sum := 0
	for range 1000 {
		a, b := randomBits(r), randomBits(r)
		sum += a.Distance(&b)
	}
	if mean := sum / 1000; mean < 124 || mean > 132 {
		t.Errorf("random bits differ in %d, want about 128", mean)
	}
}

func TestNearestWordsComeInOrderAndAreNear(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	v := words()
	kept := 0
	const tries = 200
	for range tries {
		w := r.IntN(Words)
		b := v.leaf[w/branches][w%branches]
		for range 8 { // a little noise
			bit := r.IntN(256)
			b[bit/64] ^= 1 << (bit % 64)
		}
		near := b.Near(5)
		var distances []int
		for _, n := range near {
			distances = append(distances, b.Distance(&v.leaf[n/branches][n%branches]))
		}
		if !slices.IsSorted(distances) || len(near) != 5 || near[0] != b.Word() {
			t.Errorf("words %v at distances %v, the word is %d", near, distances, b.Word())
		}
		if distances[0] <= 8 {
			kept++
		}
	}
	if kept < tries*8/10 { // a few lie across the border of their branch
		t.Errorf("%d of %d words and a little noise are read as the word", kept, tries)
	}
}

func TestSignatureFollowsTheMiddleOfThePatch(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	var ones Bits
	seen := map[uint16]bool{}
	for i := range 256 {
		b := ones
		b[i/64] |= 1 << (i % 64)
		seen[b.Signature()] = true
	}
	if len(seen) != 17 {
		t.Errorf("single bits make %d signatures, want one for each of 16 and none", len(seen))
	}
	b := randomBits(r)
	inverse := Bits{^b[0], ^b[1], ^b[2], ^b[3]}
	if b.Signature() != ^inverse.Signature() {
		t.Error("the signature is not a choice of bits")
	}
}
