package search

import (
	"context"
	"math"
	"slices"

	"lynceus/imaging/fingerprint"
	"lynceus/imaging/verify"
	"lynceus/storage/catalogue"
)

// Band says how much a match claims.
type Band string

const (
	SameFile       Band = "same-file"       // equal SHA-256 of the file, or of the decoded pixels
	SamePicture    Band = "same-picture"    // the same picture, changed, or a part of it: verified by geometry
	SimilarPicture Band = "similar-picture" // ranked, nothing claimed
	SameMethod     Band = "same-method"     // hidden alike
)

// LookAlike is one answer.
type LookAlike struct {
	Picture  catalogue.Picture   `json:"picture"`
	Case     catalogue.Case      `json:"case"`
	Band     Band                `json:"band"`
	Variant  fingerprint.Variant `json:"variant"`
	Score    float64             `json:"score"`             // ranks within a band, higher is better: some 0 to 100, in tenths; 0 in the band same-method
	Distance int                 `json:"distance"`          // of the scanner-blind hash, 0 to 31 of 63 bits
	Evidence verify.Evidence     `json:"evidence,omitzero"` // which region of the asker lies where; of the same picture and of similar ones
	Verdict  catalogue.Verdict   `json:"verdict,omitempty"` // that people gave on this pair
	Codes    []string            `json:"codes,omitempty"`   // of the method, in common with the asker
	Method   *MethodScore        `json:"method,omitempty"`  // how far it was hidden alike; of the band same-method
}

// Query is a picture to look for.
type Query struct {
	FileSum     [32]byte
	PixelSum    [32]byte
	Fingerprint fingerprint.Fingerprint
	Part        bool             // the fingerprint is of a part: its file may be held, and is no answer to where the part is
	Exclude     string           // picture id that is never an answer (the asker itself)
	ExcludeCase string           // case id whose pictures are no answers
	Method      Method           // of the case that asks; the zero Method asks for none
	Links       []catalogue.Link // what people say of the asker and others
}

// maxLimit is the longest list of look-alikes.
const maxLimit = 200

// Similar ranks the look-alikes that v may see, best first. It first applies all
// changes committed before the call, on any server.
//
// The memory gives candidates: equal sums, the nearest hashes, the nearest codes
// of views, the best by words. Their fingerprints are read from the catalogue and
// compared in full, so that memory holds 4 kB of a picture and not 30.
func (ix *Index) Similar(ctx context.Context, v catalogue.Viewer, q Query, limit int) ([]LookAlike, error) {
	accesses, err := ix.catchUp(ctx, v)
	if err != nil {
		return nil, err
	}
	return ix.similar(ctx, v, q, accesses, limit)
}

// SimilarTo is Similar for a stored picture that v may see: pictures of other
// cases, in the light of what people say of it and them.
func (ix *Index) SimilarTo(ctx context.Context, v catalogue.Viewer, pictureID string, limit int) ([]LookAlike, error) {
	p, err := ix.db.PictureFingerprint(ctx, v, pictureID)
	if err != nil {
		return nil, err
	}
	asker, err := ix.db.Case(ctx, v, p.CaseID)
	if err != nil {
		return nil, err
	}
	q := Query{
		FileSum: p.FileSum, PixelSum: p.PixelSum, Fingerprint: p.Fingerprint, Exclude: p.ID, ExcludeCase: p.CaseID,
		Method: methodOf(&asker, p.ID),
	}
	if q.Links, err = ix.linked(ctx, v, p.ID); err != nil {
		return nil, err
	}
	accesses, err := ix.catchUp(ctx, v)
	if err != nil {
		return nil, err
	}
	return ix.similar(ctx, v, q, accesses, limit)
}

func (ix *Index) similar(ctx context.Context, v catalogue.Viewer, q Query, accesses []catalogue.Access, limit int) ([]LookAlike, error) {
	limit = min(max(limit, 1), maxLimit)
	looks := limit
	if !q.Method.empty() {
		looks -= limit / 3 // a share for those that were hidden alike and look otherwise
	}
	found, err := ix.candidates(&q, accesses, looks)
	if err != nil {
		return nil, err
	}
	found.add(confirmed(q.Links)...)
	prints, err := ix.db.PictureFingerprints(ctx, v, found.ids())
	if err != nil {
		return nil, err
	}
	matches := settled(ranked(&q, prints, found), &q)
	matches = matches[:min(looks, len(matches))]
	answers, err := ix.fetch(ctx, v, matches)
	if err != nil || q.Method.empty() {
		return answers, err
	}
	for i := range answers {
		answers[i].Codes = q.Method.inCommon(&answers[i].Case)
	}
	alike, err := ix.hiddenAlike(ctx, v, &q, accesses, answers, limit-len(answers))
	return append(answers, alike...), err
}

// seer says what an asker sees of the index as it is now.
func (m *memory) seer(q *Query, accesses []catalogue.Access) (s seer, err error) {
	s.visible = m.visible(accesses)
	if q.Exclude != "" {
		if s.exclude, err = keyOf(q.Exclude); err != nil {
			return s, err
		}
	}
	if q.ExcludeCase != "" {
		id, err := keyOf(q.ExcludeCase)
		if err != nil {
			return s, err
		}
		if slot, ok := m.cases.slot[id]; ok {
			s.without = map[uint32]bool{slot: true}
		}
	}
	return s, nil
}

func (ix *Index) candidates(q *Query, accesses []catalogue.Access, looks int) (candidates, error) {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	see, err := ix.m.seer(q, accesses)
	if err != nil {
		return nil, err
	}
	return ix.m.candidates(q, see, looks), nil
}

// fetch reads the rows of matches, once more as v: what was revoked since is not among them.
func (ix *Index) fetch(ctx context.Context, v catalogue.Viewer, matches []match) ([]LookAlike, error) {
	var ids []string
	for _, m := range matches {
		if !slices.Contains(ids, m.owner) {
			ids = append(ids, m.owner)
		}
	}
	rows, err := ix.db.CasesByID(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	answers := make([]LookAlike, 0, len(matches))
	for _, m := range matches {
		c := slices.IndexFunc(rows, func(c catalogue.Case) bool { return c.ID == m.owner })
		if c < 0 {
			continue
		}
		p := slices.IndexFunc(rows[c].Pictures, func(p catalogue.Picture) bool { return p.ID == m.picture })
		if p < 0 {
			continue
		}
		answers = append(answers, LookAlike{
			Picture: rows[c].Pictures[p], Case: rows[c], Band: m.band, Score: math.Round(10*m.score) / 10, Variant: m.variant, Distance: m.distance,
			Evidence: m.evidence, Verdict: m.verdict,
		})
	}
	return answers, nil
}
