package catalogue

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"
)

// Audience is who may see a released case beside its owner. Empty is nobody.
type Audience struct {
	Everyone      bool     `json:"everyone"`
	Regions       []string `json:"regions,omitempty"`
	Organisations []string `json:"organisations,omitempty"`
	Groups        []string `json:"groups,omitempty"`
	Persons       []string `json:"persons,omitempty"` // ids of users of any organisation
}

// canonical is the same audience in the one way in which it is kept.
func (a Audience) canonical() Audience {
	set := func(s []string) []string {
		s = slices.Sorted(slices.Values(s))
		return slices.Compact(s)
	}
	return Audience{a.Everyone, set(a.Regions), set(a.Organisations), set(a.Groups), set(a.Persons)}
}

func (a Audience) equal(b Audience) bool {
	a, b = a.canonical(), b.canonical()
	return a.Everyone == b.Everyone && slices.Equal(a.Regions, b.Regions) &&
		slices.Equal(a.Organisations, b.Organisations) && slices.Equal(a.Groups, b.Groups) && slices.Equal(a.Persons, b.Persons)
}

// accessOf answers the row of access for a way of being shared, and makes it
// when nobody has shared in this way before. expires is the last day, as
// YYYY-MM-DD, or empty.
func accessOf(ctx context.Context, tx *sql.Tx, orgID string, s State, tlp TLP, expires string, a Audience) (id Access, err error) {
	a = a.canonical()
	way := []any{orgID, s, tlp, a}
	if expires != "" { // ways that never end had a digest before there were others
		way = append(way, expires)
	}
	b, err := json.Marshal(way)
	if err != nil {
		return 0, err
	}
	digest := sha256.Sum256(b)
	find := func() error {
		return tx.QueryRowContext(ctx, `SELECT id FROM access WHERE digest = $1`, digest[:]).Scan(&id)
	}
	if err := find(); !errors.Is(err, sql.ErrNoRows) {
		return id, kind("access", err)
	}
	// Who comes second waits here for the first, and finds the first one's row.
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO access (org_id, state, tlp, everyone, regions, orgs, groups, persons, expires, digest)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, nullif($9, '')::date, $10) ON CONFLICT (digest) DO NOTHING`,
		orgID, s, tlp, a.Everyone, list(a.Regions), list(a.Organisations), list(a.Groups), list(a.Persons), expires, digest[:]); err != nil {
		return 0, kind("access", err)
	}
	return id, kind("access", find())
}

// checkAudience holds an audience that a case of organisation h.orgID is to be
// released to against its label, the organisations, groups and persons that there
// are, and answers it as it is kept: without the organisation itself, persons by id.
// Groups must be ones in which the organisation is now; one that has ended takes
// no new cases. Guests are reached through groups only, so that they see nothing else.
func checkAudience(ctx context.Context, tx *sql.Tx, lex *lexicon, h held, a Audience) (kept Audience, bad Invalids, err error) {
	a = a.canonical()
	a.Organisations = slices.DeleteFunc(a.Organisations, func(o string) bool { return o == h.orgID })
	if !h.tlp.Admits(a) {
		bad.add("audience", "tlp_audience", string(h.tlp))
	}
	today := time.Now().UTC().Format(time.DateOnly)
	for _, r := range a.Regions {
		if t, ok := lex.term("region", r); !ok || !t.validOn(today) {
			bad.add("regions", "unknown_code", line(r))
		}
	}
	named, err := texts(ctx, tx, `SELECT id, CASE kind WHEN 'guest' THEN name ELSE '' END
		FROM organisations WHERE id = ANY ($1)`, validIDs(a.Organisations))
	if err != nil {
		return a, nil, kind("audience", err)
	}
	for _, o := range a.Organisations {
		guest, known := named[o]
		switch {
		case !known:
			bad.add("organisations", "organisation_unknown", line(o))
		case guest != "":
			bad.add("organisations", "organisation_by_group", guest)
		}
	}
	ours, err := texts(ctx, tx, `SELECT g.id, CASE WHEN g.ends < now() THEN g.name ELSE '' END
		FROM groups g JOIN group_members m ON m.group_id = g.id
		WHERE g.id = ANY ($1) AND m.org_id = $2`, validIDs(a.Groups), h.orgID)
	if err != nil {
		return a, nil, kind("audience", err)
	}
	for _, g := range a.Groups {
		ended, known := ours[g]
		switch {
		case !known:
			bad.add("groups", "group_unknown", line(g))
		case ended != "" && !slices.Contains(h.audience.Groups, g):
			bad.add("groups", "group_ended", ended)
		}
	}
	var unknown []string
	if a.Persons, unknown, err = personsOf(ctx, tx, h, a.Persons); err != nil {
		return a, nil, err
	}
	for _, p := range unknown {
		bad.add("persons", "person_unknown", line(p))
	}
	return a, bad, nil
}

// texts reads rows of two columns.
func texts(ctx context.Context, q querier, query string, args ...any) (map[string]string, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var k, v string
		if err := rows.Scan(&k, &v); err != nil {
			return nil, err
		}
		all[k] = v
	}
	return all, rows.Err()
}
