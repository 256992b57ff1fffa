package catalogue

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/lib/pq"
)

// ReferralState is where two organisations stand with each other:
//
//	found --ask--> asked --answer--> shared or refused
//	                 +----48 hours--> lapsed --ask--> asked
//
// A holder may share at any time, asked or not, and after it refused.
type ReferralState string

const (
	ReferralFound   ReferralState = "found"
	ReferralAsked   ReferralState = "asked"
	ReferralShared  ReferralState = "shared"
	ReferralRefused ReferralState = "refused"
	ReferralLapsed  ReferralState = "lapsed"
)

// answerTime is how long a holder has from being asked.
const answerTime = 48 * time.Hour

// JobLapse ends a referral, its subject, that was asked and not answered in time.
const JobLapse = "lapse"

// Referral tells an organisation that another holds a picture that looks like one
// of its own: that, and nothing of how many, which, since when or how much alike.
type Referral struct {
	ID         string        `json:"reference"`
	CaseID     string        `json:"case,omitempty"` // that asks; for the asker only
	OrgID      string        `json:"asker"`
	OrgName    string        `json:"asker_name"`
	HolderID   string        `json:"holder"`
	HolderName string        `json:"holder_name"`
	Held       bool          `json:"held"` // by the viewer's organisation
	Told       bool          `json:"told"` // the asker knows of it
	State      ReferralState `json:"state"`
	Shown      bool          `json:"shown"` // the holder may see the picture that asks
	Asked      time.Time     `json:"asked,omitzero"`
	Deadline   time.Time     `json:"deadline,omitzero"` // of the answer
	Answered   time.Time     `json:"answered,omitzero"`
	Reason     string        `json:"reason,omitempty"` // of the answer

	Pictures []Picture `json:"pictures,omitempty"` // that are held; for the holder only
	Cases    []string  `json:"cases,omitempty"`    // that were shared and the viewer may see
}

// concerned are the roles that referrals are for.
var concerned = []Role{RoleContributor, RoleReleaser, RoleAnalyst}

// concerns says of a referral r and a user u that it is for the user: of the holder,
// or of the asker once that has been told.
const concerns = `NOT u.disabled AND u.roles && '{contributor,releaser,analyst}'
	AND (r.holder_id = u.org_id OR r.org_id = u.org_id AND r.told)`

// stateNow is the state of a referral r, also when its last hour has passed and
// nobody has written that down yet.
const stateNow = `(CASE WHEN r.state = 'asked' AND r.asked <= now() - interval '48 hours' THEN 'lapsed' ELSE r.state END)`

// mostReferrals bounds the list.
const mostReferrals = 200

// Referrals lists what the viewer's organisation was told and is asked, newest first.
func (db *DB) Referrals(ctx context.Context, v Viewer) ([]Referral, error) {
	return readReferrals(ctx, db.sql, v, `ORDER BY greatest(r.found, r.asked, r.answered) DESC, r.id LIMIT $2`, mostReferrals)
}

// ReferralsOf are those of one case that asks.
func (db *DB) ReferralsOf(ctx context.Context, v Viewer, caseID string) ([]Referral, error) {
	return readReferrals(ctx, db.sql, v, `AND r.case_id = $2 AND r.org_id = u.org_id ORDER BY h.name, r.id`, caseID)
}

// Referral is one of them, for the holder with the pictures held, for the asker
// with the cases that were shared.
func (db *DB) Referral(ctx context.Context, v Viewer, id string) (Referral, error) {
	r, err := readReferral(ctx, db.sql, v, id)
	if err != nil {
		return Referral{}, err
	}
	if r.Held {
		r.Pictures, err = readPictures(ctx, db.sql, `AND p.id IN (SELECT picture_id FROM referral_pictures WHERE referral_id = $2)`, v.UserID, id)
		return r, err
	}
	if r.State == ReferralShared {
		err = db.sql.QueryRowContext(ctx, `SELECT coalesce(array_agg(DISTINCT c.id), '{}') FROM referral_pictures x JOIN pictures p ON p.id = x.picture_id
			JOIN cases c ON c.id = p.case_id WHERE `+may+` AND x.referral_id = $2`, v.UserID, id).Scan(pq.Array(&r.Cases))
	}
	return r, kind("referral", err)
}

