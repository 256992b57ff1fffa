package catalogue

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/lib/pq"
)

// State is where a case stands in its life.
type State string

const (
	Draft     State = "draft"
	Submitted State = "submitted"
	Released  State = "released"
	Withdrawn State = "withdrawn"
)

// Good is one commodity that was hidden.
type Good struct {
	Commodity string  `json:"commodity"`
	Quantity  float64 `json:"quantity,omitempty"`
	Unit      string  `json:"unit,omitempty"` // kg, l, pieces, m3, EUR ...
}

// CaseForm is what an officer fills in. Every field may be empty in a draft;
// Submit wants the five taps: mode, means, concealment, commodity, month.
type CaseForm struct {
	Title        string   `json:"title"`
	Month        string   `json:"month"` // YYYY-MM of the event
	Country      string   `json:"country"`
	Place        string   `json:"place"` // UN/LOCODE
	Mode         string   `json:"mode"`
	Means        string   `json:"means"`
	Route        []string `json:"route"`       // ISO 3166-1 alpha-2, origin first
	Cover        string   `json:"cover"`       // HS heading or chapter of the cover load
	Concealment  []string `json:"concealment"` // two-level codes
	Construction string   `json:"construction"`
	Shielding    string   `json:"shielding"`
	Trigger      string   `json:"trigger"`
	Goods        []Good   `json:"goods"`
	Narrative    string   `json:"narrative"`
	TLP          TLP      `json:"tlp"`      // AMBER where none is given
	Training     bool     `json:"training"` // may be used in galleries and drills
	Onward       bool     `json:"onward"`   // who receives it may share it onward
	Expires      string   `json:"expires"`  // last day on which others see it, YYYY-MM-DD in UTC; empty is never

	// Version names what the form says, as it was read. A form that is written with
	// another than the stored one's is *Stale; with none it replaces what is there.
	Version string `json:"version,omitempty"`
}

// Case is one concealment.
type Case struct {
	ID string `json:"id"`
	CaseForm
	OrgID    string    `json:"organisation"`
	OrgName  string    `json:"organisation_name"`
	AuthorID string    `json:"-"`
	State    State     `json:"state"`
	Audience *Audience `json:"audience,omitempty"` // only for the owner's organisation
	Created  time.Time `json:"created"`
	Changed  time.Time `json:"changed"`
	Released time.Time `json:"released,omitzero"` // for the first time
	Pictures []Picture `json:"pictures"`
	Mine     bool      `json:"mine"` // of the viewer's organisation
}

