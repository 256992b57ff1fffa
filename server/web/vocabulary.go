package web

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"lynceus/storage/catalogue"
)

// vocabulary keeps the terms of the catalogue for a few minutes: every page
// speaks of them, and they change with releases of the code lists.
type vocabulary struct {
	db *catalogue.DB

	mu    sync.RWMutex
	terms map[string][]catalogue.Term
	index map[string]map[string]int // list, code: place in terms
	read  time.Time
}

const vocabularyAge = 5 * time.Minute

// Term is one code in the language of the request.
type Term struct {
	List     string `json:"list"`
	Code     string `json:"code"`
	Label    string `json:"label"`
	Parent   string `json:"parent,omitempty"`
	Modes    string `json:"modes,omitempty"` // transport modes joined by spaces; empty is all
	Children []Term `json:"-"`
}

// refresh reads the terms again when they are old. A failure leaves the old ones in use.
func (v *vocabulary) refresh(ctx context.Context) error {
	v.mu.RLock()
	fresh := time.Since(v.read) < vocabularyAge
	v.mu.RUnlock()
	if fresh {
		return nil
	}
	terms, err := v.db.Terms(ctx)
	if err != nil {
		return err
	}
	index := make(map[string]map[string]int, len(terms))
	for list, ts := range terms {
		index[list] = make(map[string]int, len(ts))
		for i, t := range ts {
			index[list][t.Code] = i
		}
	}
	v.mu.Lock()
	v.terms, v.index, v.read = terms, index, time.Now()
	v.mu.Unlock()
	return nil
}

func (v *vocabulary) label(lang, list, code string) string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if i, ok := v.index[list][code]; ok {
		return labelIn(v.terms[list][i], lang)
	}
	return code
}

// trail is the labels from the top term down to code: a term such as "part not
// stated" says nothing without the one above it.
func (v *vocabulary) trail(lang, list, code string) []string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	i, ok := v.index[list][code]
	if !ok {
		return []string{code}
	}
	t := v.terms[list][i]
	labels := []string{labelIn(t, lang)}
	if i, ok = v.index[list][t.Parent]; ok && t.Parent != "" {
		labels = append([]string{labelIn(v.terms[list][i], lang)}, labels...)
	}
	return labels
}

func labelIn(t catalogue.Term, lang string) string {
	if l := t.Labels[lang]; l != "" {
		return l
	}
	return t.Labels[english]
}

func (v *vocabulary) list(lang, list string) []Term {
	v.mu.RLock()
	defer v.mu.RUnlock()
	out := make([]Term, 0, len(v.terms[list]))
	for _, t := range v.terms[list] {
		out = append(out, Term{
			List: t.List, Code: t.Code, Label: labelIn(t, lang), Parent: t.Parent,
			Modes: strings.Join(t.Modes, " "),
		})
	}
	return out
}

// tree is the top terms, each with those below it.
func (v *vocabulary) tree(lang, list string) []Term {
	var top []Term
	at := map[string]int{}
	all := v.list(lang, list)
	for _, t := range all {
		if t.Parent == "" {
			at[t.Code] = len(top)
			top = append(top, t)
		}
	}
	for _, t := range all {
		if i, ok := at[t.Parent]; ok && t.Parent != "" {
			top[i].Children = append(top[i].Children, t)
		}
	}
	return top
}

// showVocabulary is GET /vocabulary?list=concealment&mode=3: terms in the language of
// the request, of one list or of all, for one transport mode or for all.
func (s *server) showVocabulary(c *call) error {
	if err := s.terms.refresh(c.ctx()); err != nil {
		return err
	}
	mode := c.Query("mode")
	lists := map[string][]Term{}
	s.terms.mu.RLock()
	var names []string
	for name := range s.terms.terms {
		names = append(names, name)
	}
	s.terms.mu.RUnlock()
	if want := c.Query("list"); want != "" {
		if !slices.Contains(names, want) {
			return errNotFound
		}
		names = []string{want}
	}
	for _, name := range names {
		terms := s.terms.list(c.lang, name)
		if mode != "" {
			terms = slices.DeleteFunc(terms, func(t Term) bool {
				return !catalogue.Term{Modes: strings.Fields(t.Modes)}.Applies(mode)
			})
		}
		lists[name] = terms
	}
	c.Header("Cache-Control", "private, max-age=300")
	return c.json(http.StatusOK, lists)
}

// labelAnywhere is the label of a code that is in one of lists.
func (v *vocabulary) labelAnywhere(lang, code string, lists ...string) string {
	for _, list := range lists {
		if l := v.label(lang, list, code); l != code {
			return l
		}
	}
	return code
}