func readReferral(ctx context.Context, q querier, v Viewer, id string) (Referral, error) {
	if !validID(id) {
		return Referral{}, hidden("referral")
	}
	all, err := readReferrals(ctx, q, v, `AND r.id = $2`, id)
	if err != nil {
		return Referral{}, err
	}
	if len(all) == 0 {
		return Referral{}, hidden("referral")
	}
	return all[0], nil
}

func readReferrals(ctx context.Context, q querier, v Viewer, rest string, args ...any) ([]Referral, error) {
	rows, err := q.QueryContext(ctx, `
		SELECT r.id, r.case_id, r.org_id, a.name, r.holder_id, h.name, r.holder_id = u.org_id, r.told, `+stateNow+`, r.shown, r.asked, r.answered, r.reason
		FROM referrals r JOIN organisations a ON a.id = r.org_id JOIN organisations h ON h.id = r.holder_id JOIN users u ON u.id = $1
		WHERE `+concerns+` `+rest, append([]any{v.UserID}, args...)...)
	if err != nil {
		return nil, kind("referrals", err)
	}
	defer rows.Close()
	all := []Referral{}
	for rows.Next() {
		var r Referral
		var asked, answered sql.NullTime
		if err := rows.Scan(&r.ID, &r.CaseID, &r.OrgID, &r.OrgName, &r.HolderID, &r.HolderName, &r.Held, &r.Told, &r.State, &r.Shown,
			&asked, &answered, &r.Reason); err != nil {
			return nil, kind("referrals", err)
		}
		if r.Held {
			r.CaseID = ""
		}
		r.Asked, r.Answered = asked.Time, answered.Time
		if r.State == ReferralAsked {
			r.Deadline = r.Asked.Add(answerTime)
		}
		all = append(all, r)
	}
	return all, kind("referrals", rows.Err())
}

// Open reports whether the holder still has to answer.
func (r Referral) Open() bool { return r.Held && r.State == ReferralAsked }

// holdReferral locks a referral for a step of the asker or of the holder. It is
// fs.ErrNotExist for who is neither.
func holdReferral(ctx context.Context, tx *sql.Tx, actor Viewer, id string, asHolder bool, roles ...Role) (Referral, error) {
	if !validID(id) {
		return Referral{}, hidden("referral")
	}
	if _, err := tx.ExecContext(ctx, `SELECT FROM referrals WHERE id = $1 FOR UPDATE`, id); err != nil {
		return Referral{}, kind("lock referral", err)
	}
	r, err := readReferral(ctx, tx, actor, id)
	if err == nil && (r.Held != asHolder || !actor.Has(roles...)) {
		err = denied("answer or ask")
	}
	return r, err
}

// both puts a step on the record of both sides: on the actor's as done by the
// actor, on the other's as told to it. A case is named to its own organisation only.
func (r Referral) both(ctx context.Context, tx *sql.Tx, actor Viewer, what string, details map[string]any) error {
	other := r.HolderID
	if r.Held {
		other = r.OrgID
	}
	of := func(orgID string) Event {
		d := map[string]any{"referral": r.ID, "organisation": orgID}
		for k, v := range details {
			d[k] = v
		}
		return Event{What: what, Details: d}
	}
	mine := of(other)
	mine.CaseID = r.CaseID // empty for the holder
	if err := record(ctx, tx, actor, mine); err != nil {
		return err
	}
	theirs := of(actor.OrgID)
	if r.Held && r.Told {
		if err := tx.QueryRowContext(ctx, `SELECT case_id FROM referrals WHERE id = $1`, r.ID).Scan(&theirs.CaseID); err != nil {
			return kind("referral", err)
		}
	}
	if r.Held && !r.Told {
		return nil // the asker knows nothing of it
	}
	return record(ctx, tx, Viewer{OrgID: other}, theirs)
}

