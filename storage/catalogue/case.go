package catalogue

import (
	"context"
	"time"
)

// State is where a case stands in its life.
type State string

const (
	Draft     State = "draft"
	Submitted State = "submitted"
	Released  State = "released"
	Withdrawn State = "withdrawn"
)

// TLP is a label of the Traffic Light Protocol 2.0.
type TLP string

// TLPs from the strictest to the widest.
var TLPs = []TLP{"RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"}

// Audience is who may see a released case beside its owner. Empty is nobody.
type Audience struct {
	Everyone      bool     `json:"everyone"`
	Regions       []string `json:"regions,omitempty"`
	Organisations []string `json:"organisations,omitempty"`
	Groups        []string `json:"groups,omitempty"`
}

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
	TLP          TLP      `json:"tlp"`
	Training     bool     `json:"training"` // may be used in galleries and drills
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
	Released time.Time `json:"released,omitzero"`
	Pictures []Picture `json:"pictures"`
	Mine     bool      `json:"mine"` // of the viewer's organisation
}

// CreateCase starts a draft of the viewer's organisation.
func (db *DB) CreateCase(ctx context.Context, v Viewer, f CaseForm) (Case, error) { panic("unbuilt") }

// Case with its pictures.
func (db *DB) Case(ctx context.Context, v Viewer, id string) (Case, error) { panic("unbuilt") }

// CasesByID returns those of ids that the viewer may see, in the order given, with their pictures.
func (db *DB) CasesByID(ctx context.Context, v Viewer, ids []string) ([]Case, error) {
	panic("unbuilt")
}

// NewestCases that the viewer may see, newest change first; mine restricts to the viewer's own drafts and cases.
func (db *DB) NewestCases(ctx context.Context, v Viewer, mine bool, limit int) ([]Case, error) {
	panic("unbuilt")
}

// CaseIDsByText finds words in title, narrative, places and code labels of every language.
func (db *DB) CaseIDsByText(ctx context.Context, v Viewer, text string) ([]string, error) {
	panic("unbuilt")
}

// UpdateCase replaces the form of a case of the viewer's own organisation.
func (db *DB) UpdateCase(ctx context.Context, v Viewer, id string, f CaseForm) (Case, error) {
	panic("unbuilt")
}

// Submit hands a draft to the releasers.
func (db *DB) Submit(ctx context.Context, v Viewer, id string) (Case, error) { panic("unbuilt") }

// Release opens a submitted case to an audience, or changes the audience of a released one.
func (db *DB) Release(ctx context.Context, v Viewer, id string, a Audience) (Case, error) {
	panic("unbuilt")
}

// Withdraw takes a submitted or released case back, with a reason; Reopen makes it a draft again.
func (db *DB) Withdraw(ctx context.Context, v Viewer, id, reason string) (Case, error) {
	panic("unbuilt")
}

func (db *DB) Reopen(ctx context.Context, v Viewer, id string) (Case, error) { panic("unbuilt") }
