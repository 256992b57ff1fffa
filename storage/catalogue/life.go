package catalogue

import (
	"context"
	"database/sql"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/lib/pq"
)

// The life of a case:
//
//	draft <--return--+
//	   +--submit--> submitted --release--> released
//	                      |                     |
//	                      +------withdraw-------+--> withdrawn --reopen--> draft
//
// Each step is recorded with its reason. What takes something back must have one.
// Contributors and releasers of its organisation edit a draft and a submitted
// case, and withdraw a submitted one. A released case is the releaser's alone.

const longestReason = 1000

// held is a case that a transaction has locked in order to change it.
type held struct {
	id       string
	orgID    string
	access   Access
	state    State
	tlp      TLP
	expires  string
	audience Audience
}

// hold locks a case. It is fs.ErrNotExist when the actor may not see it and
// fs.ErrPermission when it is another organisation's or the actor holds none of roles.
//
// The lock is a statement of its own: one statement that locks a case and reads
// its row of access would, after waiting for another writer, hold the new case
// against the old row and find nothing.
func hold(ctx context.Context, tx *sql.Tx, actor Viewer, id string, roles ...Role) (held, error) {
	if !validID(id) {
		return held{}, hidden("case")
	}
	if _, err := tx.ExecContext(ctx, `SELECT FROM cases WHERE id = $1 FOR NO KEY UPDATE`, id); err != nil {
		return held{}, kind("lock case", err)
	}
	h := held{id: id}
	err := tx.QueryRowContext(ctx, `
		SELECT c.org_id, c.access_id, acc.state, acc.tlp, coalesce(to_char(acc.expires, 'YYYY-MM-DD'), ''),
			acc.everyone, acc.regions, acc.orgs, acc.groups, acc.persons
		FROM cases c JOIN access acc ON acc.id = c.access_id WHERE `+may+` AND c.id = $2`, actor.UserID, id).
		Scan(&h.orgID, &h.access, &h.state, &h.tlp, &h.expires, &h.audience.Everyone, pq.Array(&h.audience.Regions),
			pq.Array(&h.audience.Organisations), pq.Array(&h.audience.Groups), pq.Array(&h.audience.Persons))
	if err != nil {
		return held{}, kind("case", err)
	}
	if h.orgID != actor.OrgID || !actor.Has(roles...) {
		return held{}, denied("change the case")
	}
	return h, nil
}

// holdToEdit is hold for who may edit the case in the state in which it stands.
func holdToEdit(ctx context.Context, tx *sql.Tx, actor Viewer, id string) (held, error) {
	h, err := hold(ctx, tx, actor, id, RoleContributor, RoleReleaser)
	switch {
	case err != nil:
		return held{}, err
	case h.state == Withdrawn:
		return held{}, wrongState(h.state)
	case h.state == Released && !actor.Has(RoleReleaser):
		return held{}, denied("edit a released case")
	}
	return h, nil
}

func wrongState(s State) error {
	return &Invalid{Field: "state", Code: "state", Args: []any{string(s)}}
}

// put gives a held case another state, label, last day or audience.
func (h held) put(ctx context.Context, tx *sql.Tx, s State, tlp TLP, expires string, a Audience) error {
	access, err := accessOf(ctx, tx, h.orgID, s, tlp, expires, a)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE cases SET access_id = $2, changed = now(),
		released = CASE WHEN $3 THEN coalesce(released, now()) ELSE released END WHERE id = $1`,
		h.id, access, s == Released)
	return kind("put case", err)
}

// UpdateCase replaces the form of a case of the viewer's own organisation.
func (db *DB) UpdateCase(ctx context.Context, v Viewer, id string, f CaseForm) (Case, error) {
	lex, err := db.lexicon(ctx)
	if err != nil {
		return Case{}, err
	}
	err = db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		h, err := holdToEdit(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		before, err := readCase(ctx, tx, actor.UserID, id)
		if err != nil {
			return err
		}
		done, err := db.edit(ctx, tx, actor, lex, h, before, f)
		if err != nil || !done {
			return err
		}
		return changed(ctx, tx, id)
	})
	if err != nil {
		return Case{}, err
	}
	return db.Case(ctx, v, id)
}

// edit writes another form of a held case, with all checks and all that goes with
// it but the announcement, which the caller makes last. done is false when nothing differs.
func (db *DB) edit(ctx context.Context, tx *sql.Tx, actor Viewer, lex *lexicon, h held, before Case, f CaseForm) (done bool, err error) {
	f.clean()
	bad := f.check(lex, before.CaseForm, time.Now())
	if h.state == Released {
		bad = append(bad, f.complete(lex, len(before.Pictures))...)
	}
	if f.TLP.valid() && !f.TLP.Admits(h.audience) {
		bad.add("tlp", "tlp_audience", string(f.TLP))
	}
	if err := bad.err(); err != nil {
		return false, err
	}
	if h.state == Released {
		after := before
		after.CaseForm = f
		if err := db.guarded(ctx, tx, after, func(g GuardFinding) string { return g.Field }); err != nil {
			return false, err
		}
	}
	fields := before.differs(f)
	if len(fields) == 0 { // a form that saves itself says so often
		return false, nil
	}
	if f.Version != "" && f.Version != before.Version {
		return false, &Stale{Fields: fields}
	}
	if err := h.put(ctx, tx, h.state, f.TLP, f.Expires, h.audience); err != nil {
		return false, err
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE cases SET title = $2, month = $3, country = $4, place = $5, mode = $6, means = $7, route = $8,
			cover = $9, concealment = $10, construction = $11, shielding = $12, trigger = $13, narrative = $14,
			training = $15, search = array_to_tsvector($16), onward = $17 WHERE id = $1`,
		h.id, f.Title, f.Month, f.Country, f.Place, f.Mode, f.Means, list(f.Route), f.Cover, list(f.Concealment),
		f.Construction, f.Shielding, f.Trigger, f.Narrative, f.Training, list(f.lexemes(h.id)), f.Onward); err != nil {
		return false, kind("update case", err)
	}
	if err := writeGoods(ctx, tx, h.id, f.Goods); err != nil {
		return false, err
	}
	if err := changedFields(ctx, tx, actor, h, before.CaseForm, f, fields); err != nil {
		return false, err
	}
	if err := record(ctx, tx, actor, Event{What: "case.update", CaseID: h.id,
		Details: map[string]any{"fields": fields}}); err != nil {
		return false, err
	}
	return true, nil
}

