package catalogue

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"
	"unicode/utf8"
)

// Group is a closed user group: organisations that share. With dates it is an operation.
type Group struct {
	ID      string         `json:"id"`
	OwnerID string         `json:"owner"` // organisation
	Name    string         `json:"name"`
	Charter string         `json:"charter,omitempty"`
	Start   *time.Time     `json:"start,omitempty"` // nothing is seen through it before
	End     *time.Time     `json:"end,omitempty"`   // nothing is released into it after
	Members []Organisation `json:"members"`         // by name; the owner is always one
}

// Ended reports whether the group takes no new cases any more.
func (g Group) Ended(now time.Time) bool { return g.End != nil && g.End.Before(now) }

// Groups lists those of which the viewer's organisation is owner or member.
func (db *DB) Groups(ctx context.Context, v Viewer) ([]Group, error) {
	return readGroups(ctx, db.sql, v, `ORDER BY lower(g.name), g.id`)
}

// Group is one of them.
func (db *DB) Group(ctx context.Context, v Viewer, id string) (Group, error) {
	if !validID(id) {
		return Group{}, hidden("group")
	}
	return readGroup(ctx, db.sql, v, id)
}

func readGroup(ctx context.Context, q querier, v Viewer, id string) (Group, error) {
	all, err := readGroups(ctx, q, v, `AND g.id = $2`, id)
	if err != nil {
		return Group{}, err
	}
	if len(all) == 0 {
		return Group{}, hidden("group")
	}
	return all[0], nil
}

func readGroups(ctx context.Context, q querier, v Viewer, rest string, args ...any) ([]Group, error) {
	rows, err := q.QueryContext(ctx, `
		SELECT g.id, g.owner_id, g.name, g.charter, g.starts, g.ends,
			(SELECT json_agg(json_build_object('id', o.id, 'kind', o.kind, 'name', o.name, 'country', o.country, 'region', o.region)
				ORDER BY lower(o.name)) FROM group_members m JOIN organisations o ON o.id = m.org_id WHERE m.group_id = g.id)
		FROM groups g
		WHERE EXISTS (SELECT FROM users u JOIN group_members m ON m.org_id = u.org_id
			WHERE u.id = $1 AND NOT u.disabled AND m.group_id = g.id) `+rest, append([]any{v.UserID}, args...)...)
	if err != nil {
		return nil, kind("groups", err)
	}
	defer rows.Close()
	all := []Group{}
	for rows.Next() {
		var g Group
		var members []byte
		if err := rows.Scan(&g.ID, &g.OwnerID, &g.Name, &g.Charter, &g.Start, &g.End, &members); err != nil {
			return nil, kind("groups", err)
		}
		if err := json.Unmarshal(members, &g.Members); err != nil {
			return nil, kind("groups", err)
		}
		all = append(all, g)
	}
	return all, kind("groups", rows.Err())
}

const longestCharter = 5000

