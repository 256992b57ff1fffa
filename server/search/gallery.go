package search

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"

	"lynceus/imaging/fingerprint"
	"lynceus/imaging/verify"
	"lynceus/storage/catalogue"
)

// Gallery is an index without a catalogue: names and fingerprints. It ranks by the
// same code as the index, so that what is measured with it holds for that. Safe for
// any number of askers once all pictures are added.
type Gallery struct {
	m      *memory
	names  map[string]string // by id
	ids    map[string]string // by name
	prints map[string]catalogue.IndexedPicture
}

// NewGallery makes an empty gallery.
func NewGallery() *Gallery {
	return &Gallery{newMemory(), map[string]string{}, map[string]string{}, map[string]catalogue.IndexedPicture{}}
}

// Add hangs a picture; it is fs.ErrExist when the name is taken.
func (g *Gallery) Add(name string, f *fingerprint.Fingerprint) error {
	if _, ok := g.ids[name]; ok {
		return fmt.Errorf("add %q to the gallery: %w", name, fs.ErrExist)
	}
	id := fmt.Sprintf("%016d", len(g.ids))
	p := catalogue.IndexedPicture{ID: id, CaseID: id, Fingerprint: *f}
	p.FileSum[0], p.PixelSum[0] = 1, 1 // not known, and no query's
	if err := g.m.put(catalogue.IndexedCase{ID: id, Access: everybody, Pictures: []catalogue.IndexedPicture{p}}); err != nil {
		return err
	}
	g.names[id], g.ids[name], g.prints[id] = name, id, p
	return nil
}

// everybody may see what hangs in a gallery.
const everybody catalogue.Access = 1

// Ranked is a picture of a gallery as an answer.
type Ranked struct {
	Name     string
	Band     Band
	Score    float64 // ranks within a band, higher is better
	Evidence verify.Evidence
}

// Rank answers as the product does, best first, up to limit pictures but those of
// the names excepted.
func (g *Gallery) Rank(q *fingerprint.Fingerprint, limit int, except ...string) []Ranked {
	query := &Query{Fingerprint: *q}
	found := g.m.candidates(query, g.seer(except), limit)
	prints := make(map[string]catalogue.IndexedPicture, len(found))
	for id := range found {
		prints[id] = g.prints[id]
	}
	matches := ranked(query, prints, found)
	out := make([]Ranked, 0, len(matches))
	for _, m := range matches[:min(limit, len(matches))] {
		out = append(out, Ranked{g.names[m.picture], m.band, m.score, m.evidence})
	}
	return out
}

// RankBy answers by one stage alone: "hash", the scanner-blind hash; "layout", the
// nearest codes of views and then the angle; "words", local features without
// geometry. Nothing for any other.
func (g *Gallery) RankBy(stage string, q *fingerprint.Fingerprint, limit int, except ...string) (out []Ranked) {
	ps, see := &g.m.pictures, g.seer(except)
	add := func(slot uint32, score float64) {
		out = append(out, Ranked{Name: g.names[ps.id[slot].String()], Band: SimilarPicture, Score: score})
	}
	switch {
	case q.Flat:
	case stage == "hash":
		for _, n := range nearest(ps, []*hashed{newHashed(q.Scan)}, see, limit, fingerprint.ScanBits)[0] {
			add(n.slot, float64(-n.distance))
		}
	case stage == "layout":
		j, seen := newJudge(q), map[uint32]bool{}
		for _, list := range nearest(ps, sketches(q), see, max(nearestViews, limit), 64*len(fingerprint.Code{})) {
			for _, n := range list {
				if !seen[n.slot] {
					seen[n.slot] = true
					p := g.prints[ps.id[n.slot].String()]
					add(n.slot, -j.compare(&p.Fingerprint).apart)
				}
			}
		}
		slices.SortFunc(out, func(a, b Ranked) int {
			return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Name, b.Name))
		})
		out = out[:min(limit, len(out))]
	case stage == "words":
		for _, e := range ps.elect(q, see, limit) {
			add(e.slot, float64(e.score))
		}
	}
	return out
}

func (g *Gallery) seer(except []string) seer {
	s := seer{visible: g.m.visible([]catalogue.Access{everybody}), without: map[uint32]bool{}}
	for _, name := range except {
		if id, err := keyOf(g.ids[name]); err == nil {
			s.without[g.m.cases.slot[id]] = true
		}
	}
	return s
}

// Bytes is what the index keeps in memory of all pictures; fingerprints, which the
// product keeps in the catalogue, are not counted.
func (g *Gallery) Bytes() int64 { return g.m.bytes() }
