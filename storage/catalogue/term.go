package catalogue

import "context"

// Term is one code of a list of the vocabulary.
type Term struct {
	List   string            `json:"list"` // concealment, commodity, means ...
	Code   string            `json:"code"`
	Parent string            `json:"parent,omitempty"`
	Modes  []string          `json:"modes,omitempty"` // transport modes it applies to; empty is all
	Labels map[string]string `json:"labels"`          // by language; "en" is always there
}

// Terms are the valid terms of all lists, by list, in the order of the list. The caller may keep them for minutes.
func (db *DB) Terms(ctx context.Context) (map[string][]Term, error) { panic("unbuilt") }