// differs names the fields in which two forms are not the same.
func (f CaseForm) differs(g CaseForm) []string {
	fields := []string{}
	note := func(name string, same bool) {
		if !same {
			fields = append(fields, name)
		}
	}
	note("title", f.Title == g.Title)
	note("month", f.Month == g.Month)
	note("country", f.Country == g.Country)
	note("place", f.Place == g.Place)
	note("mode", f.Mode == g.Mode)
	note("means", f.Means == g.Means)
	note("route", slices.Equal(f.Route, g.Route))
	note("cover", f.Cover == g.Cover)
	note("concealment", slices.Equal(f.Concealment, g.Concealment))
	note("construction", f.Construction == g.Construction)
	note("shielding", f.Shielding == g.Shielding)
	note("trigger", f.Trigger == g.Trigger)
	note("goods", slices.Equal(f.Goods, g.Goods))
	note("narrative", f.Narrative == g.Narrative)
	note("tlp", f.TLP == g.TLP)
	note("training", f.Training == g.Training)
	note("onward", f.Onward == g.Onward)
	note("expires", f.Expires == g.Expires)
	return fields
}

// step is one move in the life of a case.
type step struct {
	to       State
	audience Audience
	details  map[string]any // for the record
	nothing  bool           // the case is there already
}

// move takes a step that decide finds allowed, records and announces it.
func (db *DB) move(ctx context.Context, v Viewer, id, what string, roles []Role,
	decide func(tx *sql.Tx, actor Viewer, h held) (step, error)) (Case, error) {
	err := db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		h, err := hold(ctx, tx, actor, id, roles...)
		if err != nil {
			return err
		}
		s, err := decide(tx, actor, h)
		if err != nil || s.nothing {
			return err
		}
		if err := h.put(ctx, tx, s.to, h.tlp, h.expires, s.audience); err != nil {
			return err
		}
		if err := record(ctx, tx, actor, Event{What: what, CaseID: id, Details: s.details}); err != nil {
			return err
		}
		return changed(ctx, tx, id)
	})
	if err != nil {
		return Case{}, err
	}
	return db.Case(ctx, v, id)
}

// because is what the record keeps of a step: its reason, and whatever else it is given.
func because(reason string, details map[string]any) map[string]any {
	if details == nil {
		details = map[string]any{}
	}
	if reason != "" {
		details["reason"] = reason
	}
	return details
}

// reasoned cleans a reason; required says that there must be one.
func reasoned(reason string, required bool) (string, error) {
	reason = text(reason)
	switch {
	case required && reason == "":
		return "", &Invalid{Field: "reason", Code: "required"}
	case utf8.RuneCountInString(reason) > longestReason:
		return "", &Invalid{Field: "reason", Code: "too_long", Args: []any{longestReason}}
	}
	return reason, nil
}

// Submit hands a draft to the releasers, with a word to them if there is one.
// Everything that it lacks is said at once, as Invalids.
func (db *DB) Submit(ctx context.Context, v Viewer, id, reason string) (Case, error) {
	lex, err := db.lexicon(ctx)
	if err != nil {
		return Case{}, err
	}
	return db.move(ctx, v, id, "case.submit", []Role{RoleContributor, RoleReleaser},
		func(tx *sql.Tx, actor Viewer, h held) (step, error) {
			if h.state != Draft {
				return step{}, wrongState(h.state)
			}
			reason, err := reasoned(reason, false)
			if err != nil {
				return step{}, err
			}
			c, err := readCase(ctx, tx, actor.UserID, id)
			if err != nil {
				return step{}, err
			}
			return step{to: Submitted, details: because(reason, nil)}, c.complete(lex, len(c.Pictures)).err()
		})
}

