package catalogue

import "context"

// OrgKind is what an organisation is.
type OrgKind string

const (
	OrgAdministration OrgKind = "administration" // a national customs service
	OrgRILO           OrgKind = "rilo"
	OrgGuest          OrgKind = "guest" // sees only the groups it is invited to
)

// Organisation owns cases and users.
type Organisation struct {
	ID      string  `json:"id"`
	Kind    OrgKind `json:"kind"`
	Name    string  `json:"name"`
	Country string  `json:"country,omitempty"` // ISO 3166-1 alpha-2
	Region  string  `json:"region,omitempty"`  // WCO region code
	Users   int     `json:"users"`
}

// CreateOrganisation is for the root administrator.
func (db *DB) CreateOrganisation(ctx context.Context, v Viewer, o Organisation) (Organisation, error) {
	panic("unbuilt")
}

// Organisations lists all by name; names and countries of members are no secret inside.
func (db *DB) Organisations(ctx context.Context, v Viewer) ([]Organisation, error) { panic("unbuilt") }

// Organisation is one of them.
func (db *DB) Organisation(ctx context.Context, v Viewer, id string) (Organisation, error) {
	panic("unbuilt")
}
