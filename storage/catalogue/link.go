package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"time"
	"unicode/utf8"
)

// Verdict is what people say of two pictures.
type Verdict string

const (
	Confirmed Verdict = "confirmed" // they show the same thing
	Rejected  Verdict = "rejected"  // they look alike and are not the same
	Disputed  Verdict = "disputed"  // other organisations contradict each other; never given, only read
)

func (v Verdict) valid() bool { return v == Confirmed || v == Rejected }

// Link is what is said of a picture and another, to one who may see both. Each
// organisation has one verdict on a pair. For its own people that one counts; for
// the others that on which all agree who gave any. By, Note and When are of the
// verdict that counts, of the newest where it is disputed.
type Link struct {
	A         string    `json:"picture"` // that was asked about
	B         string    `json:"other"`
	Verdict   Verdict   `json:"verdict"`
	Note      string    `json:"note,omitempty"`
	By        string    `json:"by,omitempty"`                // who gave it, of the own organisation only
	OrgID     string    `json:"organisation,omitempty"`      // who gave it, where that tells nothing of an audience
	OrgName   string    `json:"organisation_name,omitempty"` // likewise
	When      time.Time `json:"when"`
	Mine      bool      `json:"mine"` // of the own organisation, which may change it
	Confirmed int       `json:"confirmed"`
	Rejected  int       `json:"rejected"` // how many organisations say so, the own among them
}

const longestNote = 500

// judges are the roles that give verdicts.
var judges = []Role{RoleContributor, RoleReleaser, RoleAnalyst}

// MayLink reports whether the viewer gives verdicts on pictures that he sees.
func (v Viewer) MayLink() bool { return v.Has(judges...) }

// SetLink gives the verdict of the viewer's organisation on two pictures, in place
// of the one it gave before. note is for all who may see both.
func (db *DB) SetLink(ctx context.Context, v Viewer, a, b string, verdict Verdict, note string) (Link, error) {
	note = text(note)
	err := db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		pair, err := holdPair(ctx, tx, actor, a, b)
		if err != nil {
			return err
		}
		var bad Invalids
		if !verdict.valid() {
			bad.add("verdict", "verdict")
		}
		if a == b {
			bad.add("other", "itself")
		}
		if utf8.RuneCountInString(note) > longestNote {
			bad.add("note", "too_long", longestNote)
		}
		if err := bad.err(); err != nil {
			return err
		}
		before, err := pair.verdict(ctx, tx, actor)
		if err != nil {
			return err
		}
		done, err := tx.ExecContext(ctx, `
			INSERT INTO links AS l (low, high, org_id, user_id, verdict, note) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (low, high, org_id) DO UPDATE
				SET user_id = excluded.user_id, verdict = excluded.verdict, note = excluded.note, given = now()
				WHERE (l.verdict, l.note) <> (excluded.verdict, excluded.note)`,
			pair.low, pair.high, actor.OrgID, actor.UserID, string(verdict), note)
		if err != nil {
			return kind("set link", err)
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 { // it stands so already
			return kind("set link", err)
		}
		what := "link.confirm"
		if verdict == Rejected {
			what = "link.reject"
		}
		return pair.record(ctx, tx, actor, what, before)
	})
	if err != nil {
		return Link{}, err
	}
	return db.link(ctx, v, a, b)
}

// DeleteLink takes the verdict of the viewer's organisation back; it is
// fs.ErrNotExist where there is none.
func (db *DB) DeleteLink(ctx context.Context, v Viewer, a, b string) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		pair, err := holdPair(ctx, tx, actor, a, b)
		if err != nil {
			return err
		}
		var before Verdict
		if err := tx.QueryRowContext(ctx, `DELETE FROM links WHERE low = $1 AND high = $2 AND org_id = $3 RETURNING verdict`,
			pair.low, pair.high, actor.OrgID).Scan(&before); err != nil {
			return kind("link", err)
		}
		return pair.record(ctx, tx, actor, "link.remove", before)
	})
}

// Links is what is said of a picture and every other that the viewer may see, by
// the other's id. It is read from the catalogue by each question, so that a
// verdict given on one server counts on all at once.
func (db *DB) Links(ctx context.Context, v Viewer, pictureID string) ([]Link, error) {
	if err := sees(ctx, db.sql, v.UserID, pictureID); err != nil {
		return nil, err
	}
	return readLinks(ctx, db.sql, v, pictureID, ``)
}

// link is what is said of one pair, after it was written.
func (db *DB) link(ctx context.Context, v Viewer, a, b string) (Link, error) {
	all, err := readLinks(ctx, db.sql, v, a, `AND p.id = $3`, b)
	if err != nil {
		return Link{}, err
	}
	if len(all) == 0 {
		return Link{}, hidden("link")
	}
	return all[0], nil
}

