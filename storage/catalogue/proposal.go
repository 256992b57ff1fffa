package catalogue

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"
)

// Proposal is what an analyst of another organisation would change in a released
// case. Its owner accepts or declines each field.
type Proposal struct {
	ID      string          `json:"id"`
	CaseID  string          `json:"case"`
	OrgID   string          `json:"organisation"`
	OrgName string          `json:"organisation_name"`
	By      string          `json:"by,omitempty"` // of the own organisation only
	Reason  string          `json:"reason"`
	Made    time.Time       `json:"made"`
	Mine    bool            `json:"mine"` // of the viewer's organisation
	Fields  []ProposedField `json:"fields"`
}

// ProposedField is one of the changes.
type ProposedField struct {
	Field  string          `json:"field"` // as in the JSON of CaseForm
	Base   json.RawMessage `json:"base"`  // what it said when this was proposed
	Value  json.RawMessage `json:"value"`
	Now    json.RawMessage `json:"now,omitempty"`   // what it says
	Moved  bool            `json:"moved,omitempty"` // it says something else than when this was proposed
	State  string          `json:"state"`           // open, accepted, declined, withdrawn
	Answer string          `json:"answer,omitempty"`
}

// Open reports whether any field waits for the owner.
func (p Proposal) Open() bool {
	return slices.ContainsFunc(p.Fields, func(f ProposedField) bool { return f.State == "open" })
}

// proposable are the fields that others may speak to: what happened, not who sees it.
var proposable = []string{"title", "month", "country", "place", "mode", "means", "route", "cover", "concealment", "construction",
	"shielding", "trigger", "goods", "narrative"}

const mostProposals = 20 // open ones of an organisation on one case

// MayPropose reports whether the viewer proposes changes to a case that he sees.
func (v Viewer) MayPropose(c Case) bool {
	return v.Has(RoleAnalyst) && v.OrgKind != OrgGuest && !c.Mine && c.State == Released
}

// Propose proposes the fields in which f is another than the case, for analysts who
// see it and are not of its organisation. What the form may not say is Invalid, as
// if the owner had written it.
func (db *DB) Propose(ctx context.Context, v Viewer, caseID string, f CaseForm, reason string) (Proposal, error) {
	lex, err := db.lexicon(ctx)
	if err != nil {
		return Proposal{}, err
	}
	id := NewID()
	err = db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		if !validID(caseID) {
			return hidden("case")
		}
		c, err := readCase(ctx, tx, actor.UserID, caseID)
		if err != nil {
			return err
		}
		if !actor.MayPropose(c) {
			return denied("propose a change")
		}
		f.clean()
		f.TLP, f.Training, f.Onward, f.Expires = c.TLP, c.Training, c.Onward, c.Expires // the originator's alone
		bad := f.check(lex, c.CaseForm, time.Now())
		bad = append(bad, f.complete(lex, len(c.Pictures))...)
		fields := c.differs(f)
		if len(fields) == 0 {
			bad.add("reason", "proposal_same")
		}
		if reason, err = reasoned(reason, true); err != nil {
			bad = append(bad, invalidOf(err))
		}
		if err := oneOf(ctx, tx, "proposals "+caseID, actor.OrgID); err != nil {
			return err
		}
		var open int
		if err := tx.QueryRowContext(ctx, `SELECT count(DISTINCT p.id) FROM proposals p JOIN proposal_fields x ON x.proposal_id = p.id
			WHERE p.case_id = $1 AND p.org_id = $2 AND x.state = 'open'`, caseID, actor.OrgID).Scan(&open); err != nil {
			return kind("propose", err)
		}
		if open >= mostProposals {
			bad.add("reason", "too_many", mostProposals)
		}
		if err := bad.err(); err != nil {
			return err
		}
		after := c
		after.CaseForm = f
		if err := db.guarded(ctx, tx, after, func(g GuardFinding) string { return g.Field }); err != nil {
			return err
		}
		if err := insertProposal(ctx, tx, actor, id, c, f, fields, reason); err != nil {
			return err
		}
		return record(ctx, tx, actor, Event{What: "proposal.make", CaseID: caseID, Details: map[string]any{"fields": fields}})
	})
	if err != nil {
		return Proposal{}, err
	}
	return db.proposal(ctx, v, id)
}