// CreateGroup makes a group of the viewer's organisation, for its group owners.
// The owner is a member; so are the organisations named in Members.
func (db *DB) CreateGroup(ctx context.Context, v Viewer, g Group) (Group, error) {
	g.ID, g.Name, g.Charter = NewID(), line(g.Name), text(g.Charter)
	err := db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		if !actor.Has(RoleGroupOwner) {
			return denied("create a group")
		}
		if err := g.check().err(); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO groups (id, owner_id, name, charter, starts, ends) VALUES ($1, $2, $3, $4, $5, $6)`,
			g.ID, actor.OrgID, g.Name, g.Charter, g.Start, g.End); err != nil {
			return kind("create group", err)
		}
		if err := record(ctx, tx, actor, Event{What: "group.create", Details: map[string]any{"group": g.ID}}); err != nil {
			return err
		}
		members := []string{actor.OrgID}
		for _, o := range g.Members {
			members = append(members, o.ID)
		}
		for _, o := range distinct(members) {
			if err := join(ctx, tx, actor, g.ID, o); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Group{}, err
	}
	return db.Group(ctx, v, g.ID)
}

func (g *Group) check() (bad Invalids) {
	switch {
	case g.Name == "":
		bad.add("name", "required")
	case utf8.RuneCountInString(g.Name) > longestLabel:
		bad.add("name", "too_long", longestLabel)
	}
	if utf8.RuneCountInString(g.Charter) > longestCharter {
		bad.add("charter", "too_long", longestCharter)
	}
	if g.Start != nil && g.End != nil && !g.Start.Before(*g.End) {
		bad.add("end", "dates")
	}
	return bad
}

// join makes an organisation that the actor may know of a member; one that is a
// member already stays so, without an event.
func join(ctx context.Context, tx *sql.Tx, actor Viewer, groupID, orgID string) error {
	if !validID(orgID) {
		return &Invalid{Field: "organisation", Code: "organisation_unknown", Args: []any{orgID}}
	}
	found, err := readOrganisations(ctx, tx, actor, `AND o.id = $2`, orgID)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return &Invalid{Field: "organisation", Code: "organisation_unknown", Args: []any{orgID}}
	}
	done, err := tx.ExecContext(ctx, `INSERT INTO group_members (group_id, org_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, groupID, orgID)
	if err != nil {
		return kind("add member", err)
	}
	if n, _ := done.RowsAffected(); n == 0 {
		return nil
	}
	return record(ctx, tx, actor, Event{What: "group.add", ownerID: orgID, Details: map[string]any{"group": groupID, "organisation": orgID}})
}

// AddMember and RemoveMember are for group owners of the owning organisation. An
// operation that has ended takes no new members.
func (db *DB) AddMember(ctx context.Context, v Viewer, groupID, orgID string) error {
	return db.manage(ctx, v, groupID, func(tx *sql.Tx, actor Viewer, g Group) error {
		if g.Ended(time.Now()) {
			return &Invalid{Field: "organisation", Code: "group_ended", Args: []any{g.Name}}
		}
		return join(ctx, tx, actor, groupID, orgID)
	})
}

// RemoveMember ends a membership; the organisation sees nothing of the group from
// the next request on. The owner stays: Invalid. A stranger is fs.ErrNotExist.
func (db *DB) RemoveMember(ctx context.Context, v Viewer, groupID, orgID string) error {
	return db.manage(ctx, v, groupID, func(tx *sql.Tx, actor Viewer, g Group) error {
		if orgID == g.OwnerID {
			return &Invalid{Field: "organisation", Code: "owner_stays"}
		}
		var id string
		if err := tx.QueryRowContext(ctx, `DELETE FROM group_members WHERE group_id = $1 AND org_id = $2 RETURNING org_id`, groupID, line(orgID)).
			Scan(&id); err != nil {
			return kind("member", err)
		}
		return record(ctx, tx, actor, Event{What: "group.remove", ownerID: id, Details: map[string]any{"group": groupID, "organisation": id}})
	})
}

// manage runs fn on a group that the actor may manage. Members of other
// organisations get fs.ErrPermission, others fs.ErrNotExist.
func (db *DB) manage(ctx context.Context, v Viewer, groupID string, fn func(tx *sql.Tx, actor Viewer, g Group) error) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		g, err := holdGroup(ctx, tx, actor, groupID)
		if err != nil {
			return err
		}
		if g.OwnerID != actor.OrgID || !actor.Has(RoleGroupOwner) {
			return denied("manage the group")
		}
		return fn(tx, actor, g)
	})
}

// holdGroup locks a group, which the actor must see.
func holdGroup(ctx context.Context, tx *sql.Tx, actor Viewer, groupID string) (Group, error) {
	if !validID(groupID) {
		return Group{}, hidden("group")
	}
	if _, err := tx.ExecContext(ctx, `SELECT FROM groups WHERE id = $1 FOR UPDATE`, groupID); err != nil {
		return Group{}, kind("lock group", err)
	}
	return readGroup(ctx, tx, actor, groupID)
}
