package catalogue

import (
	"context"
	"time"
)

// Group is a closed user group: organisations that share. With dates it is an operation.
type Group struct {
	ID      string         `json:"id"`
	OwnerID string         `json:"owner"` // organisation
	Name    string         `json:"name"`
	Charter string         `json:"charter,omitempty"`
	Start   *time.Time     `json:"start,omitempty"`
	End     *time.Time     `json:"end,omitempty"`
	Members []Organisation `json:"members"`
}

// Groups lists those of which the viewer's organisation is owner or member.
func (db *DB) Groups(ctx context.Context, v Viewer) ([]Group, error) { panic("unbuilt") }

func (db *DB) Group(ctx context.Context, v Viewer, id string) (Group, error) { panic("unbuilt") }

func (db *DB) CreateGroup(ctx context.Context, v Viewer, g Group) (Group, error) { panic("unbuilt") }

// AddMember and RemoveMember are for group owners of the owning organisation.
func (db *DB) AddMember(ctx context.Context, v Viewer, groupID, orgID string) error { panic("unbuilt") }

func (db *DB) RemoveMember(ctx context.Context, v Viewer, groupID, orgID string) error {
	panic("unbuilt")
}
