package search

import (
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"lynceus/imaging/fingerprint"
)

// naive is the plain loop that the scan must agree with, bit for bit.
func naive(query, gallery uint64) int {
	d, _ := fingerprint.Distance(query, gallery)
	return d
}

func hash(r *rand.Rand) uint64 {
	return r.Uint64() &^ 1 // no picture has the bit of the mean
}

func TestLanesHoldSixteenBitsEachAndTheFirstFifteen(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var used uint64
	for range 1000 {
		used |= inLanes(hash(r))
	}
	if n := bits.OnesCount64(used); n != fingerprint.ScanBits {
		t.Fatalf("%d bits are used, want %d", n, fingerprint.ScanBits)
	}
	if n := bits.OnesCount16(uint16(used)); n != 15 {
		t.Errorf("the first lane has %d bits, want 15: the one without the mean", n)
	}
}

func TestDistanceInLanesIsTheFingerprintsDistance(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 20_000 {
		query, gallery := hash(r), hash(r)
		asks := newAsked(query)
		got, variant := asks.distance(inLanes(gallery))
		want, wantVariant := fingerprint.Distance(query, gallery)
		if got != want || variant != wantVariant {
			t.Fatalf("%x to %x: %d %+v, want %d %+v", query, gallery, got, variant, want, wantVariant)
		}
	}
}

func TestWithinMarksExactlyWhatThePlainLoopDoes(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	query := hash(r)
	asks := newAsked(query)
	for _, n := range []int{0, 1, 7, 8, 9, 63, 64, 65, 71, 128, 1000, batch} {
		hashes := make([]uint64, n)
		codes := make([]uint64, n)
		for i := range hashes {
			hashes[i] = hash(r)
			if i%5 == 0 { // near ones are rare among random ones
				v := fingerprint.Variants(query)[r.IntN(8)].Hash
				hashes[i] = v ^ v&(1<<r.IntN(64))&r.Uint64()
			}
			codes[i] = inLanes(hashes[i])
		}
		for limit := range fingerprint.ScanBits/2 + 1 {
			for name, within := range map[string]func([]uint64, int, []uint64){
				"vector": asks.within,
				"plain":  func(c []uint64, l int, out []uint64) { asks.plainWithin(c, 0, l, out) },
			} {
				out := slices.Repeat([]uint64{^uint64(0)}, (n+63)/64) // of an earlier batch
				within(codes, limit, out)
				for i := range hashes {
					got := out[i/64]>>(i%64)&1 == 1
					if want := naive(query, hashes[i]) <= limit; got != want {
						t.Fatalf("%s: code %d of %d within %d: %v, want %v", name, i, n, limit, got, want)
					}
				}
			}
		}
	}
}
