package search

import (
	"testing"

	"lynceus/imaging/verify"
)

func TestOnlyTheBestMatchesAreClaimed(t *testing.T) {
	same := verify.Evidence{Same: true, Inliers: 40}
	row := func(picture string, band Band, score float64, e verify.Evidence) match {
		return match{picture: picture, band: band, score: score, evidence: e}
	}
	for name, test := range map[string]struct {
		matches []match
		want    map[string]Band
	}{
		"accepted ones before the first that is not": {
			[]match{row("c", SimilarPicture, 10, same), row("a", SimilarPicture, 30, same), row("b", SimilarPicture, 20, verify.Evidence{})},
			map[string]Band{"a": SamePicture, "b": SimilarPicture, "c": SimilarPicture},
		},
		"none where the best is not accepted": {
			[]match{row("a", SimilarPicture, 30, verify.Evidence{}), row("b", SimilarPicture, 20, same)},
			map[string]Band{"a": SimilarPicture, "b": SimilarPicture},
		},
		"the same file is before all": {
			[]match{row("a", SimilarPicture, 30, same), row("f", SameFile, 0, verify.Evidence{})},
			map[string]Band{"f": SameFile, "a": SamePicture},
		},
	} {
		claim(test.matches)
		for i, m := range test.matches {
			if m.band != test.want[m.picture] {
				t.Errorf("%s: %s is %s", name, m.picture, m.band)
			}
			if i > 0 && byClaim(test.matches[i-1], m) > 0 {
				t.Errorf("%s: %s is not in its place", name, m.picture)
			}
		}
	}
}