// invalidOf is the fault of one field in an error that is one.
func invalidOf(err error) *Invalid {
	var i *Invalid
	errors.As(err, &i)
	return i
}

func insertProposal(ctx context.Context, tx *sql.Tx, actor Viewer, id string, c Case, f CaseForm, fields []string, reason string) error {
	is, err := byField(c.CaseForm)
	if err != nil {
		return err
	}
	would, err := byField(f)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO proposals (id, case_id, org_id, user_id, reason) VALUES ($1, $2, $3, $4, $5)`,
		id, c.ID, actor.OrgID, actor.UserID, reason); err != nil {
		return kind("propose", err)
	}
	for _, name := range fields {
		if !slices.Contains(proposable, name) {
			continue
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO proposal_fields (proposal_id, field, base, value) VALUES ($1, $2, $3, $4)`,
			id, name, string(is[name]), string(would[name])); err != nil {
			return kind("propose", err)
		}
	}
	return nil
}

// Proposals of a case: all of them for its contributors and releasers, for others
// those of their own organisation. The newest first.
func (db *DB) Proposals(ctx context.Context, v Viewer, caseID string) ([]Proposal, error) {
	c, err := db.Case(ctx, v, caseID)
	if err != nil {
		return nil, err
	}
	is, err := byField(c.CaseForm)
	if err != nil {
		return nil, err
	}
	all, err := db.readProposals(ctx, v, `p.case_id = $2`, caseID)
	for _, p := range all {
		for i := range p.Fields {
			f := &p.Fields[i]
			f.Now, f.Moved = is[f.Field], !sameJSON(is[f.Field], f.Base)
		}
	}
	return all, err
}

func (db *DB) proposal(ctx context.Context, v Viewer, id string) (Proposal, error) {
	all, err := db.readProposals(ctx, v, `p.id = $2`, id)
	if err != nil {
		return Proposal{}, err
	}
	if len(all) == 0 {
		return Proposal{}, hidden("proposal")
	}
	return all[0], nil
}

func (db *DB) readProposals(ctx context.Context, v Viewer, rest string, args ...any) ([]Proposal, error) {
	rows, err := db.sql.QueryContext(ctx, `
		SELECT p.id, p.case_id, o.id, o.name, CASE WHEN p.org_id = me.org_id THEN w.name ELSE '' END, p.reason, p.made, p.org_id = me.org_id,
			(SELECT json_agg(json_build_object('field', x.field, 'base', x.base, 'value', x.value, 'state', x.state, 'answer', x.answer) ORDER BY x.field)
				FROM proposal_fields x WHERE x.proposal_id = p.id)
		FROM proposals p JOIN cases c ON c.id = p.case_id JOIN organisations o ON o.id = p.org_id JOIN users w ON w.id = p.user_id JOIN users me ON me.id = $1
		WHERE `+may+` AND (p.org_id = me.org_id OR c.org_id = me.org_id AND me.roles && '{contributor,releaser}') AND `+rest+` ORDER BY p.made DESC, p.id`,
		append([]any{v.UserID}, args...)...)
	if err != nil {
		return nil, kind("proposals", err)
	}
	defer rows.Close()
	all := []Proposal{}
	for rows.Next() {
		var p Proposal
		var fields []byte
		if err := rows.Scan(&p.ID, &p.CaseID, &p.OrgID, &p.OrgName, &p.By, &p.Reason, &p.Made, &p.Mine, &fields); err != nil {
			return nil, kind("proposals", err)
		}
		if err := json.Unmarshal(fields, &p.Fields); err != nil {
			return nil, kind("proposals", err)
		}
		all = append(all, p)
	}
	return all, kind("proposals", rows.Err())
}