// readLinks reads the links of a picture, which the viewer is known to see. An
// organisation's verdict betrays that it is in the audience of both pictures: it
// is named to its own people and where it owns one of them, and to who owns both.
func readLinks(ctx context.Context, q querier, v Viewer, pictureID, rest string, args ...any) ([]Link, error) {
	rows, err := q.QueryContext(ctx, `
		SELECT p.id, l.verdict, l.note, l.given, l.org_id = u.org_id,
			CASE WHEN l.org_id = u.org_id THEN giver.name ELSE '' END,
			CASE WHEN named THEN o.id ELSE '' END, CASE WHEN named THEN o.name ELSE '' END
		FROM links l JOIN users u ON u.id = $1
			JOIN pictures asked ON asked.id = $2
			JOIN pictures p ON p.id = CASE WHEN l.low = $2 THEN l.high ELSE l.low END
			JOIN cases c ON c.id = p.case_id
			JOIN organisations o ON o.id = l.org_id JOIN users giver ON giver.id = l.user_id,
			LATERAL (SELECT l.org_id IN (u.org_id, asked.org_id, p.org_id)
				OR u.org_id = asked.org_id AND u.org_id = p.org_id AS named) x
		WHERE (l.low = $2 OR l.high = $2) AND `+may+` `+rest+`
		ORDER BY p.id, l.org_id = u.org_id DESC, l.given DESC, l.org_id`, append([]any{v.UserID, pictureID}, args...)...)
	if err != nil {
		return nil, kind("read links", err)
	}
	defer rows.Close()
	all := []Link{}
	for rows.Next() {
		l := Link{A: pictureID}
		if err := rows.Scan(&l.B, &l.Verdict, &l.Note, &l.When, &l.Mine, &l.By, &l.OrgID, &l.OrgName); err != nil {
			return nil, kind("read links", err)
		}
		if len(all) == 0 || all[len(all)-1].B != l.B {
			all = append(all, l)
		}
		all[len(all)-1].count(l)
	}
	return all, kind("read links", rows.Err())
}

// count adds what one organisation says. l is the verdict of the own organisation
// or else the newest.
func (l *Link) count(said Link) {
	if said.Verdict == Confirmed {
		l.Confirmed++
	} else {
		l.Rejected++
	}
	if !l.Mine && l.Confirmed > 0 && l.Rejected > 0 {
		l.Verdict = Disputed
	}
}

// pair is two pictures that the actor sees.
type pair struct {
	low, high string
	pictures  [2]Picture
}

// holdPair is fs.ErrNotExist where the actor does not see both pictures, and
// fs.ErrPermission where he sees them and gives no verdicts.
func holdPair(ctx context.Context, tx *sql.Tx, actor Viewer, a, b string) (p pair, err error) {
	for i, id := range []string{a, b} {
		if !validID(id) {
			return pair{}, hidden("picture")
		}
		if p.pictures[i], err = readPicture(ctx, tx, actor.UserID, id); err != nil {
			return pair{}, err
		}
	}
	if !actor.MayLink() {
		return pair{}, denied("give a verdict")
	}
	p.low, p.high = min(a, b), max(a, b)
	return p, nil
}

// verdict is what the actor's organisation says now, locked; empty for nothing.
func (p pair) verdict(ctx context.Context, tx *sql.Tx, actor Viewer) (now Verdict, err error) {
	err = kind("link", tx.QueryRowContext(ctx, `SELECT verdict FROM links
		WHERE low = $1 AND high = $2 AND org_id = $3 FOR UPDATE`, p.low, p.high, actor.OrgID).Scan(&now))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return now, err
}

// record tells of a verdict in the history of the actor's own cases. Another
// organisation's case gets no line: its people may not see the other picture.
func (p pair) record(ctx context.Context, tx *sql.Tx, actor Viewer, what string, before Verdict) error {
	told := ""
	for i, picture := range p.pictures {
		var mine bool
		if err := tx.QueryRowContext(ctx, `SELECT org_id = $2 FROM cases WHERE id = $1`, picture.CaseID, actor.OrgID).Scan(&mine); err != nil {
			return kind("record", err)
		}
		if !mine || picture.CaseID == told {
			continue
		}
		told = picture.CaseID
		if err := record(ctx, tx, actor, p.event(what, before, i, told)); err != nil {
			return err
		}
	}
	if told != "" {
		return nil
	}
	return record(ctx, tx, actor, p.event(what, before, 0, ""))
}

func (p pair) event(what string, before Verdict, i int, caseID string) Event {
	details := map[string]any{"other": p.pictures[1-i].ID}
	if before != "" {
		details["before"] = string(before)
	}
	return Event{What: what, CaseID: caseID, Picture: p.pictures[i].ID, Details: details}
}

// sees is fs.ErrNotExist for a picture that the user may not see.
func sees(ctx context.Context, q querier, userID, pictureID string) error {
	if !validID(pictureID) {
		return hidden("picture")
	}
	var there bool
	err := q.QueryRowContext(ctx, `SELECT true FROM pictures p JOIN cases c ON c.id = p.case_id
		WHERE `+may+` AND p.id = $2`, userID, pictureID).Scan(&there)
	return kind("picture", err)
}
