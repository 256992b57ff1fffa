package search

import (
	"context"
	"slices"

	"lynceus/storage/catalogue"
)

// mostPartners of a picture are asked for their own partners.
const mostPartners = 16

// linked is what people say of a picture and others that v may see, and, one step
// on, which pictures are confirmed partners of its confirmed partners.
func (ix *Index) linked(ctx context.Context, v catalogue.Viewer, pictureID string) ([]catalogue.Link, error) {
	links, err := ix.db.Links(ctx, v, pictureID)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{pictureID: true}
	for _, l := range links {
		known[l.B] = true
	}
	partners := confirmed(links)
	for _, partner := range partners[:min(len(partners), mostPartners)] {
		further, err := ix.db.Links(ctx, v, partner)
		if err != nil {
			return nil, err
		}
		for _, l := range further {
			if l.Verdict == catalogue.Confirmed && !known[l.B] {
				known[l.B] = true
				l.A = pictureID
				links = append(links, l)
			}
		}
	}
	return links, nil
}

func confirmed(links []catalogue.Link) (ids []string) {
	for _, l := range links {
		if l.Verdict == catalogue.Confirmed {
			ids = append(ids, l.B)
		}
	}
	return ids
}

func (m *match) confirmed(q *Query) bool {
	return slices.ContainsFunc(q.Links, func(l catalogue.Link) bool { return l.B == m.picture && l.Verdict == catalogue.Confirmed })
}

// settled lets people have the last word: what they confirmed comes first in its
// band, what they rejected is no answer but for the same file.
func settled(matches []match, q *Query) []match {
	said := make(map[string]catalogue.Verdict, len(q.Links))
	for _, l := range q.Links {
		said[l.B] = l.Verdict
	}
	for i := range matches {
		matches[i].verdict = said[matches[i].picture]
	}
	matches = slices.DeleteFunc(matches, func(m match) bool {
		return m.verdict == catalogue.Rejected && m.band != SameFile
	})
	slices.SortStableFunc(matches, func(a, b match) int {
		if order(a.band) != order(b.band) {
			return order(a.band) - order(b.band)
		}
		return rise(a.verdict) - rise(b.verdict)
	})
	return matches
}

func rise(v catalogue.Verdict) int {
	if v == catalogue.Confirmed {
		return 0
	}
	return 1
}
