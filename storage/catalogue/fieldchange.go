package catalogue

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"
)

// FieldChange is one change of one field of a case.
type FieldChange struct {
	ID      int64           `json:"id"`
	Field   string          `json:"field"`            // as in the JSON of CaseForm
	Before  json.RawMessage `json:"before,omitempty"` // absent once struck out, and for who could not have read it
	After   json.RawMessage `json:"after,omitempty"`  // likewise
	By      string          `json:"by,omitempty"`     // of the own organisation only
	When    time.Time       `json:"when"`
	Struck  bool            `json:"struck,omitempty"`
	OrgName string          `json:"organisation_name"`
}

// changedFields keeps what the fields of a held case said before and say now.
func changedFields(ctx context.Context, tx *sql.Tx, actor Viewer, h held, before, after CaseForm, fields []string) error {
	was, err := byField(before)
	if err != nil {
		return err
	}
	is, err := byField(after)
	if err != nil {
		return err
	}
	for _, f := range fields {
		if _, err := tx.ExecContext(ctx, `INSERT INTO field_changes (case_id, field, before, after, user_id, access_id) VALUES ($1, $2, $3, $4, $5, $6)`,
			h.id, f, string(was[f]), string(is[f]), actor.UserID, h.access); err != nil {
			return kind("keep change", err)
		}
	}
	return nil
}

func byField(f CaseForm) (map[string]json.RawMessage, error) {
	b, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	var all map[string]json.RawMessage
	return all, json.Unmarshal(b, &all)
}

// mostFieldChanges bounds the list of one case.
const mostFieldChanges = 500

// FieldChanges of a case that the viewer may see, the newest first: for its own
// organisation all of them; for others those made while the case was shared in a
// way that shows it to them, so that none reads what was said before the release.
func (db *DB) FieldChanges(ctx context.Context, v Viewer, caseID string) ([]FieldChange, error) {
	c, err := db.Case(ctx, v, caseID)
	if err != nil {
		return nil, err
	}
	rows, err := db.sql.QueryContext(ctx, `
		SELECT f.id, f.field, f.before, f.after, CASE WHEN $2 THEN u.name ELSE '' END, f.at, f.before IS NULL
		FROM field_changes f JOIN users u ON u.id = f.user_id
		WHERE f.case_id = $3 AND f.access_id IN (SELECT a.id FROM access a WHERE `+visible+`) ORDER BY f.id DESC LIMIT $4`, v.UserID, c.Mine, caseID, mostFieldChanges)
	if err != nil {
		return nil, kind("field changes", err)
	}
	defer rows.Close()
	all := []FieldChange{}
	for rows.Next() {
		f := FieldChange{OrgName: c.OrgName}
		var before, after []byte
		if err := rows.Scan(&f.ID, &f.Field, &before, &after, &f.By, &f.When, &f.Struck); err != nil {
			return nil, kind("field changes", err)
		}
		f.Before, f.After = before, after
		all = append(all, f)
	}
	return all, kind("field changes", rows.Err())
}

// StrikeFieldChange takes the values out of a change, with a reason, for releasers
// of the case's organisation: what identified somebody must not stay in the history.
func (db *DB) StrikeFieldChange(ctx context.Context, v Viewer, caseID string, id int64, reason string) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		if _, err := hold(ctx, tx, actor, caseID, RoleReleaser); err != nil {
			return err
		}
		reason, err := reasoned(reason, true)
		if err != nil {
			return err
		}
		var field string
		if err := tx.QueryRowContext(ctx, `UPDATE field_changes SET before = NULL, after = NULL WHERE id = $1 AND case_id = $2 RETURNING field`, id, caseID).
			Scan(&field); err != nil {
			return kind("field change", err)
		}
		return record(ctx, tx, actor, Event{What: "case.strike", CaseID: caseID, Details: because(reason, map[string]any{"field": field})})
	})
}
