package catalogue

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/lib/pq"
)

// Term is one code of a list of the vocabulary. The lists are commodity,
// concealment, construction, image_role, means, region, rilo (parent: its region),
// shielding, technique, transport_mode, trigger, and hs: sections by Roman number
// and the chapters in them by two digits.
type Term struct {
	List   string            `json:"list"` // concealment, commodity, means ...
	Code   string            `json:"code"`
	Parent string            `json:"parent,omitempty"`
	Modes  []string          `json:"modes,omitempty"` // transport modes it applies to; empty is all
	Labels map[string]string `json:"labels"`          // by language; "en" is always there

	from, to string // YYYY-MM-DD, inclusive; empty is without end
}

// Applies reports whether the term fits a case of a transport mode. While the
// mode is open (none, 0 not specified, 6 multimodal) every term does.
func (t Term) Applies(mode string) bool {
	return mode == "" || mode == "0" || mode == "6" || len(t.Modes) == 0 || slices.Contains(t.Modes, mode)
}

// validOn says whether the term may be used for what happened on a day.
func (t Term) validOn(day string) bool {
	return (t.from == "" || t.from <= day) && (t.to == "" || day <= t.to)
}

// Terms are the valid terms of all lists, by list, in the order of the list. The
// caller may keep them for minutes and must not change what is in them.
func (db *DB) Terms(ctx context.Context) (map[string][]Term, error) {
	words, err := db.lexicon(ctx)
	if err != nil {
		return nil, err
	}
	today := time.Now().UTC().Format(time.DateOnly)
	all := map[string][]Term{}
	for _, t := range words.terms {
		if t.validOn(today) {
			all[t.List] = append(all[t.List], t)
		}
	}
	return all, nil
}

// vocabularyAge is for how long the code lists are believed: another server may
// be newer and have seeded them again.
const vocabularyAge = time.Minute

type vocabulary struct {
	mu   sync.Mutex
	lex  *lexicon
	read time.Time
}

// lexicon is the code lists in memory, some 400 terms.
type lexicon struct {
	terms []Term                    // in the order of lists and their positions
	at    map[string]map[string]int // list, code: place in terms
	words []wordOf                  // what words stand for which codes
}

func (l *lexicon) term(list, code string) (Term, bool) {
	i, ok := l.at[list][code]
	if !ok {
		return Term{}, false
	}
	return l.terms[i], true
}

// lexicon answers the code lists as they were read a minute ago at most, or
// longer ago when they cannot be read now.
func (db *DB) lexicon(ctx context.Context) (*lexicon, error) {
	v := &db.vocabulary
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.lex != nil && time.Since(v.read) < vocabularyAge {
		return v.lex, nil
	}
	lex, err := readLexicon(ctx, db.sql)
	if err != nil {
		if v.lex != nil {
			return v.lex, nil
		}
		return nil, kind("read the code lists", err)
	}
	v.lex, v.read = lex, time.Now()
	return lex, nil
}

func readLexicon(ctx context.Context, q querier) (*lexicon, error) {
	rows, err := q.QueryContext(ctx, `SELECT t.list, t.code, t.parent, t.modes,
			coalesce(t.valid_from::text, ''), coalesce(t.valid_to::text, ''),
			array_agg(l.language ORDER BY l.language), array_agg(l.label ORDER BY l.language)
		FROM vocabulary_terms t JOIN vocabulary_labels l USING (list, code)
		GROUP BY t.list, t.code ORDER BY t.list, t.position`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	lex := &lexicon{at: map[string]map[string]int{}}
	for rows.Next() {
		var t Term
		var languages, labels []string
		if err := rows.Scan(&t.List, &t.Code, &t.Parent, pq.Array(&t.Modes), &t.from, &t.to,
			pq.Array(&languages), pq.Array(&labels)); err != nil {
			return nil, err
		}
		t.Labels = make(map[string]string, len(labels))
		for i, language := range languages {
			t.Labels[language] = labels[i]
		}
		if lex.at[t.List] == nil {
			lex.at[t.List] = map[string]int{}
		}
		lex.at[t.List][t.Code] = len(lex.terms)
		lex.terms = append(lex.terms, t)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	lex.words = wordsOf(lex.terms)
	return lex, nil
}
