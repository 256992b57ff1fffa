package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"unicode/utf8"
)

// OrgKind is what an organisation is.
type OrgKind string

const (
	OrgAdministration OrgKind = "administration" // a national customs service
	OrgRILO           OrgKind = "rilo"
	OrgGuest          OrgKind = "guest" // sees only the groups it is invited to
)

// OrgKinds lists all of them in the order in which a form shows them.
var OrgKinds = []OrgKind{OrgAdministration, OrgRILO, OrgGuest}

// Organisation owns cases and users.
type Organisation struct {
	ID      string  `json:"id"`
	Kind    OrgKind `json:"kind"`
	Name    string  `json:"name"`
	Country string  `json:"country,omitempty"` // ISO 3166-1 alpha-2
	Region  string  `json:"region,omitempty"`  // WCO region code
	Users   int     `json:"users"`             // enabled accounts; told to its own people and to root, else 0

	FourEyes     bool `json:"four_eyes,omitempty"`     // who releases a case is not its author; told likewise
	SecondFactor bool `json:"second_factor,omitempty"` // all its people need one; told likewise
}

// clean checks an organisation as somebody typed it.
func (o *Organisation) clean(lex *lexicon) (bad Invalids) {
	o.Name, o.Country, o.Region = line(o.Name), code(o.Country), code(o.Region)
	switch {
	case o.Name == "":
		bad.add("name", "required")
	case utf8.RuneCountInString(o.Name) > longestLabel:
		bad.add("name", "too_long", longestLabel)
	}
	switch o.Kind {
	case OrgAdministration, OrgRILO, OrgGuest:
	default:
		bad.add("kind", "unknown_code", string(o.Kind))
	}
	if o.Country != "" && !isCountry(o.Country) {
		bad.add("country", "country", o.Country)
	}
	if _, ok := lex.term("region", o.Region); o.Region != "" && !ok {
		bad.add("region", "unknown_code", o.Region)
	}
	return bad
}

// CreateOrganisation is for the root administrator.
func (db *DB) CreateOrganisation(ctx context.Context, v Viewer, o Organisation) (Organisation, error) {
	lex, err := db.lexicon(ctx)
	if err != nil {
		return Organisation{}, err
	}
	err = db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		if !actor.Root {
			return denied("create an organisation")
		}
		if err := o.clean(lex).err(); err != nil {
			return err
		}
		if err := o.insert(ctx, tx); err != nil {
			return err
		}
		return record(ctx, tx, actor, Event{What: "organisation.create", ownerID: o.ID, Details: map[string]any{"organisation": o.ID}})
	})
	if err != nil {
		return Organisation{}, err
	}
	return o, nil
}

