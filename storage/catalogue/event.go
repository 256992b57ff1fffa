package catalogue

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"
)

// Event is a line of the audit record.
type Event struct {
	ID        int64          `json:"id"`
	When      time.Time      `json:"when"`
	UserID    string         `json:"user,omitempty"`
	Name      string         `json:"name,omitempty"`
	OrgID     string         `json:"organisation,omitempty"`
	OrgName   string         `json:"organisation_name,omitempty"`
	Address   string         `json:"address,omitempty"`
	RequestID string         `json:"request,omitempty"`
	What      string         `json:"what"` // case.release, picture.original, session.start, search.ask ...
	CaseID    string         `json:"case,omitempty"`
	Picture   string         `json:"picture,omitempty"`
	Details   map[string]any `json:"details,omitempty"`

	ownerID string // whom it is about, where that is not the owner of the case
}

// Whats are all kinds of event that this package records by itself.
var Whats = []string{
	"case.create", "case.update", "case.submit", "case.return", "case.release", "case.withdraw", "case.reopen", "case.view", "case.verify", "case.unverify", "case.strike",
	"picture.add", "picture.describe", "picture.remove", "picture.original", "picture.view", "picture.disclose", "region.add", "region.remove",
	"link.confirm", "link.reject", "link.remove",
	"guard.keep", "guard.check", "message.write", "message.remove",
	"proposal.make", "proposal.accept", "proposal.decline", "proposal.withdraw",
	"referral.inquire", "referral.match", "referral.tell", "referral.ask", "referral.unask", "referral.share", "referral.refuse", "referral.lapse", "referral.view",
	"group.create", "group.update", "group.add", "group.remove", "group.leave", "group.owner", "organisation.create", "organisation.update", "organisation.set", "organisation.remove",
	"user.invite", "user.elsewhere", "user.create", "user.accept", "user.password", "user.roles", "user.disable", "user.enable",
	"user.factor", "user.unfactor", "user.recovery", "user.recovered",
	"session.start", "session.end", "session.refuse",
}

// record appends an event on behalf of v, in the transaction of what it tells of.
// A zero v is the operator at the console, or nobody.
func record(ctx context.Context, q querier, v Viewer, e Event) error {
	details := []byte("{}")
	if len(e.Details) > 0 {
		var err error
		if details, err = json.Marshal(e.Details); err != nil {
			return kind("record", err)
		}
	}
	_, err := q.ExecContext(ctx, `
		INSERT INTO events (user_id, org_id, owner_id, address, request_id, what, case_id, picture_id, details)
		VALUES ($1, $2, coalesce((SELECT org_id FROM cases WHERE id = $7), nullif($3, ''), $2), $4, $5, $6, $7, $8, $9)`,
		v.UserID, v.OrgID, e.ownerID, line(v.Address), line(v.RequestID), e.What, e.CaseID, e.Picture, string(details))
	return kind("record", err)
}

// Record appends what no other method records by itself (a search by picture, a
// refusal). Who, where from and in which request are v's. A case or picture that
// is named need not exist; ids that cannot be any are left out.
func (db *DB) Record(ctx context.Context, v Viewer, e Event) error {
	if !validID(e.CaseID) {
		e.CaseID = ""
	}
	if !validID(e.Picture) {
		e.Picture = ""
	}
	e.ownerID = ""
	return record(ctx, db.sql, v, e)
}

// RecordRefusedSignIn puts on record that somebody could not sign in. The
// organisation of the account reads it; where there is no such account nobody
// does, and what was typed, which may be a password, is not kept.
func (db *DB) RecordRefusedSignIn(ctx context.Context, email, address, requestID string) error {
	v := Viewer{Address: address, RequestID: requestID}
	if err := db.sql.QueryRowContext(ctx, `SELECT id, org_id FROM users WHERE lower(email) = $1
		ORDER BY password_hash IS NULL, id LIMIT 1`, PlainEmail(email)).Scan(&v.UserID, &v.OrgID); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return kind("refused sign-in", err)
	}
	return record(ctx, db.sql, v, Event{What: "session.refuse"})
}

// mostHistory bounds the record of one case on one page.
const mostHistory = 500

