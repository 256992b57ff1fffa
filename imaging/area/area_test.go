package area

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func samples(n int) []uint8 {
	r := rand.New(rand.NewPCG(4, 2))
	v := make([]uint8, n)
	for i := range v {
		v[i] = uint8(r.Uint32())
	}
	return v
}

// whole is a plane of w x h.
func whole(w, h int) Rect { return Rect{X1: float64(w), Y1: float64(h)} }

func TestMeansOfWholeSamples(t *testing.T) {
	v := []uint8{1, 3, 10, 20, 5, 7, 30, 40}
	if got := Of(v, 4, 2, whole(4, 2), 2, 1); !slices.Equal(got, []float32{4, 25}) {
		t.Errorf("halved to %v", got)
	}
	if got := Of(v, 4, 2, whole(4, 2), 4, 2); !slices.Equal(got, []float32{1, 3, 10, 20, 5, 7, 30, 40}) {
		t.Errorf("in its own size, %v", got)
	}
	if got := Of(v, 4, 2, Rect{1, 0, 3, 2}, 1, 1); got[0] != 12.5 {
		t.Errorf("the mean of a part is %v", got)
	}
}

func TestTheMeanStaysInAnySize(t *testing.T) {
	const w, h = 61, 47
	v := samples(w * h)
	var mean float64
	for _, s := range v {
		mean += float64(s) / (w * h)
	}
	for _, size := range [][2]int{{1, 1}, {2, 3}, {7, 9}, {16, 16}, {30, 46}} {
		got := Of(v, w, h, whole(w, h), size[0], size[1])
		var sum float64
		for _, s := range got {
			sum += float64(s) / float64(len(got))
		}
		if math.Abs(sum-mean) > 0.01 {
			t.Errorf("the mean of %v is %.3f, not %.3f", size, sum, mean)
		}
	}
}

func TestEnlargedValuesLieBetweenTheirNeighbours(t *testing.T) {
	got := Of([]float32{0, 8}, 2, 1, whole(2, 1), 8, 1)
	if !slices.IsSorted(got) || got[0] != 0 || got[7] != 8 {
		t.Errorf("%v", got)
	}
	if got := Of([]uint8{9}, 1, 1, whole(1, 1), 5, 4); slices.Min(got) != 9 || slices.Max(got) != 9 {
		t.Errorf("one sample becomes %v", got)
	}
}

func TestVectorsDoAsPlainLoops(t *testing.T) {
	v := samples(300)
	for n := range 70 {
		a, b := make([]float32, n), make([]float32, n)
		fast.add(v[:n], 0.3, a)
		plainAdd(v[:n], 0.3, b)
		if !slices.Equal(a, b) {
			t.Errorf("%d sums differ", n)
		}
	}
	for _, count := range []int{1, 3, 4, 5, 17, 40, 99} {
		across := spans(2.5, 90.25, 100, count)
		last := across[count-1]
		row := make([]float32, last.first+len(last.shares)-across[0].first+spare)
		for i := range row {
			row[i] = float32(v[i])
		}
		a, b := make([]float32, count), make([]float32, count)
		for _, q := range quads(across) {
			fast.along(row, q, a)
			plainAlong(row, q, b)
		}
		if !slices.Equal(a, b) {
			t.Errorf("%d means differ", count)
		}
	}
}

// What the vectors read lies in the row, however a part is cut.
func TestPartsOfAnySizeAreRead(t *testing.T) {
	const w, h = 37, 23
	v := samples(w * h)
	r := rand.New(rand.NewPCG(1, 1))
	for range 3000 {
		x, y := r.Float64()*(w-0.01), r.Float64()*(h-0.01)
		part := Rect{x, y, x + (w-x)*r.Float64(), y + (h-y)*r.Float64()}
		for _, s := range Of(v, w, h, part, 1+r.IntN(50), 1+r.IntN(50)) {
			if !(s >= 0 && s <= 255.01) {
				t.Fatalf("%v in %v", s, part)
			}
		}
	}
}