// CreateCase starts a draft of the viewer's organisation, for contributors and releasers.
func (db *DB) CreateCase(ctx context.Context, v Viewer, f CaseForm) (Case, error) {
	lex, err := db.lexicon(ctx)
	if err != nil {
		return Case{}, err
	}
	id := NewID()
	err = db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		if !actor.Has(RoleContributor, RoleReleaser) {
			return denied("create a case")
		}
		f.clean()
		if err := f.check(lex, CaseForm{}, time.Now()).err(); err != nil {
			return err
		}
		access, err := accessOf(ctx, tx, actor.OrgID, Draft, f.TLP, f.Expires, Audience{})
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO cases (id, org_id, access_id, author_id, title, month, country, place, mode, means, route,
				cover, concealment, construction, shielding, trigger, narrative, training, search, onward)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, array_to_tsvector($19), $20)`,
			id, actor.OrgID, access, actor.UserID, f.Title, f.Month, f.Country, f.Place, f.Mode, f.Means, list(f.Route),
			f.Cover, list(f.Concealment), f.Construction, f.Shielding, f.Trigger, f.Narrative, f.Training,
			list(f.lexemes(id)), f.Onward); err != nil {
			return kind("create case", err)
		}
		if err := writeGoods(ctx, tx, id, f.Goods); err != nil {
			return err
		}
		if err := record(ctx, tx, actor, Event{What: "case.create", CaseID: id}); err != nil {
			return err
		}
		return changed(ctx, tx, id)
	})
	if err != nil {
		return Case{}, err
	}
	return db.Case(ctx, v, id)
}

func writeGoods(ctx context.Context, tx *sql.Tx, caseID string, goods []Good) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM goods WHERE case_id = $1`, caseID); err != nil {
		return kind("goods", err)
	}
	var commodities, units []string
	var quantities []float64
	for _, g := range goods {
		commodities, units, quantities = append(commodities, g.Commodity), append(units, g.Unit), append(quantities, g.Quantity)
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO goods (case_id, position, commodity, quantity, unit)
		SELECT $1, position, commodity, quantity, unit
		FROM unnest($2::text[], $3::float8[], $4::text[]) WITH ORDINALITY AS x (commodity, quantity, unit, position)`,
		caseID, pq.Array(commodities), pq.Array(quantities), pq.Array(units))
	return kind("goods", err)
}

// Case with its pictures.
func (db *DB) Case(ctx context.Context, v Viewer, id string) (Case, error) {
	if !validID(id) {
		return Case{}, hidden("case")
	}
	return readCase(ctx, db.sql, v.UserID, id)
}

func readCase(ctx context.Context, q querier, userID, id string) (Case, error) {
	found, err := readCases(ctx, q, `AND c.id = $2`, userID, id)
	if err != nil {
		return Case{}, err
	}
	if len(found) == 0 {
		return Case{}, hidden("case")
	}
	return found[0], nil
}

// CasesByID returns those of ids that the viewer may see, in the order given, with their pictures.
func (db *DB) CasesByID(ctx context.Context, v Viewer, ids []string) ([]Case, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return readCases(ctx, db.sql, `AND c.id = ANY ($2) ORDER BY array_position($2, c.id)`, v.UserID, validIDs(ids))
}

// NewestCases that the viewer may see, newest change first; mine restricts to
// those of the viewer's organisation, drafts among them.
func (db *DB) NewestCases(ctx context.Context, v Viewer, mine bool, limit int) ([]Case, error) {
	if mine {
		return readCases(ctx, db.sql, `AND c.org_id = $3 ORDER BY c.changed DESC, c.id LIMIT $2`, v.UserID, limit, v.OrgID)
	}
	return readCases(ctx, db.sql, `ORDER BY c.changed DESC, c.id LIMIT $2`, v.UserID, limit)
}

// CaseIDsByText finds words in title, narrative, places and code labels of every
// language. All words must be there, the last one at least as a beginning; without
// any word nothing is found.
func (db *DB) CaseIDsByText(ctx context.Context, v Viewer, text string) ([]string, error) {
	lex, err := db.lexicon(ctx)
	if err != nil {
		return nil, err
	}
	query := lex.query(text)
	if query == "" {
		return nil, nil
	}
	rows, err := db.sql.QueryContext(ctx, `SELECT c.id FROM cases c
		WHERE `+may+` AND c.search @@ $2::tsquery ORDER BY c.changed DESC, c.id`, v.UserID, query)
	if err != nil {
		return nil, kind("search text", err)
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, kind("search text", err)
		}
		ids = append(ids, id)
	}
	return ids, kind("search text", rows.Err())
}

// readCases reads the cases that the user $1 may see and that rest, the end of
// the question, picks and orders: one question for them and one for their pictures.
func readCases(ctx context.Context, q querier, rest string, args ...any) ([]Case, error) {
	rows, err := q.QueryContext(ctx, `
		SELECT c.id, c.title, c.month, c.country, c.place, c.mode, c.means, c.route, c.cover, c.concealment,
			c.construction, c.shielding, c.trigger, c.narrative, c.training, c.onward,
			coalesce(to_char(acc.expires, 'YYYY-MM-DD'), ''), c.created, c.changed, c.released,
			c.author_id, c.org_id, o.name, acc.state, acc.tlp, acc.everyone, acc.regions, acc.orgs, acc.groups, acc.persons,
			c.org_id = (SELECT org_id FROM users WHERE id = $1),
			(SELECT coalesce(json_agg(json_build_object('commodity', g.commodity, 'quantity', g.quantity, 'unit', g.unit)
				ORDER BY g.position), '[]') FROM goods g WHERE g.case_id = c.id)
		FROM cases c JOIN access acc ON acc.id = c.access_id JOIN organisations o ON o.id = c.org_id
		WHERE `+may+` `+rest, args...)
	if err != nil {
		return nil, kind("read cases", err)
	}
	defer rows.Close()
	var cases []Case
	at := map[string]int{}
	var ids []string
	for rows.Next() {
		var c Case
		var a Audience
		var released sql.NullTime
		var goods []byte
		if err := rows.Scan(&c.ID, &c.Title, &c.Month, &c.Country, &c.Place, &c.Mode, &c.Means, pq.Array(&c.Route), &c.Cover,
			pq.Array(&c.Concealment), &c.Construction, &c.Shielding, &c.Trigger, &c.Narrative, &c.Training, &c.Onward, &c.Expires,
			&c.Created, &c.Changed, &released, &c.AuthorID, &c.OrgID, &c.OrgName, &c.State, &c.TLP,
			&a.Everyone, pq.Array(&a.Regions), pq.Array(&a.Organisations), pq.Array(&a.Groups), pq.Array(&a.Persons), &c.Mine, &goods); err != nil {
			return nil, kind("read cases", err)
		}
		if err := json.Unmarshal(goods, &c.Goods); err != nil {
			return nil, kind("read goods", err)
		}
		c.Released = released.Time
		c.Version = c.CaseForm.version()
		if c.Mine {
			c.Audience = &a
		}
		c.Pictures = []Picture{}
		at[c.ID] = len(cases)
		ids = append(ids, c.ID)
		cases = append(cases, c)
	}
	if err := rows.Err(); err != nil {
		return nil, kind("read cases", err)
	}
	if len(cases) == 0 {
		return nil, nil
	}
	pictures, err := readPictures(ctx, q, `AND p.case_id = ANY ($2)`, args[0], pq.Array(ids))
	if err != nil {
		return nil, err
	}
	for _, p := range pictures {
		c := &cases[at[p.CaseID]]
		c.Pictures = append(c.Pictures, p)
	}
	return cases, nil
}