// History is the record of a case of the viewer's own organisation but for who
// looked at it, which CaseRecord has; of another's,
// only its releases and changes since it was first released, without names of
// persons, places and details. Newest first.
func (db *DB) History(ctx context.Context, v Viewer, caseID string) ([]Event, error) {
	c, err := db.Case(ctx, v, caseID)
	if err != nil {
		return nil, err
	}
	if c.Mine {
		return db.readEvents(ctx, v, `e.case_id = $2 AND e.what NOT IN ('case.view', 'picture.view') ORDER BY e.id DESC LIMIT $3`, caseID, mostHistory)
	}
	all, err := db.readEvents(ctx, v, `e.case_id = $2
		AND e.what IN ('case.release', 'case.update', 'case.verify', 'case.unverify', 'picture.add', 'picture.remove', 'region.add', 'region.remove')
		AND e.id >= (SELECT min(id) FROM events WHERE case_id = $2 AND what = 'case.release')
		ORDER BY e.id DESC LIMIT $3`, caseID, mostHistory)
	for i := range all {
		all[i] = Event{ID: all[i].ID, When: all[i].When, OrgID: all[i].OrgID, OrgName: all[i].OrgName,
			What: all[i].What, CaseID: all[i].CaseID, Picture: all[i].Picture}
	}
	return all, err
}

// Events is the record of the viewer's organisation, newest first, for auditors:
// what its people did, and what others did with its cases. before 0 is the newest.
func (db *DB) Events(ctx context.Context, v Viewer, f EventFilter, before int64, limit int) ([]Event, error) {
	actor, err := readActor(ctx, db.sql, v)
	if err != nil {
		return nil, err
	}
	if !actor.Has(RoleAuditor) {
		return nil, denied("read the record")
	}
	// Each half follows its own index; the whole record is never sorted.
	own := `(SELECT e.id FROM events e WHERE e.org_id = $2 AND ($3 = 0 OR e.id < $3)` + eventFilter + ` ORDER BY e.id DESC LIMIT $4)
		UNION ALL `
	if f.Others {
		own = ``
	}
	return db.readEvents(ctx, actor, `e.id IN (`+own+`
			(SELECT e.id FROM events e WHERE e.owner_id = $2 AND e.owner_id <> e.org_id AND ($3 = 0 OR e.id < $3)`+eventFilter+` ORDER BY e.id DESC LIMIT $4))
		ORDER BY e.id DESC LIMIT $4`, append([]any{actor.OrgID, before, limit}, f.args()...)...)
}

// readEvents reads the events e that rest picks. Of another organisation's people
// the organisation is named and nothing else: who they are is theirs to say.
func (db *DB) readEvents(ctx context.Context, v Viewer, rest string, args ...any) ([]Event, error) {
	rows, err := db.sql.QueryContext(ctx, `
		SELECT e.id, e.at, e.org_id, coalesce(o.name, ''), e.what, e.case_id, e.picture_id, e.details,
			CASE WHEN e.org_id = $1 THEN e.user_id ELSE '' END,
			CASE WHEN e.org_id = $1 THEN coalesce(u.name, '') ELSE '' END,
			CASE WHEN e.org_id = $1 THEN e.address ELSE '' END,
			CASE WHEN e.org_id = $1 THEN e.request_id ELSE '' END
		FROM events e LEFT JOIN users u ON u.id = e.user_id LEFT JOIN organisations o ON o.id = e.org_id
		WHERE `+rest, append([]any{v.OrgID}, args...)...)
	if err != nil {
		return nil, kind("read the record", err)
	}
	defer rows.Close()
	all := []Event{}
	for rows.Next() {
		var e Event
		var details []byte
		if err := rows.Scan(&e.ID, &e.When, &e.OrgID, &e.OrgName, &e.What, &e.CaseID, &e.Picture, &details,
			&e.UserID, &e.Name, &e.Address, &e.RequestID); err != nil {
			return nil, kind("read the record", err)
		}
		if err := json.Unmarshal(details, &e.Details); err != nil {
			return nil, kind("read the record", err)
		}
		all = append(all, e)
	}
	return all, kind("read the record", rows.Err())
}
