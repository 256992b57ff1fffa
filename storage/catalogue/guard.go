package catalogue

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/lib/pq"

	"lynceus/storage/nominal"
)

// Guard is what stands between a case and its release: nothing in it may identify
// a person. What looks as if it might is taken out of the text or kept with a
// reason, and a person says of each picture that it shows nobody.
type Guard struct {
	Findings []GuardFinding `json:"findings"`
	Pictures []GuardPicture `json:"pictures"`
	Open     int            `json:"open"` // how many of both still wait for somebody
}

// GuardFinding is something in a free text of the case.
type GuardFinding struct {
	ID     string       `json:"id"`                // of what was found; the same wherever it stands in the case
	Field  string       `json:"field"`             // title, narrative, goods, or region with its picture
	Where  string       `json:"picture,omitempty"` // of the region
	Kind   nominal.Kind `json:"kind"`
	Before string       `json:"before"` // some of the text around it
	Text   string       `json:"text"`
	After  string       `json:"after"`
	Reason string       `json:"reason,omitempty"` // why it stays; empty while nobody has said
	By     string       `json:"by,omitempty"`
	When   time.Time    `json:"when,omitzero"`
}

// GuardPicture is a picture and who said that it shows nobody.
type GuardPicture struct {
	ID   string    `json:"id"`
	By   string    `json:"by,omitempty"`
	When time.Time `json:"when,omitzero"`
}

// Checked reports whether somebody has.
func (p GuardPicture) Checked() bool { return !p.When.IsZero() }

// GuardReport is what is kept of it with a release.
type GuardReport struct {
	Made     time.Time `json:"made"`
	Pictures int       `json:"pictures"`          // that a person looked at
	Kept     int       `json:"kept"`              // findings that stayed
	By       string    `json:"by,omitempty"`      // who released, for the own organisation only
	Reasons  []string  `json:"reasons,omitempty"` // likewise
}

// GuardDecisions are what a person says at once.
type GuardDecisions struct {
	Keep    map[string]string `json:"keep"`    // reason by the id of a finding; an empty one takes it back
	Checked []string          `json:"checked"` // ids of all pictures that show nobody; nil leaves them as they are
}

// CaseGuard is the guard of a case as it stands, for the contributors and releasers
// of its organisation.
func (db *DB) CaseGuard(ctx context.Context, v Viewer, caseID string) (g Guard, err error) {
	err = db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		if _, err := hold(ctx, tx, actor, caseID, RoleContributor, RoleReleaser); err != nil {
			return err
		}
		g, err = db.guard(ctx, tx, actor, caseID)
		return err
	})
	return g, err
}

// guard finds what there is in a case that the transaction holds.
func (db *DB) guard(ctx context.Context, tx *sql.Tx, actor Viewer, caseID string) (Guard, error) {
	c, err := readCase(ctx, tx, actor.UserID, caseID)
	if err != nil {
		return Guard{}, err
	}
	g := Guard{Findings: db.findings(c), Pictures: []GuardPicture{}}
	if err := g.readKept(ctx, tx, caseID); err != nil {
		return Guard{}, err
	}
	if err := g.readChecked(ctx, tx, caseID); err != nil {
		return Guard{}, err
	}
	for _, f := range g.Findings {
		if f.Reason == "" {
			g.Open++
		}
	}
	for _, p := range g.Pictures {
		if !p.Checked() {
			g.Open++
		}
	}
	return g, nil
}

// findings are what the free texts of a case have in them.
func (db *DB) findings(c Case) []GuardFinding {
	all := []GuardFinding{}
	look := func(field, where, text string) {
		for _, f := range nominal.Find(text, c.Country) {
			all = append(all, GuardFinding{
				ID: hex.EncodeToString(db.findingSum(c.ID, f)), Field: field, Where: where, Kind: f.Kind,
				Before: lastOf(text[:f.Start]), Text: f.Text, After: firstOf(text[f.End:]),
			})
		}
	}
	look("title", "", c.Title)
	look("narrative", "", c.Narrative)
	for _, g := range c.Goods {
		look("goods", "", g.Unit)
	}
	for _, p := range c.Pictures {
		for _, r := range p.Regions {
			look("region", p.ID, r.Label)
		}
	}
	return all
}

// around is how much of a text is shown on either side of a finding, in characters.
const around = 40

func lastOf(s string) string {
	for utf8.RuneCountInString(s) > around {
		_, n := utf8.DecodeRuneInString(s)
		s = s[n:]
	}
	return s
}

func firstOf(s string) string {
	n := 0
	for at := range s {
		if n++; n > around {
			return s[:at]
		}
	}
	return s
}

func (db *DB) findingSum(caseID string, f nominal.Finding) []byte {
	m := hmac.New(sha256.New, db.key.Secret("guard"))
	m.Write([]byte(caseID + " " + string(f.Kind) + " " + f.Text))
	return m.Sum(nil)[:16]
}

