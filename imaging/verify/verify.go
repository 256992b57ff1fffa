// Package verify decides whether two pictures show the same, by geometry: which
// region of one lies where in the other, mirrored, turned, scaled.
//
// Local features of the query are matched with those of a candidate, a transform is
// sought on which many agree, and then every feature is asked once more whether one
// like it lies where the transform says. What agrees all over is the same picture,
// or a part of it.
package verify

import "lynceus/imaging/fingerprint"

// Evidence is what speaks for two pictures being the same picture, or one a part
// of the other.
type Evidence struct {
	Same    bool    `json:"same"`    // accepted
	Score   float64 `json:"score"`   // 0 is none; ranks pictures, higher is better, Same or not
	Inliers int     `json:"inliers"` // features that agree on one transform
	Support float64 `json:"support"` // share of the features in the overlap that agree, 0 to 1
	Covered float64 `json:"covered"` // share of the parts of the overlap in which they do, 0 to 1
	Spread  float64 `json:"spread"`  // of those that agree: 1 where they fill the smaller picture evenly, 0 on a line

	// Transform is the homography from query to match in fractions of width and
	// height, row by row: (x', y', 1) ~ T (x, y, 1). It is zero where Inliers is.
	Transform [9]float64 `json:"transform"`

	Mirrored bool    `json:"mirrored"` // left and right exchanged, before turning
	Inverted bool    `json:"inverted"` // dark and bright exchanged; false where colours do not tell
	Turned   float64 `json:"turned"`   // degrees clockwise by which the query must be turned, -180 to 180
	Scaled   float64 `json:"scaled"`   // factor of length, in pixels of the rasters that were read

	Mine   [][2]float64 `json:"mine,omitempty"`   // polygon of what was found of the query, in fractions of the query
	Theirs [][2]float64 `json:"theirs,omitempty"` // the same region in the match
}

// Compare looks for the best transform from query to candidate. Where many
// candidates are compared with one query, NewQuery saves work.
func Compare(query, candidate *fingerprint.Fingerprint) Evidence {
	return NewQuery(query).Compare(candidate)
}