// DecideProposal accepts or declines one field, for who may edit the case, a
// declined one with a reason. What is accepted is written as if the owner had typed
// it, with all checks. When the field says something else than when it was proposed
// it is *Stale, unless the decider has seen that and says so with anyway.
func (db *DB) DecideProposal(ctx context.Context, v Viewer, id, field string, accept, anyway bool, answer string) (Proposal, error) {
	lex, err := db.lexicon(ctx)
	if err != nil {
		return Proposal{}, err
	}
	err = db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		h, base, value, err := holdProposed(ctx, tx, actor, id, field)
		if err != nil {
			return err
		}
		if answer, err = reasoned(answer, !accept); err != nil {
			return err
		}
		state, what := "declined", "proposal.decline"
		if accept {
			state, what = "accepted", "proposal.accept"
			if err := db.acceptField(ctx, tx, actor, lex, h, field, base, value, anyway); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, `UPDATE proposal_fields SET state = $3, answer = $4, decided = now() WHERE proposal_id = $1 AND field = $2`,
			id, field, state, answer); err != nil {
			return kind("decide proposal", err)
		}
		if err := record(ctx, tx, actor, Event{What: what, CaseID: h.id, Details: because(answer, map[string]any{"field": field})}); err != nil {
			return err
		}
		if !accept {
			return nil
		}
		return changed(ctx, tx, h.id)
	})
	if err != nil {
		return Proposal{}, err
	}
	return db.proposal(ctx, v, id)
}

// holdProposed locks the case of a proposal for an edit, and an open field of it.
func holdProposed(ctx context.Context, tx *sql.Tx, actor Viewer, id, field string) (h held, base, value []byte, err error) {
	if !validID(id) {
		return held{}, nil, nil, hidden("proposal")
	}
	var caseID, state string
	if err := tx.QueryRowContext(ctx, `SELECT case_id FROM proposals WHERE id = $1`, id).Scan(&caseID); err != nil {
		return held{}, nil, nil, kind("proposal", err)
	}
	if h, err = holdToEdit(ctx, tx, actor, caseID); err != nil {
		return held{}, nil, nil, err
	}
	err = tx.QueryRowContext(ctx, `SELECT base, value, state FROM proposal_fields WHERE proposal_id = $1 AND field = $2 FOR UPDATE`, id, line(field)).
		Scan(&base, &value, &state)
	if err == nil && state != "open" {
		return held{}, nil, nil, &Invalid{Field: "state", Code: "proposal_decided"}
	}
	return h, base, value, kind("proposal", err)
}

func (db *DB) acceptField(ctx context.Context, tx *sql.Tx, actor Viewer, lex *lexicon, h held, field string, base, value []byte, anyway bool) error {
	before, err := readCase(ctx, tx, actor.UserID, h.id)
	if err != nil {
		return err
	}
	is, err := byField(before.CaseForm)
	if err != nil {
		return err
	}
	if !anyway && !sameJSON(is[field], base) {
		return &Stale{Fields: []string{field}}
	}
	is[field] = value
	b, err := json.Marshal(is)
	if err != nil {
		return err
	}
	var f CaseForm
	if err := json.Unmarshal(b, &f); err != nil {
		return err
	}
	f.Version = ""
	_, err = db.edit(ctx, tx, actor, lex, h, before, f)
	return err
}

// sameJSON compares values, not how they are written.
func sameJSON(a, b []byte) bool {
	var x, y any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	p, _ := json.Marshal(x)
	q, _ := json.Marshal(y)
	return string(p) == string(q)
}

// WithdrawProposal takes back what is open of a proposal of the viewer's organisation.
func (db *DB) WithdrawProposal(ctx context.Context, v Viewer, id string) (Proposal, error) {
	err := db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		p, err := db.proposal(ctx, actor, id)
		if err != nil {
			return err
		}
		if !p.Mine || !actor.Has(RoleAnalyst) {
			return denied("withdraw the proposal")
		}
		done, err := tx.ExecContext(ctx, `UPDATE proposal_fields SET state = 'withdrawn', decided = now() WHERE proposal_id = $1 AND state = 'open'`, id)
		if err != nil {
			return kind("withdraw proposal", err)
		}
		if n, _ := done.RowsAffected(); n == 0 {
			return &Invalid{Field: "state", Code: "proposal_decided"}
		}
		return record(ctx, tx, actor, Event{What: "proposal.withdraw", CaseID: p.CaseID})
	})
	if err != nil {
		return Proposal{}, err
	}
	return db.proposal(ctx, v, id)
}