func (g *Guard) readKept(ctx context.Context, q querier, caseID string) error {
	rows, err := q.QueryContext(ctx, `SELECT encode(k.sum, 'hex'), k.reason, u.name, k.kept
		FROM kept_findings k JOIN users u ON u.id = k.user_id WHERE k.case_id = $1`, caseID)
	if err != nil {
		return kind("kept findings", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, reason, by string
		var when time.Time
		if err := rows.Scan(&id, &reason, &by, &when); err != nil {
			return kind("kept findings", err)
		}
		for i := range g.Findings {
			if f := &g.Findings[i]; f.ID == id {
				f.Reason, f.By, f.When = reason, by, when
			}
		}
	}
	return kind("kept findings", rows.Err())
}

func (g *Guard) readChecked(ctx context.Context, q querier, caseID string) error {
	rows, err := q.QueryContext(ctx, `SELECT p.id, coalesce(u.name, ''), p.checked
		FROM pictures p LEFT JOIN users u ON u.id = p.checked_by WHERE p.case_id = $1 ORDER BY p.position, p.created, p.id`, caseID)
	if err != nil {
		return kind("checked pictures", err)
	}
	defer rows.Close()
	for rows.Next() {
		var p GuardPicture
		var when sql.NullTime
		if err := rows.Scan(&p.ID, &p.By, &when); err != nil {
			return kind("checked pictures", err)
		}
		p.When = when.Time
		g.Pictures = append(g.Pictures, p)
	}
	return kind("checked pictures", rows.Err())
}

// DecideGuard takes down what a person says, for who may edit the case. Of a
// released case nothing is taken back: it is withdrawn first. What is not in the
// case any more is passed over.
func (db *DB) DecideGuard(ctx context.Context, v Viewer, caseID string, d GuardDecisions) (g Guard, err error) {
	err = db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		h, err := holdToEdit(ctx, tx, actor, caseID)
		if err != nil {
			return err
		}
		before, err := db.guard(ctx, tx, actor, caseID)
		if err != nil {
			return err
		}
		if err := keep(ctx, tx, actor, h, before, d.Keep); err != nil {
			return err
		}
		if d.Checked != nil {
			if err := check(ctx, tx, actor, h, before, d.Checked); err != nil {
				return err
			}
		}
		g, err = db.guard(ctx, tx, actor, caseID)
		return err
	})
	return g, err
}

func keep(ctx context.Context, tx *sql.Tx, actor Viewer, h held, before Guard, reasons map[string]string) error {
	done := map[string]bool{}
	for _, f := range before.Findings {
		reason, said := reasons[f.ID]
		if !said || done[f.ID] {
			continue
		}
		done[f.ID] = true
		reason, err := reasoned(reason, false)
		if err != nil {
			return err
		}
		sum, err := hex.DecodeString(f.ID)
		if err != nil {
			return err
		}
		switch {
		case reason == f.Reason:
			continue
		case reason == "" && h.state == Released:
			return wrongState(h.state)
		case reason == "":
			_, err = tx.ExecContext(ctx, `DELETE FROM kept_findings WHERE case_id = $1 AND sum = $2`, h.id, sum)
		default:
			_, err = tx.ExecContext(ctx, `INSERT INTO kept_findings (case_id, sum, reason, user_id) VALUES ($1, $2, $3, $4)
				ON CONFLICT (case_id, sum) DO UPDATE SET reason = excluded.reason, user_id = excluded.user_id, kept = now()`, h.id, sum, reason, actor.UserID)
		}
		if err != nil {
			return kind("keep finding", err)
		}
		if err := record(ctx, tx, actor, Event{What: "guard.keep", CaseID: h.id,
			Details: because(reason, map[string]any{"kind": f.Kind, "field": f.Field, "kept": reason != ""})}); err != nil {
			return err
		}
	}
	return nil
}

func check(ctx context.Context, tx *sql.Tx, actor Viewer, h held, before Guard, checked []string) error {
	for _, p := range before.Pictures {
		now := slices.Contains(checked, p.ID)
		switch {
		case now == p.Checked():
			continue
		case !now && h.state == Released:
			return wrongState(h.state)
		}
		if _, err := tx.ExecContext(ctx, `UPDATE pictures SET checked = CASE WHEN $2 THEN now() END, checked_by = CASE WHEN $2 THEN $3 END
			WHERE id = $1`, p.ID, now, actor.UserID); err != nil {
			return kind("check picture", err)
		}
		if err := record(ctx, tx, actor, Event{What: "guard.check", CaseID: h.id, Picture: p.ID, Details: map[string]any{"checked": now}}); err != nil {
			return err
		}
	}
	return nil
}

// report keeps what a release of a held case was made on.
func (g Guard) report(ctx context.Context, tx *sql.Tx, actor Viewer, caseID string) error {
	reasons := []string{}
	for _, f := range g.Findings {
		reasons = append(reasons, f.Reason)
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO guard_reports (case_id, user_id, pictures, reasons) VALUES ($1, $2, $3, $4)`,
		caseID, actor.UserID, len(g.Pictures), pq.Array(reasons))
	return kind("guard report", err)
}

// CaseReport is the report of the last release of a case that the viewer may see;
// fs.ErrNotExist for one that was never released, or before there were reports.
func (db *DB) CaseReport(ctx context.Context, v Viewer, caseID string) (r GuardReport, err error) {
	if !validID(caseID) {
		return GuardReport{}, hidden("case")
	}
	err = db.sql.QueryRowContext(ctx, `
		SELECT r.made, r.pictures, cardinality(r.reasons), CASE WHEN c.org_id = me.org_id THEN u.name ELSE '' END,
			CASE WHEN c.org_id = me.org_id THEN r.reasons ELSE '{}' END
		FROM cases c JOIN guard_reports r ON r.case_id = c.id JOIN users u ON u.id = r.user_id JOIN users me ON me.id = $1
		WHERE `+may+` AND c.id = $2 ORDER BY r.id DESC LIMIT 1`, v.UserID, caseID).
		Scan(&r.Made, &r.Pictures, &r.Kept, &r.By, pq.Array(&r.Reasons))
	return r, kind("guard report", err)
}

// guarded refuses what would put something undecided into a released case.
func (db *DB) guarded(ctx context.Context, q querier, c Case, field func(GuardFinding) string) error {
	g := Guard{Findings: db.findings(c)}
	if err := g.readKept(ctx, q, c.ID); err != nil {
		return err
	}
	var bad Invalids
	for _, f := range g.Findings {
		if f.Reason == "" {
			bad.add(field(f), "nominal", f.Text)
		}
	}
	return bad.err()
}
