package catalogue

import (
	"context"

	"github.com/lib/pq"
)

// Board is what a group has, as far as the viewer may see it now.
type Board struct {
	Cases     int     `json:"cases"`
	Pictures  int     `json:"pictures"`
	Methods   []Tally `json:"methods"`   // of concealment, the most frequent first
	Countries []Tally `json:"countries"` // of the events, likewise
	Months    []Tally `json:"months"`    // of the events, the newest first
	Newest    []Case  `json:"newest"`    // the page asked for, by their last change
	Pages     int     `json:"pages"`
	Page      int     `json:"page"`
}

// Tally is how many cases have a code.
type Tally struct {
	Code  string `json:"code"`
	Count int    `json:"count"`
}

const (
	boardPage   = 24 // cases on a page
	mostTallied = 36 // codes in a list
)

// inGroup picks the cases c, shared as a, that are released into group $2 and that
// the user $1 may see.
const inGroup = `FROM cases c JOIN access a ON a.id = c.access_id WHERE a.state = 'released' AND $2 = ANY (a.groups) AND ` + may

// GroupBoard is the board of a group that the viewer is a member of; a page past
// the last is the last.
func (db *DB) GroupBoard(ctx context.Context, v Viewer, groupID string, page int) (b Board, err error) {
	if _, err := db.Group(ctx, v, groupID); err != nil {
		return Board{}, err
	}
	if err := db.sql.QueryRowContext(ctx, `SELECT count(*), coalesce(sum((SELECT count(*) FROM pictures p WHERE p.case_id = c.id)), 0) `+inGroup,
		v.UserID, groupID).Scan(&b.Cases, &b.Pictures); err != nil {
		return Board{}, kind("board", err)
	}
	for _, list := range []struct {
		into *[]Tally
		of   string
		by   string
	}{
		{&b.Methods, `unnest(c.concealment)`, `2 DESC, 1`}, {&b.Countries, `nullif(c.country, '')`, `2 DESC, 1`}, {&b.Months, `nullif(c.month, '')`, `1 DESC`},
	} {
		if *list.into, err = db.tally(ctx, `SELECT code, count(*) FROM (SELECT `+list.of+` AS code `+inGroup+`) x
			WHERE code IS NOT NULL GROUP BY 1 ORDER BY `+list.by+` LIMIT $3`, v.UserID, groupID, mostTallied); err != nil {
			return Board{}, err
		}
	}
	b.Pages = max(1, (b.Cases+boardPage-1)/boardPage)
	b.Page = min(max(1, page), b.Pages)
	var ids []string
	if err := db.sql.QueryRowContext(ctx, `SELECT coalesce(array_agg(id ORDER BY changed DESC, id), '{}') FROM (
		SELECT c.id, c.changed `+inGroup+` ORDER BY c.changed DESC, c.id LIMIT $3 OFFSET $4) x`,
		v.UserID, groupID, boardPage, (b.Page-1)*boardPage).Scan(pq.Array(&ids)); err != nil {
		return Board{}, kind("board", err)
	}
	if b.Newest, err = db.CasesByID(ctx, v, ids); b.Newest == nil {
		b.Newest = []Case{}
	}
	return b, err
}

func (db *DB) tally(ctx context.Context, query string, args ...any) ([]Tally, error) {
	rows, err := db.sql.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, kind("tally", err)
	}
	defer rows.Close()
	all := []Tally{}
	for rows.Next() {
		var t Tally
		if err := rows.Scan(&t.Code, &t.Count); err != nil {
			return nil, kind("tally", err)
		}
		all = append(all, t)
	}
	return all, kind("tally", rows.Err())
}
