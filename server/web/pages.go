package web

import (
	"html/template"

	"lynceus/server/search"
	"lynceus/storage/catalogue"
)

// Every template in frontend/templates/<noun>/<page>.html gets one of the structs
// below. The layout is the template "layout" of layout/*.html, which includes
// "content"; each page file defines "content". Files named _*.html in any folder
// are parts that all pages may include.
//
// Forms post to the routes of routes.go, as application/x-www-form-urlencoded
// unless files go with them, with the field names of the JSON. Lists are repeated
// fields (concealment, roles, regions, organisations, groups, route); goods are
// repeated as goods.commodity, goods.quantity, goods.unit, one of each per good
// and in step, rows without a commodity being skipped. Cross-site posts are refused
// by their headers, so that a form carries no token.
//
// A request with the header "X-Fragment: true" gets the "content" alone, for
// elements that put it into a page.

// Page is what all pages have. Layout parts read it.
type Page struct {
	Lang      string            // language of the request: en, fr, es
	Dir       string            // ltr or rtl
	Theme     string            // light, dark, or empty for the system's choice
	Title     string            // text for <title> and h1: the key "title.<noun>.<page>", or the name of the thing
	Path      string            // path and query of this page, for the return field of /preferences and for the current item of the menu
	Viewer    *catalogue.Viewer // nil when signed out; .Viewer.Has "administrator" asks for a role
	Flash     *Flash            // what the last request did; nil mostly
	Version   string            // of the program
	Languages []Language        // offered in the footer: POST /preferences with language, theme, return
	Unread    int               // threads with something that the viewer has not read
	Errors    map[string]string // by field: the sentence to put beside it; "" is the form as a whole
}

// Flash is one notice, shown once.
type Flash struct {
	Kind string // done, warning
	Text string
}

// Language is an offered language under its own name.
type Language struct {
	Code    string
	Name    string
	Current bool
}

// HomePage is home/home.html: the drop zone (POST /ask, field "picture") and what is new.
type HomePage struct {
	Page    `json:"-"`
	Newest  []catalogue.Case `json:"newest"` // that the viewer may see, newest first
	Drafts  []catalogue.Case `json:"drafts"` // the viewer's own, not yet submitted
	MaySend bool             `json:"-"`      // the viewer is a contributor
	MayAsk  bool             `json:"-"`      // the viewer opens pictures at all
}

// SignInPage is session/signin.html: POST /signin with email, password, return.
type SignInPage struct {
	Page
	Email  string // as typed, after a failure
	Return string // local path to go to afterwards
}

// JoinPage is session/accept.html: POST /join/{token} with name, password,
// password_again, and for the first administrator also email, organisation, country.
type JoinPage struct {
	Page
	Token      string
	Invitation catalogue.Invitation
	Name       string // the next four as typed, after a failure, or as invited
	Email      string
	OrgName    string
	Country    string
}

// AccountPage is account/show.html: what the viewer alone may see and change.
// POST /account/sessions/{id}/end, /account/sessions/end (all others) and
// /account/password with current, password, password_again.
type AccountPage struct {
	Page
	Notices  bool // POST /account/notices with notices
	Sessions []SessionView
}

// CasesPage is cases/list.html: browse. The search form is GET /cases with q,
// from, to (YYYY-MM) and the facets' names as repeated fields.
type CasesPage struct {
	Page
	search.Found
	Filter   search.Filter
	Facets   []Facet // in the order to show; hides Found.Facets
	Chips    []Link  // each chosen value with the URL that drops it
	Clear    string  // URL without any filter; empty when there is none
	Previous string  // URLs of neighbouring pages; empty at the ends
	Next     string
	MaySend  bool
}

// Facet is one way to narrow a list down.
type Facet struct {
	Name   string // field name: concealment, means, technique, commodity, country, year
	Title  string
	Values []FacetValue
}

// FacetValue is a checkbox, or a link to URL, which toggles it.
type FacetValue struct {
	Code     string
	Label    string
	Count    int
	Selected bool
	URL      string
}

// Link is a labelled URL.
type Link struct{ Label, URL string }

// CaseFormPage is cases/new.html (POST /cases, multipart, files as "picture") and
// cases/edit.html (POST /cases/{id}). The field "then" with the value "submit"
// submits the case after saving. Field names are those of the JSON of CaseForm.
//
// In the page of vocabulary terms "terms LIST" and "tree LIST" give what to tap;
// each term says in .Modes to which transport modes it applies.
type CaseFormPage struct {
	Page
	ID        string // empty for a new case
	Form      catalogue.CaseForm
	TLPs      []catalogue.TLP
	Pictures  []catalogue.Picture // kept already; for edit
	Case      *catalogue.Case     // for edit; nil for a new one
	Stale     bool                // somebody else saved it meanwhile: Form is what was typed
	MaySubmit bool
}

