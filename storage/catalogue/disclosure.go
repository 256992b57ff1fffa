package catalogue

import (
	"context"
	"database/sql"
	"slices"
)

// Disclosure is what a picture of a released case tells those whom the audience
// leaves out when they ask with a look-alike of their own. Who may see it finds it
// in any case.
type Disclosure string

const (
	DisclosureOpen   Disclosure = "open"   // nothing, to either side
	DisclosureIndex  Disclosure = "index"  // that its owner holds a similar picture
	DisclosureSilent Disclosure = "silent" // nothing; its owner is told who asked
)

// Disclosures in the order in which a form shows them.
var Disclosures = []Disclosure{DisclosureOpen, DisclosureIndex, DisclosureSilent}

// SetDisclosure decides it for one picture, for releasers of its organisation: it
// is a release of the fact that the picture is there.
func (db *DB) SetDisclosure(ctx context.Context, v Viewer, pictureID string, d Disclosure) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		p, _, err := holdPicture(ctx, tx, actor, pictureID)
		if err != nil {
			return err
		}
		return disclose(ctx, tx, actor, p.CaseID, d, []string{pictureID})
	})
}

// SetDisclosures is SetDisclosure for all pictures that a case has now.
func (db *DB) SetDisclosures(ctx context.Context, v Viewer, caseID string, d Disclosure) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		if _, err := holdToEdit(ctx, tx, actor, caseID); err != nil {
			return err
		}
		c, err := readCase(ctx, tx, actor.UserID, caseID)
		if err != nil {
			return err
		}
		ids := make([]string, len(c.Pictures))
		for i, p := range c.Pictures {
			ids[i] = p.ID
		}
		return disclose(ctx, tx, actor, caseID, d, ids)
	})
}

// disclose writes it to those pictures of a held case for which it is new.
func disclose(ctx context.Context, tx *sql.Tx, actor Viewer, caseID string, d Disclosure, ids []string) error {
	if !actor.Has(RoleReleaser) {
		return denied("decide what a picture discloses")
	}
	if !slices.Contains(Disclosures, d) {
		return &Invalid{Field: "disclosure", Code: "disclosure"}
	}
	for _, id := range ids {
		done, err := tx.ExecContext(ctx, `UPDATE pictures SET disclosure = $2 WHERE id = $1 AND disclosure <> $2`, id, string(d))
		if err != nil {
			return kind("disclosure", err)
		}
		if n, _ := done.RowsAffected(); n == 0 {
			continue
		}
		if err := record(ctx, tx, actor, Event{What: "picture.disclose", CaseID: caseID, Picture: id,
			Details: map[string]any{"disclosure": d}}); err != nil {
			return err
		}
	}
	return nil
}
