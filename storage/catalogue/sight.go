package catalogue

import (
	"context"
	"database/sql"
	"slices"

	"github.com/lib/pq"
)

// Sight is an organisation some of whose people can see a case.
type Sight struct {
	OrgID   string  `json:"organisation"`
	Name    string  `json:"name"`
	Kind    OrgKind `json:"kind"`
	Country string  `json:"country,omitempty"`
	People  int     `json:"people"` // enabled accounts with a role that opens pictures
}

// WhoSees lists, by name, the organisations whose people can see a case, and how
// many each: now, or with propose as it would be if the case were released to that
// audience. It is for the people of the case's own organisation, who release it;
// the predicate is the one that every page is decided by.
func (db *DB) WhoSees(ctx context.Context, v Viewer, id string, propose *Audience) ([]Sight, error) {
	lex, err := db.lexicon(ctx)
	if err != nil {
		return nil, err
	}
	var all []Sight
	err = db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		h, err := hold(ctx, tx, actor, id, RoleContributor, RoleReleaser)
		if err != nil {
			return err
		}
		if propose != nil {
			a, bad, err := checkAudience(ctx, tx, lex, h, *propose)
			if err != nil {
				return err
			}
			if err := bad.err(); err != nil {
				return err
			}
			h.state, h.audience = Released, a
		}
		all, err = whoSees(ctx, tx, h)
		return err
	})
	return all, err
}

func whoSees(ctx context.Context, tx *sql.Tx, h held) ([]Sight, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT o.id, o.name, o.kind, o.country, count(*)
		FROM (SELECT $1::text AS org_id, $2::text AS state, nullif($3, '')::date AS expires, $4::boolean AS everyone,
			$5::text[] AS regions, $6::text[] AS orgs, $7::text[] AS groups, $8::text[] AS persons) a
		CROSS JOIN users u JOIN organisations o ON o.id = u.org_id
		WHERE `+admits+` GROUP BY o.id ORDER BY o.id <> $1, o.name, o.id`,
		h.orgID, h.state, h.expires, h.audience.Everyone, list(h.audience.Regions), list(h.audience.Organisations),
		list(h.audience.Groups), list(h.audience.Persons))
	if err != nil {
		return nil, kind("who sees", err)
	}
	defer rows.Close()
	all := []Sight{}
	for rows.Next() {
		var s Sight
		if err := rows.Scan(&s.OrgID, &s.Name, &s.Kind, &s.Country, &s.People); err != nil {
			return nil, kind("who sees", err)
		}
		all = append(all, s)
	}
	return all, kind("who sees", rows.Err())
}

// personsOf finds the users that an audience names, by id or e-mail. Guests and
// disabled accounts are unknown, but whoever was named before stays.
func personsOf(ctx context.Context, tx *sql.Tx, h held, named []string) (ids, unknown []string, err error) {
	if len(named) == 0 {
		return nil, nil, nil
	}
	emails := make([]string, len(named))
	for i, n := range named {
		emails[i] = PlainEmail(n)
	}
	found, err := texts(ctx, tx, `SELECT lower(u.email), u.id FROM users u JOIN organisations o ON o.id = u.org_id
		WHERE (u.id = ANY ($1) OR lower(u.email) = ANY ($2) AND u.password_hash IS NOT NULL)
		AND (u.id = ANY ($3) OR NOT u.disabled AND o.kind <> 'guest')`,
		validIDs(named), pq.Array(emails), pq.Array(h.audience.Persons))
	if err != nil {
		return nil, nil, kind("persons of the audience", err)
	}
	byID := map[string]bool{}
	for _, id := range found {
		byID[id] = true
	}
	for i, n := range named {
		id := found[emails[i]]
		switch {
		case id != "":
			ids = append(ids, id)
		case byID[n]:
			ids = append(ids, n)
		default:
			unknown = append(unknown, n)
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(ids))), unknown, nil
}

// AudiencePersons are the e-mails of the persons whom the audience of a case of
// the viewer's own organisation names, which its releasers gave.
func (db *DB) AudiencePersons(ctx context.Context, v Viewer, c Case) (emails []string, err error) {
	if !c.Mine || c.Audience == nil || len(c.Audience.Persons) == 0 {
		return nil, nil
	}
	err = db.sql.QueryRowContext(ctx, `SELECT array_agg(u.email ORDER BY lower(u.email)) FROM users u, cases c JOIN access a ON a.id = c.access_id
		WHERE c.id = $2 AND c.org_id = (SELECT org_id FROM users WHERE id = $1) AND u.id = ANY (a.persons)`,
		v.UserID, c.ID).Scan(pq.Array(&emails))
	return emails, kind("persons of the audience", err)
}
