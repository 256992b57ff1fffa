package search

import (
	"math/bits"

	"lynceus/imaging/fingerprint"
)

// A scanner-blind hash lies in four lanes of 16 bits, by the parities of the
// frequencies of its coefficients (see package fingerprint): each flip exchanges
// signs of whole lanes. So four counts A, B, C, D of agreeing minus disagreeing
// signs, one to a lane, give all four flips in both polarities at once:
//
//	best = max(|A+D| + |B+C|, |A-D| + |B-C|)
//
// and the same again with the query transposed gives the four rotations. The
// distance is then (63-best)/2. The first lane has 15 bits: no sign for the mean.

// significant is a hash as the scan wants it: without the bit of the mean, whatever a
// stored fingerprint says.
func significant(hash uint64) uint64 { return hash &^ 1 }

// hashed is a hash that is searched with. It is a ruler.
type hashed struct {
	straight, turned uint64 // the query, and the query turned by a quarter
	hashes           [8]uint64
}

func newHashed(hash uint64) *hashed {
	q := &hashed{}
	for i, v := range fingerprint.Variants(significant(hash)) {
		q.hashes[i] = v.Hash
		switch v.Variant {
		case fingerprint.Variant{}:
			q.straight = v.Hash
		case fingerprint.Variant{Turns: 1}:
			q.turned = v.Hash
		}
	}
	return q
}

func (q *hashed) entries(ps *pictures) int        { return len(ps.id) }
func (q *hashed) slot(_ *pictures, at int) uint32 { return uint32(at) }

func (q *hashed) distance(ps *pictures, slot int) int {
	best := fingerprint.ScanBits
	for _, h := range q.hashes {
		d := bits.OnesCount64(h ^ ps.scan[slot])
		best = min(best, d, fingerprint.ScanBits-d)
	}
	return best
}

// within marks in out, a bit for each slot from low to high, those within limit.
func (q *hashed) within(ps *pictures, low, high, limit int, out []uint64) {
	q.mark(ps.scan[low:high], limit, out)
}

func (q *hashed) mark(codes []uint64, limit int, out []uint64) {
	clear(out[:(len(codes)+63)/64])
	whole := 0
	if hasVector && len(codes) >= 8 {
		whole = len(codes) &^ 7
		vectorHashed(&codes[0], whole, q.straight, q.turned, uint64(fingerprint.ScanBits-2*limit), &out[0])
	}
	q.markPlain(codes, whole, limit, out)
}

// markPlain does the codes from index from on, one by one.
func (q *hashed) markPlain(codes []uint64, from, limit int, out []uint64) {
	h := &q.hashes
	for i := from; i < len(codes); i++ {
		c := codes[i]
		d0, d1 := bits.OnesCount64(h[0]^c), bits.OnesCount64(h[1]^c)
		d2, d3 := bits.OnesCount64(h[2]^c), bits.OnesCount64(h[3]^c)
		d4, d5 := bits.OnesCount64(h[4]^c), bits.OnesCount64(h[5]^c)
		d6, d7 := bits.OnesCount64(h[6]^c), bits.OnesCount64(h[7]^c)
		least := min(d0, d1, d2, d3, d4, d5, d6, d7)
		most := max(d0, d1, d2, d3, d4, d5, d6, d7)
		if min(least, fingerprint.ScanBits-most) <= limit {
			out[i/64] |= 1 << (i % 64)
		}
	}
}
