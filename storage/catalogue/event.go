package catalogue

import (
	"context"
	"time"
)

// Event is a line of the audit record.
type Event struct {
	ID      int64          `json:"id"`
	When    time.Time      `json:"when"`
	UserID  string         `json:"user,omitempty"`
	Name    string         `json:"name,omitempty"`
	OrgID   string         `json:"organisation,omitempty"`
	OrgName string         `json:"organisation_name,omitempty"`
	Address string         `json:"address,omitempty"`
	What    string         `json:"what"` // case.release, picture.view, session.start, search.ask ...
	CaseID  string         `json:"case,omitempty"`
	Picture string         `json:"picture,omitempty"`
	Details map[string]any `json:"details,omitempty"`
}

// Record appends what no other method records by itself (a search by picture, a refusal).
func (db *DB) Record(ctx context.Context, v Viewer, e Event) error { panic("unbuilt") }

// History is the record of a case of the viewer's own organisation; of another's,
// only its releases and changes, without names of persons.
func (db *DB) History(ctx context.Context, v Viewer, caseID string) ([]Event, error) {
	panic("unbuilt")
}

// Events is the record of the viewer's organisation, newest first, for auditors. before 0 is the newest.
func (db *DB) Events(ctx context.Context, v Viewer, before int64, limit int) ([]Event, error) {
	panic("unbuilt")
}
