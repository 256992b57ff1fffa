package feature

import (
	"math/rand/v2"
	"testing"
)

func TestDistancesToManyAreThoseToEach(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	for _, n := range []int{0, 1, 7, 8, 9, 64, 479, Most} {
		all := make([]Feature, n)
		for i := range all {
			all[i].Bits = randomBits(r)
		}
		p := PlanesOf(all)
		out, plain := make([]uint16, p.Room()), make([]uint16, p.Room())
		b := randomBits(r)
		p.Distances(&b, out)
		p.plainDistances(&b, plain)
		for i := range all {
			if want := b.Distance(&all[i].Bits); int(out[i]) != want || int(plain[i]) != want {
				t.Fatalf("feature %d of %d: %d, plainly %d, want %d", i, n, out[i], plain[i], want)
			}
		}
	}
}