// AskHolder asks the holder, for contributors and releasers of the asker; show
// lets the holder see the asker's picture until it has answered, which is a
// release and a releaser's to decide. What was refused or shared is not asked again.
func (db *DB) AskHolder(ctx context.Context, v Viewer, id string, show bool) (Referral, error) {
	err := db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		r, err := holdReferral(ctx, tx, actor, id, false, RoleContributor, RoleReleaser)
		switch {
		case err != nil:
			return err
		case r.State != ReferralFound && r.State != ReferralLapsed:
			return &Invalid{Field: "state", Code: "referral_state"}
		case show && !actor.Has(RoleReleaser):
			return denied("show a picture to another organisation")
		}
		if err := oneOf(ctx, tx, "asks", actor.OrgID); err != nil {
			return err
		}
		var today int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM referrals WHERE org_id = $1 AND asked > now() - interval '24 hours'`, actor.OrgID).
			Scan(&today); err != nil {
			return kind("ask", err)
		}
		if today >= mostAsks {
			return &Invalid{Field: "state", Code: "quota", Args: []any{mostAsks}}
		}
		if _, err := tx.ExecContext(ctx, `UPDATE referrals SET state = 'asked', shown = $2, asked = now() WHERE id = $1`, id, show); err != nil {
			return kind("ask", err)
		}
		if err := enqueueAt(ctx, tx, JobLapse, id, answerTime); err != nil {
			return err
		}
		return r.both(ctx, tx, actor, "referral.ask", map[string]any{"shown": show})
	})
	if err != nil {
		return Referral{}, err
	}
	return db.Referral(ctx, v, id)
}

// UnaskHolder takes the question back; the holder sees the picture no more.
func (db *DB) UnaskHolder(ctx context.Context, v Viewer, id string) (Referral, error) {
	err := db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		r, err := holdReferral(ctx, tx, actor, id, false, RoleContributor, RoleReleaser)
		if err != nil {
			return err
		}
		if r.State != ReferralAsked {
			return &Invalid{Field: "state", Code: "referral_state"}
		}
		// When it was asked stays: the quota counts questions, not those that stand.
		if _, err := tx.ExecContext(ctx, `UPDATE referrals SET state = 'found', shown = false WHERE id = $1`, id); err != nil {
			return kind("unask", err)
		}
		return r.both(ctx, tx, actor, "referral.unask", nil)
	})
	if err != nil {
		return Referral{}, err
	}
	return db.Referral(ctx, v, id)
}

// RefuseReferral says no, with or without a reason, for releasers of the holder.
func (db *DB) RefuseReferral(ctx context.Context, v Viewer, id, reason string) (Referral, error) {
	err := db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		r, err := holdReferral(ctx, tx, actor, id, true, RoleReleaser)
		if err != nil {
			return err
		}
		if r.State != ReferralAsked {
			return &Invalid{Field: "state", Code: "referral_state"}
		}
		if reason, err = reasoned(reason, false); err != nil {
			return err
		}
		return r.answer(ctx, tx, actor, ReferralRefused, reason, nil)
	})
	if err != nil {
		return Referral{}, err
	}
	return db.Referral(ctx, v, id)
}

// ShareReferral adds the asker's organisation to the audience of the cases whose
// pictures look alike, or of those of them that are named, for releasers of the
// holder. It is a release like any other: what the label of a case does not admit
// is Invalid, and then nothing is shared.
func (db *DB) ShareReferral(ctx context.Context, v Viewer, id string, cases []string, reason string) (Referral, error) {
	lex, err := db.lexicon(ctx)
	if err != nil {
		return Referral{}, err
	}
	err = db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		r, err := holdReferral(ctx, tx, actor, id, true, RoleReleaser)
		if err != nil {
			return err
		}
		if r.State == ReferralShared {
			return &Invalid{Field: "state", Code: "referral_state"}
		}
		if reason, err = reasoned(reason, false); err != nil {
			return err
		}
		var held []string
		if err := tx.QueryRowContext(ctx, `SELECT coalesce(array_agg(DISTINCT p.case_id ORDER BY p.case_id), '{}')
			FROM referral_pictures x JOIN pictures p ON p.id = x.picture_id WHERE x.referral_id = $1`, id).Scan(pq.Array(&held)); err != nil {
			return kind("referral", err)
		}
		if len(cases) > 0 {
			held = slices.DeleteFunc(held, func(c string) bool { return !slices.Contains(cases, c) })
		}
		if len(held) == 0 {
			return &Invalid{Field: "cases", Code: "required"}
		}
		for _, c := range held { // in the order of their ids, so that nobody waits for one another
			if err := db.widen(ctx, tx, actor, lex, c, r, reason); err != nil {
				return err
			}
		}
		if err := r.answer(ctx, tx, actor, ReferralShared, reason, held); err != nil {
			return err
		}
		for _, c := range held {
			if err := changed(ctx, tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Referral{}, err
	}
	return db.Referral(ctx, v, id)
}

// widen releases a released case to the asker's organisation too.
func (db *DB) widen(ctx context.Context, tx *sql.Tx, actor Viewer, lex *lexicon, caseID string, r Referral, reason string) error {
	h, err := hold(ctx, tx, actor, caseID, RoleReleaser)
	if err != nil {
		return err
	}
	if h.state != Released {
		return wrongState(h.state)
	}
	wider := h.audience
	wider.Organisations = append(slices.Clone(wider.Organisations), r.OrgID)
	wider, g, err := db.releasable(ctx, tx, actor, lex, h, wider)
	if err != nil || wider.equal(h.audience) {
		return err
	}
	if err := g.report(ctx, tx, actor, caseID); err != nil {
		return err
	}
	if err := h.put(ctx, tx, Released, h.tlp, h.expires, wider); err != nil {
		return err
	}
	return record(ctx, tx, actor, Event{What: "case.release", CaseID: caseID,
		Details: because(reason, map[string]any{"audience": wider, "referral": r.ID})})
}

// answer ends a referral; from here on the holder sees the asker's picture no more.
func (r Referral) answer(ctx context.Context, tx *sql.Tx, actor Viewer, to ReferralState, reason string, cases []string) error {
	if _, err := tx.ExecContext(ctx, `UPDATE referrals SET state = $2, told = told OR $2 = 'shared', shown = false,
		answered = now(), reason = $3 WHERE id = $1`, r.ID, string(to), reason); err != nil {
		return kind("answer", err)
	}
	r.Told = r.Told || to == ReferralShared
	what := map[ReferralState]string{ReferralShared: "referral.share", ReferralRefused: "referral.refuse"}[to]
	return r.both(ctx, tx, actor, what, because(reason, nil))
}

// Lapse ends a referral that nobody answered in time, on the record of both.
func (db *DB) Lapse(ctx context.Context, id string) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		var r Referral
		err := tx.QueryRowContext(ctx, `UPDATE referrals SET state = 'lapsed', shown = false
			WHERE id = $1 AND state = 'asked' AND asked <= now() - $2 * interval '1 second' RETURNING id, case_id, org_id, holder_id, told`,
			id, answerTime.Seconds()).Scan(&r.ID, &r.CaseID, &r.OrgID, &r.HolderID, &r.Told)
		if err != nil {
			return kind("lapse", err)
		}
		return r.both(ctx, tx, Viewer{OrgID: r.OrgID}, "referral.lapse", nil)
	})
}

// ShownObject is a rendition of the picture that asks, for the holder for as long
// as the asker shows it: the one way past the audience of a case, to one picture,
// for one organisation, until it has answered.
func (db *DB) ShownObject(ctx context.Context, v Viewer, id, name string) (o Object, err error) {
	if !validID(id) || name != "thumb" && name != "view" {
		return Object{}, hidden("picture")
	}
	err = db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		var sum []byte
		var pictureID, caseID, orgID string
		err := tx.QueryRowContext(ctx, `
			SELECT o.name, o.key, o.size, o.sha256, o.width, o.height, acc.tlp, p.id, p.case_id, p.org_id
			FROM referrals r JOIN users u ON u.id = $1 JOIN referral_pictures x ON x.referral_id = r.id
				JOIN pictures p ON p.id = x.asked_id JOIN objects o ON o.picture_id = p.id
				JOIN cases c ON c.id = p.case_id JOIN access acc ON acc.id = c.access_id
			WHERE `+concerns+` AND r.holder_id = u.org_id AND r.shown AND `+stateNow+` = 'asked' AND acc.state <> 'withdrawn'
				AND r.id = $2 AND o.name = $3 ORDER BY p.position, p.id LIMIT 1`, v.UserID, id, name).
			Scan(&o.Name, &o.Key, &o.Size, &sum, &o.Width, &o.Height, &o.TLP, &pictureID, &caseID, &orgID)
		if err != nil {
			return kind("picture", err)
		}
		copy(o.SHA256[:], sum)
		if name == "thumb" {
			return nil
		}
		details := map[string]any{"referral": id, "organisation": actor.OrgID}
		if err := record(ctx, tx, actor, Event{What: "referral.view", Details: map[string]any{"referral": id}}); err != nil {
			return err
		}
		return record(ctx, tx, Viewer{OrgID: orgID}, Event{What: "referral.view", CaseID: caseID, Picture: pictureID, Details: details})
	})
	return o, err
}
