package catalogue

import (
	"context"
	"database/sql"
	"time"
)

// UpdateGroup sets name, charter and dates, for group owners of the owning
// organisation. An end that is moved to a later day opens an ended operation again.
func (db *DB) UpdateGroup(ctx context.Context, v Viewer, g Group) (Group, error) {
	g.Name, g.Charter = line(g.Name), text(g.Charter)
	err := db.manage(ctx, v, g.ID, func(tx *sql.Tx, actor Viewer, before Group) error {
		if err := g.check().err(); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE groups SET name = $2, charter = $3, starts = $4, ends = $5 WHERE id = $1`,
			g.ID, g.Name, g.Charter, g.Start, g.End); err != nil {
			return kind("change group", err)
		}
		return record(ctx, tx, actor, Event{What: "group.update", Details: map[string]any{"group": g.ID,
			"start": dayOf(g.Start), "end": dayOf(g.End), "before": []string{dayOf(before.Start), dayOf(before.End)}}})
	})
	if err != nil {
		return Group{}, err
	}
	return db.Group(ctx, v, g.ID)
}

func dayOf(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// HandOver makes another member the owner of the group: an administration or a
// RILO, since guests own nothing. The old owner stays a member.
func (db *DB) HandOver(ctx context.Context, v Viewer, groupID, orgID string) error {
	return db.manage(ctx, v, groupID, func(tx *sql.Tx, actor Viewer, g Group) error {
		if orgID == g.OwnerID {
			return nil
		}
		for _, m := range g.Members {
			if m.ID != orgID {
				continue
			}
			if m.Kind == OrgGuest {
				return &Invalid{Field: "organisation", Code: "guest_owns"}
			}
			if _, err := tx.ExecContext(ctx, `UPDATE groups SET owner_id = $2 WHERE id = $1`, groupID, orgID); err != nil {
				return kind("hand over", err)
			}
			return record(ctx, tx, actor, Event{What: "group.owner", ownerID: orgID, Details: map[string]any{"group": groupID, "organisation": orgID}})
		}
		return &Invalid{Field: "organisation", Code: "organisation_unknown", Args: []any{line(orgID)}}
	})
}

// Leave takes the viewer's organisation out of a group, for its group owners and
// administrators: it sees nothing of the group from the next request on. What it
// shared into the group stays shared until it changes that. The owner hands the
// group over first: Invalid.
func (db *DB) Leave(ctx context.Context, v Viewer, groupID string) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		g, err := holdGroup(ctx, tx, actor, groupID)
		if err != nil {
			return err
		}
		if !actor.Has(RoleGroupOwner, RoleAdministrator) {
			return denied("leave the group")
		}
		if g.OwnerID == actor.OrgID {
			return &Invalid{Field: "organisation", Code: "owner_stays"}
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM group_members WHERE group_id = $1 AND org_id = $2`, groupID, actor.OrgID); err != nil {
			return kind("leave group", err)
		}
		return record(ctx, tx, actor, Event{What: "group.leave", ownerID: g.OwnerID, Details: map[string]any{"group": groupID, "organisation": actor.OrgID}})
	})
}