// UpdateOrganisation sets name, country and region, for the root administrator.
// What an organisation is (its kind) stays.
func (db *DB) UpdateOrganisation(ctx context.Context, v Viewer, o Organisation) (Organisation, error) {
	lex, err := db.lexicon(ctx)
	if err != nil {
		return Organisation{}, err
	}
	err = db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		if !actor.Root {
			return denied("change an organisation")
		}
		if err := tx.QueryRowContext(ctx, `SELECT kind FROM organisations WHERE id = $1 FOR NO KEY UPDATE`, line(o.ID)).Scan(&o.Kind); err != nil {
			return kind("organisation", err)
		}
		if err := o.clean(lex).err(); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE organisations SET name = $2, country = $3, region = $4 WHERE id = $1`,
			o.ID, o.Name, o.Country, o.Region); err != nil {
			return taken("name", kind("change organisation", err))
		}
		return record(ctx, tx, actor, Event{What: "organisation.update", ownerID: o.ID, Details: map[string]any{"organisation": o.ID}})
	})
	if err != nil {
		return Organisation{}, err
	}
	return db.Organisation(ctx, v, o.ID)
}

// SetRules says what the viewer's own organisation asks of its people, for its
// administrators.
func (db *DB) SetRules(ctx context.Context, v Viewer, orgID string, fourEyes, secondFactor bool) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		if _, err := db.Organisation(ctx, actor, orgID); err != nil {
			return err
		}
		if orgID != actor.OrgID || !actor.Has(RoleAdministrator) {
			return denied("set what an organisation asks of its people")
		}
		done, err := tx.ExecContext(ctx, `UPDATE organisations SET four_eyes = $2, second_factor = $3
			WHERE id = $1 AND (four_eyes, second_factor) <> ($2, $3)`, orgID, fourEyes, secondFactor)
		if err != nil {
			return kind("set rules", err)
		}
		if n, _ := done.RowsAffected(); n == 0 {
			return nil
		}
		return record(ctx, tx, actor, Event{What: "organisation.set", Details: map[string]any{"four_eyes": fourEyes, "second_factor": secondFactor}})
	})
}

// insert gives o its id.
func (o *Organisation) insert(ctx context.Context, tx *sql.Tx) error {
	o.ID, o.Users = NewID(), 0
	_, err := tx.ExecContext(ctx, `INSERT INTO organisations (id, kind, name, country, region) VALUES ($1, $2, $3, $4, $5)`,
		o.ID, o.Kind, o.Name, o.Country, o.Region)
	return taken("name", kind("create organisation", err))
}

// taken puts fs.ErrExist to the field whose value somebody else has.
func taken(field string, err error) error {
	if errors.Is(err, fs.ErrExist) {
		return errors.Join(&Invalid{Field: field, Code: "taken"}, err)
	}
	return err
}

// EnsureOrganisation is the organisation of that name, made when missing: for the
// command line, the demo and tests.
func (db *DB) EnsureOrganisation(ctx context.Context, o Organisation) (Organisation, error) {
	lex, err := db.lexicon(ctx)
	if err != nil {
		return Organisation{}, err
	}
	err = db.write(ctx, func(tx *sql.Tx) error { return o.ensure(ctx, tx, lex) })
	return o, err
}

func (o *Organisation) ensure(ctx context.Context, tx *sql.Tx, lex *lexicon) error {
	err := tx.QueryRowContext(ctx, `SELECT id, kind, name, country, region FROM organisations WHERE lower(name) = lower($1)`, line(o.Name)).
		Scan(&o.ID, &o.Kind, &o.Name, &o.Country, &o.Region)
	if !errors.Is(err, sql.ErrNoRows) {
		return kind("organisation", err)
	}
	if err := o.clean(lex).err(); err != nil {
		return err
	}
	if err := o.insert(ctx, tx); err != nil {
		return err
	}
	return record(ctx, tx, Viewer{}, Event{What: "organisation.create", ownerID: o.ID, Details: map[string]any{"organisation": o.ID, "by": "console"}})
}

// known are the organisations o of which the user $1 may know: all of them for
// members; for a guest its own and those it meets in a group.
const known = `EXISTS (
	SELECT FROM users u JOIN organisations mine ON mine.id = u.org_id
	WHERE u.id = $1 AND NOT u.disabled AND (mine.kind <> 'guest' OR mine.id = o.id OR EXISTS (
		SELECT FROM group_members a JOIN group_members b USING (group_id)
		WHERE a.org_id = mine.id AND b.org_id = o.id)))`

// Organisations lists all by name; names and countries of members are no secret inside.
func (db *DB) Organisations(ctx context.Context, v Viewer) ([]Organisation, error) {
	return readOrganisations(ctx, db.sql, v, `ORDER BY lower(o.name)`)
}

// Organisation is one of them.
func (db *DB) Organisation(ctx context.Context, v Viewer, id string) (Organisation, error) {
	if !validID(id) {
		return Organisation{}, hidden("organisation")
	}
	all, err := readOrganisations(ctx, db.sql, v, `AND o.id = $2`, id)
	if err != nil {
		return Organisation{}, err
	}
	if len(all) == 0 {
		return Organisation{}, hidden("organisation")
	}
	return all[0], nil
}

func readOrganisations(ctx context.Context, q querier, v Viewer, rest string, args ...any) ([]Organisation, error) {
	rows, err := q.QueryContext(ctx, `
		SELECT o.id, o.kind, o.name, o.country, o.region,
			CASE WHEN me.root OR me.org_id = o.id THEN (SELECT count(*) FROM users n WHERE n.org_id = o.id AND NOT n.disabled) ELSE 0 END,
			o.four_eyes AND (me.root OR me.org_id = o.id), o.second_factor AND (me.root OR me.org_id = o.id)
		FROM organisations o JOIN users me ON me.id = $1
		WHERE `+known+` `+rest, append([]any{v.UserID}, args...)...)
	if err != nil {
		return nil, kind("organisations", err)
	}
	defer rows.Close()
	all := []Organisation{}
	for rows.Next() {
		var o Organisation
		if err := rows.Scan(&o.ID, &o.Kind, &o.Name, &o.Country, &o.Region, &o.Users, &o.FourEyes, &o.SecondFactor); err != nil {
			return nil, kind("organisations", err)
		}
		all = append(all, o)
	}
	return all, kind("organisations", rows.Err())
}

// RemoveOrganisation is for root, and for one that was made by mistake: all that
// hangs on it is said at once, as Invalids, and then it stays. Cases that are shared
// are taken back by their owner first; people and what they did are on record, so
// that an organisation that had any is kept.
func (db *DB) RemoveOrganisation(ctx context.Context, v Viewer, id string) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		if !actor.Root {
			return denied("remove an organisation")
		}
		if !validID(id) {
			return hidden("organisation")
		}
		var name string
		if err := tx.QueryRowContext(ctx, `SELECT name FROM organisations WHERE id = $1 FOR UPDATE`, id).Scan(&name); err != nil {
			return kind("organisation", err)
		}
		var shared, cases, people, owned, member, named int
		if err := tx.QueryRowContext(ctx, `SELECT
			(SELECT count(*) FROM cases c JOIN access a ON a.id = c.access_id WHERE c.org_id = $1 AND a.state = 'released'),
			(SELECT count(*) FROM cases WHERE org_id = $1), (SELECT count(*) FROM users WHERE org_id = $1),
			(SELECT count(*) FROM groups WHERE owner_id = $1), (SELECT count(*) FROM group_members WHERE org_id = $1),
			(SELECT count(*) FROM cases c JOIN access a ON a.id = c.access_id WHERE $1 = ANY (a.orgs))`, id).
			Scan(&shared, &cases, &people, &owned, &member, &named); err != nil {
			return kind("organisation", err)
		}
		var bad Invalids
		for _, hangs := range []struct {
			n    int
			code string
		}{
			{shared, "organisation_shares"}, {cases, "organisation_cases"}, {people, "organisation_people"},
			{owned, "organisation_owns"}, {member - owned, "organisation_member"}, {named, "organisation_named"},
		} {
			if hangs.n > 0 {
				bad.add("organisation", hangs.code, hangs.n)
			}
		}
		if err := bad.err(); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM organisations WHERE id = $1`, id); err != nil {
			return kind("remove organisation", err)
		}
		return record(ctx, tx, actor, Event{What: "organisation.remove", Details: map[string]any{"organisation": id, "name": name}})
	})
}
