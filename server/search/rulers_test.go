package search

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"lynceus/imaging/fingerprint"
)

func randomLayout(r *rand.Rand) (l fingerprint.Layout) {
	for i := range l {
		l[i] = int8(r.IntN(128))
	}
	return l
}

// album is n pictures of which every fifth is near to the query by both rulers,
// in some variant of it.
func album(r *rand.Rand, n int, query *fingerprint.Fingerprint) *pictures {
	ps := &pictures{words: newWords()}
	for i := range n {
		slot := ps.take()
		scan, code := r.Uint64(), fingerprint.Code{r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()}
		if i%5 == 0 { // near ones are rare among random ones
			variant := r.IntN(8)
			turned := fingerprint.LayoutVariants(&query.Views[0].Layout)
			scan, code = fingerprint.Variants(query.Scan)[variant].Hash, turned[variant].Code()
			for range r.IntN(20) {
				scan ^= 1 << r.IntN(64)
				for range 4 {
					code[r.IntN(4)] ^= 1 << r.IntN(64)
				}
			}
			if i%2 == 0 {
				scan = ^scan
			}
		}
		ps.scan[slot] = significant(scan)
		ps.views.codes.add(code)
		ps.views.of = append(ps.views.of, slot)
	}
	return ps
}

// naiveCode is the definition of the distance between codes.
func naiveCode(query *fingerprint.Layout, c fingerprint.Code) int {
	best := 256
	for _, turned := range fingerprint.LayoutVariants(query) {
		d := 0
		for w, word := range turned.Code() {
			d += bits.OnesCount64(word ^ c[w])
		}
		best = min(best, d)
	}
	return best
}

func TestRulersMarkExactlyWhatTheDefinitionsDo(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	query := fingerprint.Fingerprint{Scan: r.Uint64()}
	query.Views, query.Asking = []fingerprint.View{{Layout: randomLayout(r)}}, 1
	hash, sketch := newHashed(query.Scan), newSketched(&query.Views[0].Layout)
	for _, n := range []int{1, 7, 8, 9, 63, 64, 65, 71, 128, 1000, batch} {
		ps := album(r, n, &query)
		type way struct {
			within func(limit int, out []uint64)
			ruler  ruler
			naive  func(slot int) int
			limits int
		}
		ways := map[string]way{
			"hash": {
				within: func(limit int, out []uint64) { hash.within(ps, 0, n, limit, out) },
				ruler:  hash,
				naive: func(slot int) int {
					d, _ := fingerprint.Distance(query.Scan, ps.scan[slot])
					return d
				},
				limits: fingerprint.ScanBits/2 + 1,
			},
			"hash without vectors": {
				within: func(limit int, out []uint64) { clear(out); hash.markPlain(ps.scan, 0, limit, out) },
				ruler:  hash,
				naive: func(slot int) int {
					d, _ := fingerprint.Distance(query.Scan, ps.scan[slot])
					return d
				},
				limits: fingerprint.ScanBits/2 + 1,
			},
			"code": {
				within: func(limit int, out []uint64) { sketch.within(ps, 0, n, limit, out) },
				ruler:  sketch,
				naive:  func(slot int) int { return naiveCode(&query.Views[0].Layout, ps.views.codes.at(slot)) },
				limits: 140,
			},
			"code without vectors": {
				within: func(limit int, out []uint64) {
					clear(out)
					sketch.markPlain(&ps.views.codes, 0, 0, n, limit, out)
				},
				ruler:  sketch,
				naive:  func(slot int) int { return naiveCode(&query.Views[0].Layout, ps.views.codes.at(slot)) },
				limits: 140,
			},
		}
		for i, kernel := range codeKernels {
			by := ways["code"]
			by.within = func(limit int, out []uint64) { sketch.markBy(kernel, &ps.views.codes, 0, n, limit, out) }
			ways[fmt.Sprintf("code by kernel %d", i)] = by
		}
		for name, test := range ways {
			want := make([]int, n)
			for slot := range want {
				want[slot] = test.naive(slot)
				if got := test.ruler.distance(ps, slot); got != want[slot] {
					t.Fatalf("%s: distance %d, want %d", name, got, want[slot])
				}
			}
			for limit := 0; limit < test.limits; limit += 1 + limit/20 {
				out := slices.Repeat([]uint64{^uint64(0)}, (n+63)/64) // of an earlier batch
				test.within(limit, out)
				for slot, d := range want {
					if got := out[slot/64]>>(slot%64)&1 == 1; got != (d <= limit) {
						t.Fatalf("%s: picture %d of %d at %d within %d: %v", name, slot, n, d, limit, got)
					}
				}
			}
		}
	}
}

func TestBitOfTheMeanIsNotLookedAt(t *testing.T) {
	m := newMemory()
	c := randomCase(rand.New(rand.NewPCG(1, 1)), 0, 1)
	c.Pictures[0].Fingerprint.Scan |= 1
	if err := m.shelve(c); err != nil {
		t.Fatal(err)
	}
	for _, hash := range []uint64{c.Pictures[0].Fingerprint.Scan, c.Pictures[0].Fingerprint.Scan &^ 1} {
		if d := newHashed(hash).distance(&m.pictures, 0); d != 0 {
			t.Errorf("distance %d to itself", d)
		}
	}
}
