package verify

import (
	"math"

	"lynceus/imaging/feature"
	"lynceus/imaging/fingerprint"
)

// Query is a picture that is compared with many.
type Query struct {
	width, height int
	spots         []spot
	bits          [][8]feature.Bits
}

// NewQuery prepares a picture.
func NewQuery(f *fingerprint.Fingerprint) *Query {
	q := &Query{width: f.Width, height: f.Height, spots: spotsOf(f), bits: make([][8]feature.Bits, len(f.Features))}
	for i := range f.Features {
		q.bits[i] = f.Features[i].Bits.Variants()
	}
	return q
}

// Compare looks for the best transform from the query to a candidate.
func (q *Query) Compare(candidate *fingerprint.Fingerprint) Evidence {
	theirs := sceneOf(candidate)
	if len(q.spots) == 0 || len(theirs.spots) == 0 {
		return Evidence{}
	}
	area := math.Sqrt(float64(candidate.Width) * float64(candidate.Height))
	mirrored, turn := q.scout(theirs)
	h := search(q.matches(theirs, mirrored, turn), area)
	if len(h.inliers) == 0 {
		return Evidence{}
	}
	return q.evidence(h.affine, theirs, mirrored)
}