// CasePage is cases/show.html. The Can fields say which buttons to show; the
// catalogue decides again when they are pressed.
type CasePage struct {
	Page
	rights     // .CanEdit .CanAdd .CanSubmit .CanReturn .CanRelease .CanWithdraw .CanReopen .CanInquire .CanDisclose; see rights.go
	Case       catalogue.Case
	LookAlikes []LookAlike
	History    []catalogue.Event
	Audience   *AudienceChoice // what the release form offers; nil unless CanRelease
	Shared     []string        // the names of the present audience, for the owner's organisation

	Referrals     []catalogue.Referral // that were told of the case, for its organisation
	Disclosed     catalogue.Disclosure // what all its pictures disclose; empty where they differ
	Verifications []catalogue.Verification
	CanVerify     bool // POST /cases/{id}/verifications: source, information, note
	Proposals     []catalogue.Proposal
	CanPropose    bool             // GET /cases/{id}/propose
	Guard         *catalogue.Guard // of a case that is not released, for who edits it
	Report        *catalogue.GuardReport
	Thread        ThreadView
}

// AudienceChoice is what a release form may offer under the label of the case;
// what is chosen is marked.
type AudienceChoice struct {
	MayEveryone   bool // the label admits it
	Everyone      bool // chosen
	Regions       []Choice
	Organisations []Choice
	Groups        []Choice
	Persons       string // e-mails, one a line
}

// Choice is an option of a form.
type Choice struct {
	Value  string
	Label  string
	Chosen bool
}

// LookAlike is a ranked answer together with its words.
type LookAlike struct {
	search.LookAlike
	BandText string       // of the key "band.<band>"
	Meaning  string       // what the band claims, of the key "band.<band>.means"
	Reasons  []string     // how the match lies to the query: mirrored, turned by 5°, inverted, scaled
	Common   []string     // codes of the method that both have
	Proof    string       // what geometry found; empty for nothing
	Parts    []MethodPart // of the band same-method, where they are known
	Percent  int          // 0 to 100, for a bar: 100 is the same; 0 in the band same-method, which claims no likeness
	For      string       // id of the picture that asked; empty for one that is not stored
	Asking   template.URL // its thumbnail, to be shown beside the answer
	Mine     *Outline     // the common part in the picture that asked; nil for none
	Theirs   *Outline     // and in the answer
	Verdict  *Verdict     // nil for a question with a picture that is not stored
}

// PicturePage is pictures/show.html. Renditions are /pictures/{id}/thumb (256
// pixels), /view (1024), /large (2048); the original is /pictures/{id}/original.
type PicturePage struct {
	Page
	Picture     catalogue.Picture
	Case        catalogue.Case
	LookAlikes  []LookAlike
	Rejected    []Rejected
	CanEdit     bool   // POST /pictures/{id}: technique, role, position; POST /pictures/{id}/remove; regions
	CanDownload bool   // the original
	CanDisclose bool   // POST /pictures/{id}/disclosure
	Previous    string // ids of its neighbours in the case; empty at the ends
	Next        string
}

// SimilarPage is pictures/similar.html: the look-alikes of a stored picture.
//
// GET /pictures/{id}/similar takes a part of it: region, a polygon as JSON,
// region_id, or left, top, width and height in per cent.
type SimilarPage struct {
	Page
	Picture    catalogue.Picture
	LookAlikes []LookAlike
	Rejected   []Rejected
	Part       *Part // that was asked with; nil for the whole picture
	Flat       bool  // nothing to see in that part
	Fault      string
}

// AskPage is ask/results.html: the look-alikes of a picture that was only asked
// with, and of which nothing is kept. Its form posts to /ask again.
type AskPage struct {
	Page
	Name       string       // file name as the browser sent it
	Thumb      template.URL // data: URL of the asked picture, so that both can be compared
	Width      int
	Height     int
	Part       *Part // that was asked with; nil for the whole picture
	Flat       bool  // nothing to see in it: nothing can be claimed
	Notes      []string
	LookAlikes []LookAlike
	Refused    string // why the file was not taken; the rest is empty then
	MaySend    bool
}

// UploadPage is pictures/uploaded.html: what became of each file of a batch, for
// browsers without JavaScript, when at least one was refused.
type UploadPage struct {
	Page
	Case  catalogue.Case
	Files []UploadedFile
}

// UploadedFile is one file's answer, in HTML and JSON alike.
type UploadedFile struct {
	Name    string             `json:"name"`
	Status  int                `json:"status"` // 201 stored, 200 the organisation had it already, else as the problem says
	Picture *catalogue.Picture `json:"picture,omitempty"`
	Already bool               `json:"already,omitempty"`
	Notes   []string           `json:"notes,omitempty"` // sentences for the uploader
	Problem *Problem           `json:"problem,omitempty"`
}

