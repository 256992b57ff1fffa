// Package search answers "who has seen this?" and "which cases are like that?"
// from an index in memory: fingerprints and facets in flat arrays, rebuilt from
// the catalogue at start, kept in step by its change sequence, and filtered by
// what the viewer may see before anything is ranked or counted.
package search

import (
	"context"

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
	Distance int                 `json:"distance"` // of the scanner-blind hash, 0 to 31 of 63 bits
}

// Query is a picture to look for.
type Query struct {
	FileSum     [32]byte
	PixelSum    [32]byte
	Fingerprint fingerprint.Fingerprint
	Exclude     string // picture id that is never an answer (the asker itself)
}

// Index is the searchable memory of one server. Safe for concurrent use.
type Index struct{}

// New makes an empty index over db.
func New(db *catalogue.DB) *Index { panic("unbuilt") }

// Load reads the whole catalogue once.
func (ix *Index) Load(ctx context.Context) error { panic("unbuilt") }

// Run keeps in step until ctx ends.
func (ix *Index) Run(ctx context.Context) error { panic("unbuilt") }

// Ready reports whether Load has succeeded.
func (ix *Index) Ready() bool { panic("unbuilt") }

// Similar ranks the look-alikes that v may see, best first. It first applies all
// changes committed before the call, on any server.
func (ix *Index) Similar(ctx context.Context, v catalogue.Viewer, q Query, limit int) ([]LookAlike, error) {
	panic("unbuilt")
}

// SimilarTo is Similar for a stored picture that v may see.
func (ix *Index) SimilarTo(ctx context.Context, v catalogue.Viewer, pictureID string, limit int) ([]LookAlike, error) {
	panic("unbuilt")
}

// Filter is what a browse page asks for; it is the URL of the page.
type Filter struct {
	Text        string
	Concealment []string // groups or terms; any of them
	Means       []string
	Technique   []string
	Commodity   []string // groups or terms
	Country     []string
	From, To    string // YYYY-MM, inclusive
	Page        int    // 1 is the first
	Size        int
}

// Count is one value of a facet among the cases that match all other facets.
type Count struct {
	Code     string `json:"code"`
	Count    int    `json:"count"`
	Selected bool   `json:"selected"`
}

// Found is a page of cases, newest event first.
type Found struct {
	Cases  []catalogue.Case   `json:"cases"`
	Total  int                `json:"total"`
	Page   int                `json:"page"`
	Pages  int                `json:"pages"`
	Facets map[string][]Count `json:"facets"` // by facet: concealment, means, technique, commodity, country, year
}

// Browse finds cases that v may see, by text and facets.
func (ix *Index) Browse(ctx context.Context, v catalogue.Viewer, f Filter) (Found, error) {
	panic("unbuilt")
}
