package search

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

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

// match is an answer while it is still slots.
type match struct {
	picture  key
	owner    key // case
	band     Band
	distance int
	variant  fingerprint.Variant
	codes    []string
}

func (ix *Index) similar(ctx context.Context, v catalogue.Viewer, q Query, accesses []catalogue.Access, limit int) ([]LookAlike, error) {
	limit = min(max(limit, 1), maxLimit)
	matches, err := ix.matches(q, accesses, limit)
	if err != nil {
		return nil, err
	}
	if matches, err = ix.confirm(ctx, v, q, matches); err != nil {
		return nil, err
	}
	matches = matches[:min(limit, len(matches))]
	return ix.fetch(ctx, v, matches)
}

// matches is the part of a query that the memory answers.
func (ix *Index) matches(q Query, accesses []catalogue.Access, limit int) ([]match, error) {
	var exclude key
	if q.Exclude != "" {
		var err error
		if exclude, err = keyOf(q.Exclude); err != nil {
			return nil, err
		}
	}
	asks := newAsked(q.Fingerprint.Scan)
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	see := seer{visible: ix.m.visible(accesses), exclude: exclude}

	matches := ix.m.same(&asks, see, prefix(q.FileSum), prefix(q.PixelSum), limit)
	looks := limit
	if !q.Method.empty() {
		looks -= limit / 3 // a share for those that were hidden alike and look otherwise
	}
	if !q.Fingerprint.Flat {
		for _, n := range ix.m.nearest(&asks, see, looks+len(matches)) {
			n := ix.m.match(n)
			if !slices.ContainsFunc(matches, func(m match) bool { return m.picture == n.picture }) {
				matches = append(matches, n)
			}
		}
		matches = matches[:min(max(looks, 1), len(matches))]
	}
	if !q.Method.empty() {
		matches = ix.m.addMethod(matches, &asks, see, q, limit-len(matches))
	}
	return matches, nil
}

func (m *memory) match(n near) match {
	ps := &m.pictures
	found := match{
		picture:  ps.id[n.slot],
		owner:    m.cases.id[ps.owner[n.slot]],
		band:     SimilarPicture,
		distance: n.distance,
		variant:  n.variant,
	}
	if n.distance <= samePicture {
		found.band = SamePicture
	}
	return found
}

// same lists the pictures whose sums begin like those asked for.
func (m *memory) same(asks *asked, see seer, file, pixels uint64, limit int) []match {
	var matches []match
	ps := &m.pictures
	for slot := range ps.file {
		if ps.file[slot] != file && ps.pixels[slot] != pixels || !see.sees(ps, slot) {
			continue
		}
		found := m.match(asks.to(ps, slot))
		found.band = SameFile
		if matches = append(matches, found); len(matches) == limit {
			break
		}
	}
	return matches
}

// confirm holds whole sums against each other where their beginnings agree, so
// that nobody can make two files that pass for one.
func (ix *Index) confirm(ctx context.Context, v catalogue.Viewer, q Query, matches []match) ([]match, error) {
	kept := matches[:0]
	for _, m := range matches {
		if m.band == SameFile {
			p, err := ix.db.PictureFingerprint(ctx, v, m.picture.String())
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("compare sums: %w", err)
			}
			if p.FileSum != q.FileSum && p.PixelSum != q.PixelSum {
				m.band = SimilarPicture
			}
		}
		kept = append(kept, m)
	}
	return kept, nil
}

// fetch reads the rows of matches, once more as v: what was revoked since is not among them.
func (ix *Index) fetch(ctx context.Context, v catalogue.Viewer, matches []match) ([]LookAlike, error) {
	var ids []string
	for _, m := range matches {
		if id := m.owner.String(); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	rows, err := ix.db.CasesByID(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	answers := make([]LookAlike, 0, len(matches))
	for _, m := range matches {
		c := slices.IndexFunc(rows, func(c catalogue.Case) bool { return c.ID == m.owner.String() })
		if c < 0 {
			continue
		}
		p := slices.IndexFunc(rows[c].Pictures, func(p catalogue.Picture) bool { return p.ID == m.picture.String() })
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
