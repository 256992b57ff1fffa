package catalogue

import (
	"context"
	"time"
)

// oneSight is how long looking at the same thing again is the same look.
const oneSight = "10 minutes"

// Saw puts on record that v looked at a case, or at a picture of it; looking again
// within ten minutes is no other event.
func (db *DB) Saw(ctx context.Context, v Viewer, caseID, pictureID string) error {
	return saw(ctx, db.sql, v, caseID, pictureID)
}

func saw(ctx context.Context, q querier, v Viewer, caseID, pictureID string) error {
	what := "case.view"
	if pictureID != "" {
		what = "picture.view"
	}
	var lately bool
	if err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM events WHERE user_id = $1 AND case_id = $2 AND picture_id = $3
		AND what = $4 AND what IN ('case.view', 'picture.view') AND at > now() - interval '`+oneSight+`')`, v.UserID, caseID, pictureID, what).
		Scan(&lately); err != nil {
		return kind("sight", err)
	}
	if lately {
		return nil
	}
	return record(ctx, q, v, Event{What: what, CaseID: caseID, Picture: pictureID})
}

// EventFilter picks events of a record; zero fields pick all.
type EventFilter struct {
	What   string // the kind, or the beginning of some: "picture."
	CaseID string
	From   time.Time
	To     time.Time // the moment after
	Others bool      // what people of other organisations did, with one's own cases
}

// where are the conditions of a filter on events e, with arguments from $n on.
const eventFilter = ` AND (e.what = $5 OR $5 = '' OR right($5, 1) = '.' AND e.what LIKE replace($5, '_', '\_') || '%')
	AND ($6 = '' OR e.case_id = $6) AND ($7::timestamptz IS NULL OR e.at >= $7) AND ($8::timestamptz IS NULL OR e.at < $8)`

func (f EventFilter) args() []any {
	moment := func(t time.Time) any {
		if t.IsZero() {
			return nil
		}
		return t
	}
	return []any{line(f.What), line(f.CaseID), moment(f.From), moment(f.To)}
}

// CaseRecord is all that was done with a case of the viewer's own organisation and
// who looked at it, the newest first, for its releasers and auditors. before 0 is
// the newest. Who may see the case and is neither gets fs.ErrPermission.
func (db *DB) CaseRecord(ctx context.Context, v Viewer, caseID string, before int64, limit int) ([]Event, error) {
	actor, err := readActor(ctx, db.sql, v)
	if err != nil {
		return nil, err
	}
	if !validID(caseID) {
		return nil, hidden("case")
	}
	var mine bool
	if err := db.sql.QueryRowContext(ctx, `SELECT org_id = $2 FROM cases WHERE id = $1`, caseID, actor.OrgID).Scan(&mine); err != nil {
		return nil, kind("case", err)
	}
	if !mine || !actor.Has(RoleAuditor, RoleReleaser) {
		if _, err := db.Case(ctx, actor, caseID); err != nil {
			return nil, err
		}
		return nil, denied("read the record of the case")
	}
	return db.readEvents(ctx, actor, `e.case_id = $2 AND ($3 = 0 OR e.id < $3) ORDER BY e.id DESC LIMIT $4`, caseID, before, limit)
}
