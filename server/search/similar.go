package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"lynceus/imaging/fingerprint"
	"lynceus/storage/catalogue"
)

// Band says how much a match claims.
type Band string

const (
	SameFile       Band = "same-file"       // equal SHA-256 of the file, or of the decoded pixels
	SamePicture    Band = "same-picture"    // the same picture, changed
	SimilarPicture Band = "similar-picture" // ranked, nothing claimed
	SameMethod     Band = "same-method"     // codes in common
)

// LookAlike is one answer.
type LookAlike struct {
	Picture  catalogue.Picture   `json:"picture"`
	Case     catalogue.Case      `json:"case"`
	Band     Band                `json:"band"`
	Variant  fingerprint.Variant `json:"variant"`
	Distance int                 `json:"distance"`        // of the scanner-blind hash, 0 to 31 of 63 bits
	Codes    []string            `json:"codes,omitempty"` // of the method, in common with the asker
}

// Query is a picture to look for.
type Query struct {
	FileSum     [32]byte
	PixelSum    [32]byte
	Fingerprint fingerprint.Fingerprint
	Exclude     string // picture id that is never an answer (the asker itself)
	Method      Method // of the case that asks; the zero Method asks for none
}

// maxLimit is the longest list of look-alikes.
const maxLimit = 200

// Similar ranks the look-alikes that v may see, best first. It first applies all
// changes committed before the call, on any server.
//
// The memory gives candidates: equal sums, the nearest hashes, the nearest codes
// of layouts. Their fingerprints are read from the catalogue and compared in
// full, so that memory holds 56 bytes of a picture and not a thousand.
func (ix *Index) Similar(ctx context.Context, v catalogue.Viewer, q Query, limit int) ([]LookAlike, error) {
	accesses, err := ix.catchUp(ctx, v)
	if err != nil {
		return nil, err
	}
	return ix.similar(ctx, v, q, accesses, limit)
}

// SimilarTo is Similar for a stored picture that v may see.
func (ix *Index) SimilarTo(ctx context.Context, v catalogue.Viewer, pictureID string, limit int) ([]LookAlike, error) {
	p, err := ix.db.PictureFingerprint(ctx, v, pictureID)
	if err != nil {
		return nil, err
	}
	accesses, err := ix.catchUp(ctx, v)
	if err != nil {
		return nil, err
	}
	q := Query{FileSum: p.FileSum, PixelSum: p.PixelSum, Fingerprint: p.Fingerprint, Exclude: p.ID}
	ix.mu.RLock()
	q.Method = ix.m.methodOf(p.CaseID)
	ix.mu.RUnlock()
	return ix.similar(ctx, v, q, accesses, limit)
}

// match is an answer without its rows.
type match struct {
	picture string
	owner   string // case
	band    Band
	likeness
	codes []string
}

func (ix *Index) similar(ctx context.Context, v catalogue.Viewer, q Query, accesses []catalogue.Access, limit int) ([]LookAlike, error) {
	limit = min(max(limit, 1), maxLimit)
	looks := limit
	if !q.Method.empty() {
		looks -= limit / 3 // a share for those that were hidden alike and look otherwise
	}
	ids, err := ix.candidates(q, accesses, looks)
	if err != nil {
		return nil, err
	}
	prints, err := ix.db.PictureFingerprints(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	matches := compared(q, prints)
	matches = matches[:min(looks, len(matches))]
	if !q.Method.empty() {
		if matches, err = ix.addMethod(matches, accesses, q, limit-len(matches)); err != nil {
			return nil, err
		}
	}
	return ix.fetch(ctx, v, matches)
}

// seer says what an asker sees of the index as it is now.
func (m *memory) seer(q Query, accesses []catalogue.Access) (seer, error) {
	s := seer{visible: m.visible(accesses)}
	if q.Exclude == "" {
		return s, nil
	}
	var err error
	s.exclude, err = keyOf(q.Exclude)
	return s, err
}

// candidates are pictures that may be among the best looks answers, with room for
// those that look nearer in memory than they are.
func (ix *Index) candidates(q Query, accesses []catalogue.Access, looks int) ([]string, error) {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	see, err := ix.m.seer(q, accesses)
	if err != nil {
		return nil, err
	}
	ps := &ix.m.pictures
	found := map[uint32]bool{}
	for _, slot := range ps.same(see, prefix(q.FileSum), prefix(q.PixelSum), maxLimit) {
		found[slot] = true
	}
	if f := &q.Fingerprint; !f.Flat {
		wanted := max(2*looks, 50)
		var all [3][]near
		var scans sync.WaitGroup // a core each, where there are as many
		scans.Go(func() { all[0] = ps.nearest(newHashed(f.Scan), see, wanted, farthestHash) })
		for i, l := range distinct(f) {
			scans.Go(func() { all[1+i] = ps.nearest(newSketched(l), see, wanted, farthestCode) })
		}
		scans.Wait()
		for _, n := range slices.Concat(all[:]...) {
			found[n.slot] = true
		}
	}
	ids := make([]string, 0, len(found))
	for slot := range found {
		ids = append(ids, ps.id[slot].String())
	}
	return ids, nil
}

// same lists up to n pictures whose sums begin like those asked for.
func (ps *pictures) same(see seer, file, pixels uint64, n int) (slots []uint32) {
	for slot := range ps.file {
		if (ps.file[slot] == file || ps.pixels[slot] == pixels) && see.sees(ps, slot) {
			if slots = append(slots, uint32(slot)); len(slots) == n {
				break
			}
		}
	}
	return slots
}

// compared holds candidates against the query in full, best first: equal sums,
// whole, then by how far apart they are. What is as far as chance is no answer.
func compared(q Query, candidates map[string]catalogue.IndexedPicture) []match {
	j := newJudge(&q.Fingerprint)
	matches := make([]match, 0, len(candidates))
	for id, p := range candidates {
		m := match{picture: id, owner: p.CaseID, band: SimilarPicture, likeness: j.compare(&p.Fingerprint)}
		flat := q.Fingerprint.Flat || p.Fingerprint.Flat
		switch {
		case p.FileSum == q.FileSum || p.PixelSum == q.PixelSum:
			m.band, m.likeness = SameFile, likeness{}
		case flat || m.apart > showWithin:
			continue
		case m.apart <= claimWithin:
			m.band = SamePicture
		}
		matches = append(matches, m)
	}
	slices.SortFunc(matches, func(a, b match) int {
		return cmp.Or(
			cmp.Compare(order(a.band), order(b.band)),
			cmp.Compare(a.apart, b.apart),
			strings.Compare(a.picture, b.picture),
		)
	})
	return matches
}

func order(b Band) int {
	return slices.Index([]Band{SameFile, SamePicture, SimilarPicture, SameMethod}, b)
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
			Picture: rows[c].Pictures[p], Case: rows[c],
			Band: m.band, Variant: m.variant, Distance: m.distance, Codes: m.codes,
		})
	}
	return answers, nil
}