// Return hands a submitted case back to its author, with the reason.
func (db *DB) Return(ctx context.Context, v Viewer, id, reason string) (Case, error) {
	return db.move(ctx, v, id, "case.return", []Role{RoleContributor, RoleReleaser},
		func(_ *sql.Tx, _ Viewer, h held) (step, error) {
			if h.state != Submitted {
				return step{}, wrongState(h.state)
			}
			reason, err := reasoned(reason, true)
			return step{to: Draft, details: because(reason, nil)}, err
		})
}

// Release opens a submitted case to an audience, or changes the audience of a
// released one; the same audience again changes nothing. For releasers. Persons of
// the audience may be given by id or by e-mail.
func (db *DB) Release(ctx context.Context, v Viewer, id string, a Audience, reason string) (Case, error) {
	lex, err := db.lexicon(ctx)
	if err != nil {
		return Case{}, err
	}
	return db.move(ctx, v, id, "case.release", []Role{RoleReleaser},
		func(tx *sql.Tx, actor Viewer, h held) (step, error) {
			if h.state != Submitted && h.state != Released {
				return step{}, wrongState(h.state)
			}
			reason, err := reasoned(reason, false)
			if err != nil {
				return step{}, err
			}
			a, g, err := db.releasable(ctx, tx, actor, lex, h, a)
			if err != nil || h.state == Released && a.equal(h.audience) {
				return step{nothing: true}, err
			}
			return step{to: Released, audience: a, details: because(reason, map[string]any{"audience": a})}, g.report(ctx, tx, actor, id)
		})
}

// releasable answers the audience as it is kept, or what keeps a held case from
// being released to it, all at once, and the guard to keep the report of.
func (db *DB) releasable(ctx context.Context, tx *sql.Tx, actor Viewer, lex *lexicon, h held, a Audience) (Audience, Guard, error) {
	c, err := readCase(ctx, tx, actor.UserID, h.id)
	if err != nil {
		return a, Guard{}, err
	}
	a, bad, err := checkAudience(ctx, tx, lex, h, a)
	if err != nil {
		return a, Guard{}, err
	}
	// It may have lost something since it was submitted.
	bad = append(bad, c.complete(lex, len(c.Pictures))...)
	if h.expires != "" && h.expires < time.Now().UTC().Format(time.DateOnly) {
		bad.add("expires", "expired", h.expires)
	}
	g, err := db.guard(ctx, tx, actor, h.id)
	if err != nil {
		return a, g, err
	}
	if g.Open > 0 {
		bad.add("guard", "guard", g.Open)
	}
	if h.state != Released {
		other, err := needsOther(ctx, tx, actor, c)
		if err != nil {
			return a, g, err
		}
		if other {
			bad.add("state", "four_eyes")
		}
	}
	return a, g, bad.err()
}

// needsOther reports whether somebody else than its author must release the case.
func needsOther(ctx context.Context, q querier, actor Viewer, c Case) (bool, error) {
	var fourEyes bool
	err := q.QueryRowContext(ctx, `SELECT four_eyes FROM organisations WHERE id = $1`, c.OrgID).Scan(&fourEyes)
	return fourEyes && c.AuthorID == actor.UserID, kind("organisation", err)
}

// Withdraw takes a submitted or released case back, with a reason; nobody else
// sees it from then on.
func (db *DB) Withdraw(ctx context.Context, v Viewer, id, reason string) (Case, error) {
	return db.move(ctx, v, id, "case.withdraw", []Role{RoleContributor, RoleReleaser},
		func(_ *sql.Tx, actor Viewer, h held) (step, error) {
			switch {
			case h.state != Submitted && h.state != Released:
				return step{}, wrongState(h.state)
			case h.state == Released && !actor.Has(RoleReleaser):
				return step{}, denied("withdraw a released case")
			}
			reason, err := reasoned(reason, true)
			return step{to: Withdrawn, details: because(reason, nil)}, err
		})
}

// Reopen makes a withdrawn case a draft again, with a reason.
func (db *DB) Reopen(ctx context.Context, v Viewer, id, reason string) (Case, error) {
	return db.move(ctx, v, id, "case.reopen", []Role{RoleContributor, RoleReleaser},
		func(_ *sql.Tx, _ Viewer, h held) (step, error) {
			if h.state != Withdrawn {
				return step{}, wrongState(h.state)
			}
			reason, err := reasoned(reason, true)
			return step{to: Draft, details: because(reason, nil)}, err
		})
}
