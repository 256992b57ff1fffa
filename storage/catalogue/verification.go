package catalogue

import (
	"context"
	"database/sql"
	"strings"
	"time"
	"unicode/utf8"
)

// Verification is what the RILO of a region says of a case that an organisation of
// the region released, by the grades of the intelligence services: of the source
// from A, always reliable, to E, unreliable, and F, not known; of the information
// from 1, confirmed by others, to 5, improbable, and 6, not known.
type Verification struct {
	OrgID       string    `json:"organisation"`
	OrgName     string    `json:"organisation_name"`
	By          string    `json:"by,omitempty"` // of the own organisation only
	Source      string    `json:"source"`       // A to F
	Information string    `json:"information"`  // 1 to 6
	Note        string    `json:"note,omitempty"`
	Given       time.Time `json:"given"`
	Old         bool      `json:"old,omitempty"` // the case has changed since
	Mine        bool      `json:"mine,omitempty"`
}

// Grades of a source and of an information.
var (
	Sources      = strings.Split("ABCDEF", "")
	Informations = strings.Split("123456", "")
)

// MayVerify reports whether the viewer verifies a case that he sees: analysts of a
// RILO, of the region of its owner, other than the owner, once it is released.
func (db *DB) MayVerify(ctx context.Context, v Viewer, caseID string) (may bool, err error) {
	c, err := db.Case(ctx, v, caseID)
	if err != nil {
		return false, err
	}
	return mayVerify(ctx, db.sql, v, c)
}

func mayVerify(ctx context.Context, q querier, v Viewer, c Case) (may bool, err error) {
	if !v.Has(RoleAnalyst) || v.OrgKind != OrgRILO || c.Mine || c.State != Released {
		return false, nil
	}
	err = q.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM organisations mine, organisations theirs
		WHERE mine.id = $1 AND theirs.id = $2 AND mine.region = theirs.region AND mine.region <> '')`, v.OrgID, c.OrgID).Scan(&may)
	return may, kind("verify", err)
}

// Verify gives the grades of the viewer's RILO, in place of those it gave before.
func (db *DB) Verify(ctx context.Context, v Viewer, caseID, source, information, note string) error {
	source, information, note = strings.ToUpper(line(source)), line(information), text(note)
	return db.verifies(ctx, v, caseID, func(tx *sql.Tx, actor Viewer, c Case) error {
		var bad Invalids
		if len(source) != 1 || !strings.Contains("ABCDEF", source) {
			bad.add("source", "source")
		}
		if len(information) != 1 || !strings.Contains("123456", information) {
			bad.add("information", "information")
		}
		if utf8.RuneCountInString(note) > longestReason {
			bad.add("note", "too_long", longestReason)
		}
		if err := bad.err(); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO verifications AS w (case_id, org_id, user_id, source, information, note, version)
			VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (case_id, org_id) DO UPDATE SET user_id = excluded.user_id, source = excluded.source,
			information = excluded.information, note = excluded.note, version = excluded.version, given = now()`,
			caseID, actor.OrgID, actor.UserID, source, information, note, c.Version); err != nil {
			return kind("verify", err)
		}
		return record(ctx, tx, actor, Event{What: "case.verify", CaseID: caseID, Details: map[string]any{"grade": source + information}})
	})
}

// Unverify takes them back; fs.ErrNotExist where there are none.
func (db *DB) Unverify(ctx context.Context, v Viewer, caseID string) error {
	return db.verifies(ctx, v, caseID, func(tx *sql.Tx, actor Viewer, _ Case) error {
		var grade string
		if err := tx.QueryRowContext(ctx, `DELETE FROM verifications WHERE case_id = $1 AND org_id = $2 RETURNING source || information`, caseID, actor.OrgID).
			Scan(&grade); err != nil {
			return kind("verification", err)
		}
		return record(ctx, tx, actor, Event{What: "case.unverify", CaseID: caseID, Details: map[string]any{"grade": grade}})
	})
}

// verifies runs fn for who verifies a case; fs.ErrPermission for others who see it.
func (db *DB) verifies(ctx context.Context, v Viewer, caseID string, fn func(tx *sql.Tx, actor Viewer, c Case) error) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		if !validID(caseID) {
			return hidden("case")
		}
		if _, err := tx.ExecContext(ctx, `SELECT FROM cases WHERE id = $1 FOR NO KEY UPDATE`, caseID); err != nil {
			return kind("lock case", err)
		}
		c, err := readCase(ctx, tx, actor.UserID, caseID)
		if err != nil {
			return err
		}
		may, err := mayVerify(ctx, tx, actor, c)
		if err != nil {
			return err
		}
		if !may {
			return denied("verify the case")
		}
		return fn(tx, actor, c)
	})
}

// Verifications of a case, for all who see it, the newest first.
func (db *DB) Verifications(ctx context.Context, v Viewer, caseID string) ([]Verification, error) {
	c, err := db.Case(ctx, v, caseID)
	if err != nil {
		return nil, err
	}
	rows, err := db.sql.QueryContext(ctx, `
		SELECT o.id, o.name, CASE WHEN w.org_id = me.org_id THEN u.name ELSE '' END, w.source, w.information, w.note, w.given, w.version <> $3, w.org_id = me.org_id
		FROM verifications w JOIN organisations o ON o.id = w.org_id JOIN users u ON u.id = w.user_id JOIN users me ON me.id = $1
		WHERE w.case_id = $2 ORDER BY w.given DESC, o.id`, v.UserID, c.ID, c.Version)
	if err != nil {
		return nil, kind("verifications", err)
	}
	defer rows.Close()
	all := []Verification{}
	for rows.Next() {
		var w Verification
		if err := rows.Scan(&w.OrgID, &w.OrgName, &w.By, &w.Source, &w.Information, &w.Note, &w.Given, &w.Old, &w.Mine); err != nil {
			return nil, kind("verifications", err)
		}
		all = append(all, w)
	}
	return all, kind("verifications", rows.Err())
}