// UsersPage is users/list.html: accounts of one organisation, for its administrators.
// Invite: POST /users with email, name, roles, and organisation for root.
// Each row: POST /users/{id}/roles (roles), /disable, /enable, /reinvite.
type UsersPage struct {
	Page
	Organisation  catalogue.Organisation
	Organisations []catalogue.Organisation // for root: GET /users?organisation=ID
	Users         []catalogue.User
	States        []UserCount         // in all of the organisation
	State         catalogue.UserState // chosen: GET /users?state=STATE; empty for all
	ByLastSeen    bool                // GET /users?order=last_seen
	Roles         []catalogue.Role    // all; texts are "role.<role>" and "role.<role>.hint"
	Invited       *Invited            // just made: its link is shown once
	Form          InviteForm          // as typed, after a failure
}

// UserCount is how many accounts are in a state; its text is "users.state.<state>".
type UserCount struct {
	State catalogue.UserState
	Count int
}

// Invited is a one-time link to hand over.
type Invited struct {
	User catalogue.User `json:"user"`
	Link string         `json:"link"`
}

// InviteForm is what an administrator fills in.
type InviteForm struct {
	Email        string           `json:"email" form:"email"`
	Name         string           `json:"name" form:"name"`
	Roles        []catalogue.Role `json:"roles" form:"roles"`
	Organisation string           `json:"organisation" form:"organisation"`
}

// OrganisationsPage is organisations/list.html. Root adds one: POST /organisations
// with kind (administration, rilo, guest), name, country, region.
type OrganisationsPage struct {
	Page
	Organisations []catalogue.Organisation
	MayCreate     bool
	Kinds         []catalogue.OrgKind // texts are "orgkind.<kind>"
	Form          catalogue.Organisation
}

// OrganisationPage is organisations/show.html. Root changes one by POST
// /organisations/{id} with the fields of a new one.
type OrganisationPage struct {
	Page
	Organisation catalogue.Organisation
	MaySet       bool                // POST /organisations/{id}/settings with four_eyes, second_factor
	Hangs        []string            // what keeps it from being removed
	MayManage    bool                // GET /users?organisation=ID
	MayEdit      bool                // the form
	Kinds        []catalogue.OrgKind // for the form
}

// GroupsPage is groups/list.html. POST /groups with name, charter, start, end (YYYY-MM-DD).
type GroupsPage struct {
	Page
	Groups    []catalogue.Group
	MayCreate bool
	Form      GroupForm
}

// GroupForm is what a group owner fills in.
type GroupForm struct {
	Name    string `json:"name" form:"name"`
	Charter string `json:"charter" form:"charter"`
	Start   string `json:"start" form:"start"` // YYYY-MM-DD or empty
	End     string `json:"end" form:"end"`     // YYYY-MM-DD or empty; the last day
}

// GroupPage is groups/show.html. POST /groups/{id}/members with organisation, and
// /groups/{id}/members/{organisation}/remove.
type GroupPage struct {
	Page
	Group     catalogue.Group
	Owner     string // name of the owning organisation
	MayManage bool
	Others    []catalogue.Organisation // who could be added; empty unless MayManage
	Form      GroupForm                // to change it
	Ended     bool                     // read-only
	Begun     bool
	MayLeave  bool             // POST /groups/{id}/leave
	Board     *catalogue.Board // nil for who sees no pictures
	Previous  string           // addresses of neighbouring pages of cases; empty at the ends
	Next      string
	Thread    ThreadView
}

// RecordPage is record/list.html: the audit record of the viewer's organisation.
// The text of an event is "event.<what>".
type RecordPage struct {
	Page
	Events []catalogue.Event
	Older  string   // URL of the next page; empty at the end
	Whats  []string // to choose from
	What   string   // the next five as chosen
	Case   string   // of whose record it is, on the page record/case.html
	From   string
	To     string
	Others bool
	Export string // URL of all of it as CSV
}

// ErrorPage is error/error.html.
type ErrorPage struct {
	Page
	Status    int
	Heading   string // the problem's title
	Detail    string // what is wrong and what to do
	RequestID string // only for a failure of ours, to tell the operator
	Fields    []FieldError
}

// Problem is the JSON of every error (RFC 9457, application/problem+json).
type Problem struct {
	Type      string       `json:"type"` // about:blank
	Title     string       `json:"title"`
	Status    int          `json:"status"`
	Detail    string       `json:"detail,omitempty"`     // in the language of the request
	Code      string       `json:"code"`                 // stable, for programs: not_found, refusal.tiff_float ...
	RequestID string       `json:"request_id,omitempty"` // only for 500
	Errors    []FieldError `json:"errors,omitempty"`
}

// FieldError is a fault in one field that can be mended.
type FieldError struct {
	Field  string `json:"field"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}
