package search

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"lynceus/imaging/verify"
	"lynceus/storage/catalogue"
)

// match is an answer without its rows.
type match struct {
	picture string
	owner   string // case
	band    Band
	score   float64 // ranks within a band, higher is better
	likeness
	evidence verify.Evidence // zero where nothing agrees
	verdict  catalogue.Verdict
}

// How many candidates are compared feature by feature, which is most of the work
// of a question: the first, and more where none of those is the same picture.
const (
	verifiedFirst = 20
	verifiedMost  = 30
)

// What is no answer: whole pictures as far apart as chance, in degrees, of which
// features do not agree either. By the layouts of whole pictures, of 1,304 pairs of
// real pictures of different things 1 % lie within 13 degrees and half beyond 34;
// windows come nearer by chance. Where both have features, what scores less than
// leastScore is none either: of 448 questions none loses its picture from the first
// ten by that, and the answers are 6 instead of 14.
const (
	showWithin = 26
	showScore  = 3 // of Evidence
	leastScore = 14
)

// The score of a match is in degrees: what features say, less how far apart the
// layouts are. Features weigh more: boxes of one make, the right one turned by some
// degrees, have layouts as near as any other, and only its features agree. Of 448
// questions whose picture is in a gallery of 256, these weights answer .995 of the
// changed copies, .90 of the regions and .96 of the boxes first, and so does any
// pair near them; where the layout weighs most, boxes are down to .57.
const (
	degreesPerFold = 16 // for each time that the score of the evidence is e times as high
	degreesSame    = 6  // where geometry accepts
	degreesPlace   = 3  // for each time that the place among the best by words is e times as far down
	lastPlace      = 60 // of those that are not among them
	farthest       = 40 // degrees that count
)

func (m *match) total(place int) float64 {
	if place == 0 {
		place = lastPlace
	}
	total := farthest - min(m.apart, farthest) - degreesPlace*math.Log(float64(place)) +
		degreesPerFold*math.Log1p(m.evidence.Score)
	if m.evidence.Same {
		total += degreesSame
	}
	return total
}

// claim lets the matches that geometry accepts be the same picture, from the best
// on down, as far as no other comes between: what looks more like the query than a
// match that is claimed makes the claim a doubtful one.
func claim(matches []match) {
	slices.SortFunc(matches, byClaim)
	for i := range matches {
		m := &matches[i]
		switch {
		case m.band == SameFile:
		case !m.evidence.Same:
			return
		default:
			m.band = SamePicture
		}
	}
}

// ranked holds candidates against the query in full, best first: equal sums, what
// geometry verifies, the rest by score. What is as far as chance is no answer.
func ranked(q *Query, prints map[string]catalogue.IndexedPicture, found candidates) []match {
	j := newJudge(&q.Fingerprint)
	matches := make([]match, 0, len(prints))
	for id, p := range prints {
		m := match{picture: id, owner: p.CaseID, band: SimilarPicture}
		switch {
		case id == q.Exclude || q.ExcludeCase != "" && p.CaseID == q.ExcludeCase: // however it was named
			continue
		case !q.Part && (p.FileSum == q.FileSum || p.PixelSum == q.PixelSum):
			m.band = SameFile
		case q.Fingerprint.Flat || p.Fingerprint.Flat:
			continue
		default:
			m.likeness = j.compare(&p.Fingerprint)
		}
		matches = append(matches, m)
	}
	verifyBest(q, matches, prints, found)
	for i := range matches {
		matches[i].score = matches[i].total(found[matches[i].picture])
	}
	matches = slices.DeleteFunc(matches, func(m match) bool {
		if m.band != SimilarPicture || m.confirmed(q) {
			return false
		}
		featured := len(q.Fingerprint.Features) > 0 && len(prints[m.picture].Fingerprint.Features) > 0
		return m.apart > showWithin && m.evidence.Score < showScore || featured && m.score < leastScore
	})
	claim(matches)
	return matches
}

func byClaim(a, b match) int {
	return cmp.Or(
		cmp.Compare(order(a.band), order(b.band)),
		cmp.Compare(b.score, a.score),
		strings.Compare(a.picture, b.picture),
	)
}

func order(b Band) int {
	return slices.Index([]Band{SameFile, SamePicture, SimilarPicture, SameMethod}, b)
}

// verifyBest compares features with those of the candidates that are best by
// layout or by words.
func verifyBest(q *Query, matches []match, prints map[string]catalogue.IndexedPicture, found candidates) {
	open := make([]*match, 0, len(matches))
	for i := range matches {
		if matches[i].band == SimilarPicture {
			open = append(open, &matches[i])
		}
	}
	slices.SortFunc(open, func(a, b *match) int {
		return cmp.Or(cmp.Compare(a.apart, b.apart), strings.Compare(a.picture, b.picture))
	})
	place := make(map[string]int, len(open)) // the better of the two
	for i, m := range open {
		place[m.picture] = i + 1
		if words := found[m.picture]; words > 0 {
			place[m.picture] = min(i+1, words)
		}
	}
	slices.SortStableFunc(open, func(a, b *match) int { return place[a.picture] - place[b.picture] })
	if len(open) == 0 {
		return
	}
	asked := verify.NewQuery(&q.Fingerprint)
	first, rest := open[:min(len(open), verifiedFirst)], open[min(len(open), verifiedFirst):min(len(open), verifiedMost)]
	verifyAll(asked, first, prints)
	if !slices.ContainsFunc(first, func(m *match) bool { return m.evidence.Same }) {
		verifyAll(asked, rest, prints)
	}
}

// verifyAll works on all cores.
func verifyAll(asked *verify.Query, open []*match, prints map[string]catalogue.IndexedPicture) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(open)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(open); i = int(next.Add(1)) - 1 {
				p := prints[open[i].picture]
				open[i].judge(asked.Compare(&p.Fingerprint))
			}
		})
	}
	all.Wait()
}

// judge takes what geometry found.
func (m *match) judge(e verify.Evidence) {
	if e.Inliers > 0 {
		m.evidence = e
	}
}
