package search

import (
	"math/bits"
	"sync"

	"lynceus/imaging/fingerprint"
)

// A scanner-blind hash has one sign for each coefficient (u, v) of an 8x8 cosine
// transform. Mirroring left to right negates those with odd u, top to bottom those
// with odd v. The index keeps the bits sorted into four lanes of 16 by those two
// parities, so that four counts A, B, C, D of agreeing minus disagreeing signs,
// one to a lane, give all four flips in both polarities at once:
//
//	best = max(|A+D| + |B+C|, |A-D| + |B-C|)
//
// and the same again with the query transposed gives the four rotations. The
// distance is then (63-best)/2.
//
// Which bit is which coefficient is the fingerprint's affair: the parities are
// read off the masks by which its variants differ.
var toLanes = sync.OnceValue(laneTable)

// laneTable moves each bit of a hash to its lane, a byte of the hash at a time.
func laneTable() *[8][256]uint64 {
	var table [8][256]uint64
	var masks [2]uint64 // of two flips without a turn of a quarter
	for _, v := range fingerprint.Variants(0) {
		switch {
		case v.Variant.Mirrored && v.Variant.Turns == 0:
			masks[0] = v.Hash
		case v.Variant.Mirrored && v.Variant.Turns == 2:
			masks[1] = v.Hash
		}
	}
	var taken [4]int
	for bit := range 64 {
		lane := masks[0]>>bit&1 + 2*(masks[1]>>bit&1)
		to := 16*int(lane) + taken[lane]
		taken[lane]++
		for b := range 256 {
			if b>>(bit%8)&1 == 1 {
				table[bit/8][b] |= 1 << to
			}
		}
	}
	return &table
}

// inLanes sorts the bits of a hash by lane.
func inLanes(hash uint64) (sorted uint64) {
	table := toLanes()
	for i := range table {
		sorted |= table[i][byte(hash>>(8*i))]
	}
	return sorted
}

// asked is a hash that is searched with.
type asked struct {
	straight, turned uint64 // the query, and the query transposed, in lanes
	hashes           [8]uint64
	variants         [8]fingerprint.Variant
}

func newAsked(hash uint64) (q asked) {
	for i, v := range fingerprint.Variants(hash) {
		q.hashes[i], q.variants[i] = inLanes(v.Hash), v.Variant
		switch {
		case v.Variant == fingerprint.Variant{}:
			q.straight = q.hashes[i]
		case v.Variant == fingerprint.Variant{Mirrored: true, Turns: 1}:
			q.turned = q.hashes[i]
		}
	}
	return q
}

// distance is that over the best variant, and that variant. Of equally good ones
// the one that changes least comes first.
func (q *asked) distance(code uint64) (int, fingerprint.Variant) {
	best, variant := fingerprint.ScanBits+1, fingerprint.Variant{}
	for i, h := range q.hashes {
		d := bits.OnesCount64(h ^ code)
		if d < best {
			best, variant = d, q.variants[i]
		}
		if inverse := fingerprint.ScanBits - d; inverse < best {
			best, variant = inverse, q.variants[i]
			variant.Inverted = true
		}
	}
	return best, variant
}

// within marks in out, a bit for each code, those within limit of the query.
func (q *asked) within(codes []uint64, limit int, out []uint64) {
	whole := len(codes) &^ 7
	if hasVector && whole > 0 {
		vectorWithin(&codes[0], whole, q.straight, q.turned, uint64(fingerprint.ScanBits-2*limit), &out[0])
	} else {
		whole = 0
	}
	if whole%64 != 0 {
		out[whole/64] &= 1<<(whole%64) - 1
	}
	q.plainWithin(codes, whole, limit, out)
}

// plainWithin does the codes from index from on, one by one.
func (q *asked) plainWithin(codes []uint64, from, limit int, out []uint64) {
	h := &q.hashes
	for i := from; i < len(codes); i++ {
		if i%64 == 0 {
			out[i/64] = 0
		}
		code := codes[i]
		d0, d1 := bits.OnesCount64(h[0]^code), bits.OnesCount64(h[1]^code)
		d2, d3 := bits.OnesCount64(h[2]^code), bits.OnesCount64(h[3]^code)
		d4, d5 := bits.OnesCount64(h[4]^code), bits.OnesCount64(h[5]^code)
		d6, d7 := bits.OnesCount64(h[6]^code), bits.OnesCount64(h[7]^code)
		least := min(d0, d1, d2, d3, d4, d5, d6, d7)
		most := max(d0, d1, d2, d3, d4, d5, d6, d7)
		if min(least, fingerprint.ScanBits-most) <= limit {
			out[i/64] |= 1 << (i % 64)
		}
	}
}
