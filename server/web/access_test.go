package web_test

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"lynceus/server/web"
	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

func formOf(tlp catalogue.TLP) catalogue.CaseForm {
	f := cataloguetest.Form()
	f.TLP = tlp
	return f
}

// relation is how a thing stands to who asks for it.
type relation string

const (
	own    relation = "own"    // of the organisation
	shared relation = "shared" // another's, released to everyone

	byRegion relation = "shared with its region" // likewise, in other ways
	byName   relation = "shared with it by name"
	byGroup  relation = "shared with a group that it is in"
	toPerson relation = "shared with the one who asks"
	revoked  relation = "revoked" // another's, released to it and then withdrawn
	foreign  relation = "foreign" // another's
	missing  relation = "missing" // nobody's
)

var relations = []relation{own, shared, byRegion, byName, byGroup, toPerson, revoked, foreign, missing}

// kind is the relation by which a route decides.
func (r relation) kind() relation {
	switch r {
	case byRegion, byName, byGroup, toPerson:
		return shared
	}
	return r
}

// cell is one question of the matrix.
type cell struct {
	h    *house
	role catalogue.Role
	rel  relation
	k    catalogue.Case // the case that stands in that relation
	g    catalogue.Group
	user string
	org  string
	twin string // a picture that all of the organisation see, to link with
}

func (c cell) has(roles ...catalogue.Role) bool { return slices.Contains(roles, c.role) }

func (c cell) sees() bool {
	return !c.has(catalogue.RoleAuditor, catalogue.RoleAdministrator)
}

func (c cell) sends() bool { return c.has(catalogue.RoleContributor, catalogue.RoleReleaser) }

func (c cell) links() bool {
	return c.has(catalogue.RoleContributor, catalogue.RoleReleaser, catalogue.RoleAnalyst)
}

func (c cell) picture() string { return c.k.Pictures[0].ID }

// row says of a route how to ask and what must be answered.
type row struct {
	path   func(c cell) string
	body   func(c cell) (body, media string)
	status func(c cell) int
	fresh  func(h *house) catalogue.Case // for a cell that may change it: the own case to use
}

// Ways to answer that many routes share.

func always(status int) func(cell) int { return func(cell) int { return status } }

// readable: what is visible is answered, all else is not there.
func readable(c cell) int {
	if c.sees() && (c.rel == own || c.rel == shared) {
		return http.StatusOK
	}
	return http.StatusNotFound
}

// writable: done for the own organisation's roles, forbidden for who sees it.
func writable(done int, roles ...catalogue.Role) func(cell) int {
	return func(c cell) int {
		switch {
		case readable(c) == http.StatusNotFound:
			return http.StatusNotFound
		case c.rel == own && c.has(roles...):
			return done
		}
		return http.StatusForbidden
	}
}

// linkable: done for who gives verdicts on what is visible, the own or not.
func linkable(done int) func(cell) int {
	return func(c cell) int {
		switch {
		case readable(c) == http.StatusNotFound:
			return http.StatusNotFound
		case c.links():
			return done
		}
		return http.StatusForbidden
	}
}

func byRole(done int, roles ...catalogue.Role) func(cell) int {
	return func(c cell) int {
		if c.has(roles...) {
			return done
		}
		return http.StatusForbidden
	}
}

// administered: the own organisation's users are there, all others are not.
func administered(done int) func(cell) int {
	return func(c cell) int {
		switch {
		case !c.has(catalogue.RoleAdministrator):
			return http.StatusForbidden
		case c.rel == own:
			return done
		}
		return http.StatusNotFound
	}
}

// managed: the owner's group owners manage, members look on, others see nothing.
func managed(done int) func(cell) int {
	return func(c cell) int {
		switch {
		case c.rel == own && c.has(catalogue.RoleGroupOwner):
			return done
		case c.rel == own || c.rel == shared:
			return http.StatusForbidden
		}
		return http.StatusNotFound
	}
}

func path(p string) func(cell) string { return func(cell) string { return p } }

func casePath(tail string) func(cell) string {
	return func(c cell) string { return "/cases/" + c.k.ID + tail }
}

func picturePath(tail string) func(cell) string {
	return func(c cell) string { return "/pictures/" + c.picture() + tail }
}

func regionPath(tail string) func(cell) string {
	return func(c cell) string {
		return "/pictures/" + c.picture() + "/regions/" + c.k.Pictures[0].Regions[0].ID + tail
	}
}

func userPath(tail string) func(cell) string {
	return func(c cell) string { return "/users/" + c.user + tail }
}

func groupPath(tail string) func(cell) string {
	return func(c cell) string { return "/groups/" + c.g.ID + tail }
}

// proposing: analysts propose changes to what others share with them.
func proposing(done int) func(cell) int {
	return func(c cell) int {
		switch {
		case readable(c) == http.StatusNotFound:
			return http.StatusNotFound
		case c.rel == shared && c.has(catalogue.RoleAnalyst):
			return done
		}
		return http.StatusForbidden
	}
}

// proposalPath is of a proposal to the case: by Home to the own one, else by Near.
func proposalPath(tail string) func(cell) string {
	return func(c cell) string {
		h, id, by := c.h, catalogue.NewID(), c.h.Officer(c.h.Near)
		if c.rel == own {
			by = h.Officer(h.Home)
		}
		_, err := h.SQL.Exec(`INSERT INTO proposals (id, case_id, org_id, user_id, reason) SELECT $1, id, $3, $4, 'x' FROM cases WHERE id = $2`, id, c.k.ID, by.OrgID, by.UserID)
		h.must(err)
		_, err = h.SQL.Exec(`INSERT INTO proposal_fields (proposal_id, field, base, value) SELECT id, 'title', '"a"', '"b"' FROM proposals WHERE id = $1`, id)
		h.must(err)
		return "/proposals/" + id + tail
	}
}

// notOfRILO: the matrix asks as an administration, which verifies nothing;
// TestVerification of the catalogue asks as a RILO.
func notOfRILO(c cell) int {
	if readable(c) == http.StatusOK {
		return http.StatusForbidden
	}
	return http.StatusNotFound
}

// factored gives somebody a second factor, where there is such a user.
func (h *house) factored(userID string) string {
	h.t.Helper()
	_, err := h.SQL.Exec(`INSERT INTO factors (user_id, secret, step) SELECT id, 'x', 0 FROM users WHERE id = $1 ON CONFLICT DO NOTHING`, userID)
	h.must(err)
	return userID
}

// aChange is a change of a field of a case, where there is such a case.
func (h *house) aChange(caseID string) string {
	h.t.Helper()
	id := "1"
	err := h.SQL.QueryRow(`INSERT INTO field_changes (case_id, field, before, after, user_id, access_id)
		SELECT id, 'title', '"a"', '"b"', author_id, access_id FROM cases WHERE id = $1 RETURNING id`, caseID).Scan(&id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		h.t.Fatal(err)
	}
	return id
}

// talks: whoever reads may write.
func talks(reads func(cell) int) func(cell) int {
	return func(c cell) int {
		if status := reads(c); status != http.StatusOK {
			return status
		}
		return http.StatusCreated
	}
}

// members: of a group, with a role that opens pictures.
func members(done int) func(cell) int {
	return func(c cell) int {
		switch {
		case c.rel != own && c.rel != shared:
			return http.StatusNotFound
		case !c.sees():
			return http.StatusForbidden
		}
		return done
	}
}

// messagePath is of a message of whoever asks, or of somebody else in the case.
func messagePath(tail string) func(cell) string {
	return func(c cell) string {
		id := catalogue.NewID()
		if c.rel != missing && c.sees() {
			who := c.h.As(c.h.Home, catalogue.RoleViewer)
			if c.rel == own {
				who = c.h.As(c.h.Near, c.role)
			}
			m, err := c.h.DB.Say(c.h.t.Context(), who, catalogue.Thread{Kind: catalogue.ThreadCase, ID: c.k.ID}, "Mine.", nil)
			if c.rel == own {
				c.h.must(err)
			}
			if err == nil {
				id = m.ID
			}
		}
		return "/messages/" + id + tail
	}
}

func ownMessage(c cell) int {
	if c.rel == own && c.sees() {
		return http.StatusNoContent
	}
	return http.StatusNotFound
}

// referralPath is of a referral: of whoever asked, of whoever holds, of whoever
// asked and was not told, of others.
func referralPath(tail string) func(cell) string {
	return func(c cell) string {
		h, id := c.h, catalogue.NewID()
		asker, holder, told := h.Home.ID, h.Far.ID, true
		switch c.rel {
		case missing:
			return "/referrals/" + id + tail
		case own:
			asker, holder = h.Near.ID, h.Home.ID
		case shared:
			holder = h.Near.ID
		case revoked:
			asker, holder, told = h.Near.ID, h.RILO.ID, false
		}
		asking := h.onePicture(asker)
		_, err := h.SQL.Exec(`DELETE FROM referral_pictures; DELETE FROM referrals`)
		h.must(err)
		_, err = h.SQL.Exec(`INSERT INTO referrals (id, case_id, org_id, holder_id, told, state, shown, asked) VALUES ($1, $2, $3, $4, $5, $6, $7, now())`,
			id, asking.CaseID, asker, holder, told, map[bool]string{true: "asked", false: "found"}[c.rel == shared], c.rel == shared)
		h.must(err)
		_, err = h.SQL.Exec(`INSERT INTO referral_pictures (referral_id, picture_id, asked_id) VALUES ($1, $2, $3)`, id, h.onePicture(holder).ID, asking.ID)
		h.must(err)
		return "/referrals/" + id + tail
	}
}

// onePicture is one of a released case of an organisation.
func (h *house) onePicture(orgID string) catalogue.Picture {
	h.t.Helper()
	for i, o := range []catalogue.Organisation{h.Home, h.Near, h.Far, h.RILO} {
		if o.ID != orgID {
			continue
		}
		if _, ok := h.one[orgID]; !ok {
			k := h.pictured(o, "GREEN", 7000+uint64(i))
			h.release(k, o, everyone)
			h.one[orgID] = k.Pictures[0]
		}
	}
	return h.one[orgID]
}

// referred: what the asker and the holder get with one of roles, or with any that
// referrals are for; others do not know of it.
func referred(asker, holder int, roles ...catalogue.Role) func(cell) int {
	return func(c cell) int {
		status := map[relation]int{own: asker, shared: holder}[c.rel]
		switch {
		case status == 0 || !c.links():
			return http.StatusNotFound
		case len(roles) > 0 && !c.has(roles...) && status != http.StatusNotFound:
			return http.StatusForbidden
		}
		return status
	}
}

// sessionPath is of a session of whoever asks, or of somebody else.
func sessionPath(tail string) func(cell) string {
	return func(c cell) string {
		id := catalogue.NewID()
		if c.rel != missing {
			who := c.user
			if c.rel == own {
				who = c.h.As(c.h.Near, c.role).UserID
			}
			_, err := c.h.DB.StartSession(c.h.t.Context(), who, "127.0.0.1", "another")
			c.h.must(err)
			c.h.must(c.h.SQL.QueryRow(`SELECT id FROM sessions WHERE user_id = $1 ORDER BY created DESC LIMIT 1`, who).Scan(&id))
		}
		return "/account/sessions/" + id + tail
	}
}

func ownSession(c cell) int {
	if c.rel == own {
		return http.StatusNoContent
	}
	return http.StatusNotFound
}

func jsonBody(v any) func(cell) (string, string) {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return func(cell) (string, string) { return string(b), "application/json" }
}

// inState makes an own case with a picture and a region that the cell may change.
func inState(state catalogue.State) func(*house) catalogue.Case {
	return func(h *house) catalogue.Case {
		v := h.Officer(h.Near)
		k := h.Draft(h.Near)
		_, err := h.DB.AddRegion(h.t.Context(), v, catalogue.Region{PictureID: k.Pictures[0].ID, Polygon: [][2]float64{{0, 0}, {1, 0}, {1, 1}}})
		h.must(err)
		if state != catalogue.Draft {
			_, err = h.DB.Submit(h.t.Context(), v, k.ID, "")
			h.must(err)
		}
		if state == catalogue.Withdrawn {
			_, err = h.DB.Withdraw(h.t.Context(), v, k.ID, "test")
			h.must(err)
		}
		k, err = h.DB.Case(h.t.Context(), v, k.ID)
		h.must(err)
		return k
	}
}

const (
	contributor = catalogue.RoleContributor
	releaser    = catalogue.RoleReleaser
)

// matrix has a row for every route behind the sign-in.
func matrix() map[string]row {
	serial := 0
	form := jsonBody(formOf("GREEN"))
	draft, submitted, withdrawn := inState(catalogue.Draft), inState(catalogue.Submitted), inState(catalogue.Withdrawn)
	onePicture := func(c cell) (string, string) {
		serial++
		return upload(nil, file{name: "p.png", bytes: encoded(scene(1000 + uint64(serial)))})
	}
	asked := func(cell) (string, string) {
		return upload(nil, file{name: "p.png", bytes: encoded(scene(1))})
	}
	proposal := func(cell) (string, string) {
		f := formOf("GREEN")
		f.Title = "Another title"
		return jsonOf(struct {
			catalogue.CaseForm
			Reason string `json:"reason"`
		}{f, "seen otherwise"}), "application/json"
	}
	said := jsonBody(map[string]string{"body": "Seen before?"})
	someone := func(c cell) (string, string) {
		serial++
		return fmt.Sprintf(`{"email":"new.%d@example.org","name":"New","roles":["viewer"]}`, serial), "application/json"
	}
	m := map[string]row{
		"GET /":           {path: path("/"), status: always(200)},
		"GET /vocabulary": {path: path("/vocabulary?list=means"), status: always(200)},
		"GET /cases":      {path: path("/cases"), status: always(200)},
		"GET /cases/new":  {path: path("/cases/new"), status: byRole(200, contributor, releaser)},
		"POST /cases":     {path: path("/cases"), body: form, status: byRole(201, contributor, releaser)},

		"GET /cases/:id":      {path: casePath(""), status: readable},
		"GET /cases/:id/edit": {path: casePath("/edit"), status: writable(200, contributor, releaser)},
		"PUT /cases/:id":      {path: casePath(""), body: form, status: writable(200, contributor, releaser), fresh: draft},
		"POST /cases/:id":     {path: casePath(""), body: form, status: writable(200, contributor, releaser), fresh: draft},
		"POST /cases/:id/pictures": {path: casePath("/pictures"), body: onePicture,
			status: writable(201, contributor, releaser), fresh: draft},
		"POST /cases/:id/submit": {path: casePath("/submit"), status: writable(200, contributor, releaser), fresh: draft},
		"POST /cases/:id/release": {path: casePath("/release"), body: jsonBody(everyone),
			status: writable(200, releaser), fresh: submitted},
		"POST /cases/:id/withdraw": {path: casePath("/withdraw"), body: jsonBody(map[string]string{"reason": "wrong"}),
			status: writable(200, contributor, releaser), fresh: submitted},
		"POST /cases/:id/return": {path: casePath("/return"), body: jsonBody(map[string]string{"reason": "wrong"}),
			status: writable(200, contributor, releaser), fresh: submitted},
		"GET /cases/:id/audience": {path: casePath("/audience?propose=true"), status: writable(200, contributor, releaser)},
		"POST /cases/:id/reopen": {path: casePath("/reopen"), body: jsonBody(map[string]string{"reason": "a mistake"}),
			status: writable(200, contributor, releaser), fresh: withdrawn},

		"GET /cases/:id/proposals":  {path: casePath("/proposals"), status: readable},
		"GET /cases/:id/propose":    {path: casePath("/propose"), status: proposing(200)},
		"POST /cases/:id/proposals": {path: casePath("/proposals"), body: proposal, status: proposing(201)},
		"POST /proposals/:id/decide": {path: proposalPath("/decide"), body: jsonBody(map[string]any{"field": "title", "accept": false, "reason": "no"}),
			status: writable(200, contributor, releaser)},
		"POST /proposals/:id/withdraw": {path: proposalPath("/withdraw"), status: func(c cell) int {
			switch {
			case c.rel == shared && c.has(catalogue.RoleAnalyst):
				return http.StatusOK
			case c.rel == shared && c.sees(), c.rel == own && c.sends():
				return http.StatusForbidden
			}
			return http.StatusNotFound
		}},
		"GET /cases/:id/verifications":         {path: casePath("/verifications"), status: readable},
		"POST /cases/:id/verifications":        {path: casePath("/verifications"), body: jsonBody(map[string]string{"source": "A", "information": "1"}), status: notOfRILO},
		"DELETE /cases/:id/verifications":      {path: casePath("/verifications"), status: notOfRILO},
		"POST /cases/:id/verifications/remove": {path: casePath("/verifications/remove"), status: notOfRILO},
		"GET /cases/:id/fields":                {path: casePath("/fields"), status: readable},
		"POST /cases/:id/fields/:change/strike": {path: func(c cell) string { return casePath("/fields/" + c.h.aChange(c.k.ID) + "/strike")(c) },
			body: jsonBody(map[string]string{"reason": "it named somebody"}), status: writable(204, releaser)},
		"GET /cases/:id/messages":      {path: casePath("/messages"), status: readable},
		"POST /cases/:id/messages":     {path: casePath("/messages"), body: said, status: talks(readable)},
		"GET /groups/:id/messages":     {path: groupPath("/messages"), status: members(200)},
		"POST /groups/:id/messages":    {path: groupPath("/messages"), body: said, status: members(201)},
		"GET /referrals/:id/messages":  {path: referralPath("/messages"), status: referred(200, 200)},
		"POST /referrals/:id/messages": {path: referralPath("/messages"), body: said, status: referred(422, 201)},
		"GET /messages": {path: path("/messages"), status: func(c cell) int {
			if c.sees() {
				return 200
			}
			return 403
		}},
		"DELETE /messages/:id":      {path: messagePath(""), status: ownMessage},
		"POST /messages/:id/remove": {path: messagePath("/remove"), status: ownMessage},
		"GET /cases/:id/guard":      {path: casePath("/guard"), status: writable(200, contributor, releaser)},
		"POST /cases/:id/guard": {path: casePath("/guard"), body: jsonBody(map[string]any{"checked": []string{}}),
			status: writable(200, contributor, releaser), fresh: draft},
		"POST /cases/:id/inquiries": {path: casePath("/inquiries"), status: writable(202, contributor, releaser), fresh: draft},
		"POST /cases/:id/disclosure": {path: casePath("/disclosure"), body: jsonBody(map[string]string{"disclosure": "index"}),
			status: writable(200, releaser), fresh: draft},
		"POST /pictures/:id/disclosure": {path: picturePath("/disclosure"), body: jsonBody(map[string]string{"disclosure": "silent"}),
			status: writable(200, releaser), fresh: draft},

		"GET /referrals": {path: path("/referrals"), status: func(c cell) int {
			if c.sees() {
				return 200
			}
			return 403
		}},
		"GET /referrals/:id":         {path: referralPath(""), status: referred(200, 200)},
		"POST /referrals/:id/ask":    {path: referralPath("/ask"), status: referred(200, 403, contributor, releaser)},
		"POST /referrals/:id/unask":  {path: referralPath("/unask"), status: referred(422, 403, contributor, releaser)},
		"POST /referrals/:id/share":  {path: referralPath("/share"), status: referred(403, 200, releaser)},
		"POST /referrals/:id/refuse": {path: referralPath("/refuse"), status: referred(403, 200, releaser)},
		"GET /referrals/:id/:name":   {path: referralPath("/view"), status: referred(404, 200)},

		"GET /pictures/:id": {path: picturePath(""), status: readable},
		"PATCH /pictures/:id": {path: picturePath(""), body: jsonBody(map[string]any{"technique": "XT2"}),
			status: writable(200, contributor, releaser), fresh: draft},
		"POST /pictures/:id": {path: picturePath(""), body: jsonBody(map[string]any{"role": "NEG"}),
			status: writable(200, contributor, releaser), fresh: draft},
		"DELETE /pictures/:id":      {path: picturePath(""), status: writable(204, contributor, releaser), fresh: draft},
		"POST /pictures/:id/remove": {path: picturePath("/remove"), status: writable(204, contributor, releaser), fresh: draft},
		"GET /pictures/:id/:name":   {path: picturePath("/large"), status: readable},
		"GET /pictures/:id/similar": {path: picturePath("/similar"), status: readable},
		"GET /pictures/:id/regions": {path: picturePath("/regions"), status: readable},
		"POST /pictures/:id/regions": {path: picturePath("/regions"), body: jsonBody(map[string]any{"polygon": [][2]float64{{0, 0}, {1, 0}, {1, 1}}}),
			status: writable(201, contributor, releaser), fresh: draft},
		"DELETE /pictures/:id/regions/:region":      {path: regionPath(""), status: writable(204, contributor, releaser), fresh: draft},
		"POST /pictures/:id/regions/:region/remove": {path: regionPath("/remove"), status: writable(204, contributor, releaser), fresh: draft},

		"GET /pictures/:id/links": {path: picturePath("/links"), status: readable},
		"POST /pictures/:id/links": {path: picturePath("/links"), body: func(c cell) (string, string) {
			return jsonOf(map[string]string{"other": c.twin, "verdict": "confirmed"}), "application/json"
		}, status: linkable(200)},
		"DELETE /pictures/:id/links/:other":      {path: func(c cell) string { return picturePath("/links/" + c.twin)(c) }, status: linkable(204)},
		"POST /pictures/:id/links/:other/remove": {path: func(c cell) string { return picturePath("/links/" + c.twin + "/remove")(c) }, status: linkable(204)},

		"POST /ask": {path: path("/ask"), body: asked, status: func(c cell) int {
			if c.sees() {
				return 200
			}
			return 403
		}},

		"GET /account":                   {path: path("/account"), status: always(200)},
		"DELETE /account/sessions":       {path: path("/account/sessions"), status: always(204)},
		"POST /account/sessions/end":     {path: path("/account/sessions/end"), status: always(204)},
		"DELETE /account/sessions/:id":   {path: sessionPath(""), status: ownSession},
		"POST /account/sessions/:id/end": {path: sessionPath("/end"), status: ownSession},
		"POST /account/password":         {path: path("/account/password"), body: jsonBody(map[string]string{"current": "not it", "password": password}), status: always(422)},
		"POST /account/notices":          {path: path("/account/notices"), body: jsonBody(map[string]bool{"notices": true}), status: always(204)},
		"GET /account/factor":            {path: path("/account/factor"), status: always(200)},
		"POST /account/factor":           {path: path("/account/factor"), body: jsonBody(map[string]int{"current": 1}), status: always(400)},
		"POST /account/factor/recovery":  {path: path("/account/factor/recovery"), body: jsonBody(map[string]int{"current": 1}), status: always(400)},
		"POST /account/factor/remove":    {path: path("/account/factor/remove"), body: jsonBody(map[string]int{"current": 1}), status: always(400)},
		"POST /users/:id/factor/remove":  {path: func(c cell) string { return "/users/" + c.h.factored(c.user) + "/factor/remove" }, status: administered(204)},
		"GET /users":                     {path: path("/users"), status: byRole(200, catalogue.RoleAdministrator)},
		"POST /users":                    {path: path("/users"), body: someone, status: byRole(201, catalogue.RoleAdministrator)},
		"POST /users/:id/roles":          {path: userPath("/roles"), body: jsonBody(map[string]any{"roles": []string{"viewer"}}), status: administered(204)},
		"POST /users/:id/disable":        {path: userPath("/disable"), status: administered(204)},
		"POST /users/:id/enable":         {path: userPath("/enable"), status: administered(204)},
		"POST /users/:id/reinvite":       {path: userPath("/reinvite"), status: administered(200)},
		"GET /organisations":             {path: path("/organisations"), status: always(200)},
		"POST /organisations":            {path: path("/organisations"), body: jsonBody(map[string]string{"kind": "guest", "name": "Harbour"}), status: always(403)},
		"GET /organisations/:id":         {path: func(c cell) string { return "/organisations/" + c.org }, status: organisationKnown},
		"PUT /organisations/:id":         {path: func(c cell) string { return "/organisations/" + c.org }, body: jsonBody(map[string]string{"kind": "guest", "name": "Harbour"}), status: always(403)},
		"POST /organisations/:id":        {path: func(c cell) string { return "/organisations/" + c.org }, body: jsonBody(map[string]string{"kind": "guest", "name": "Harbour"}), status: always(403)},
		"DELETE /organisations/:id":      {path: func(c cell) string { return "/organisations/" + c.org }, status: always(403)},
		"POST /organisations/:id/remove": {path: func(c cell) string { return "/organisations/" + c.org + "/remove" }, status: always(403)},
		"POST /organisations/:id/settings": {path: func(c cell) string { return "/organisations/" + c.org + "/settings" }, body: jsonBody(map[string]bool{"four_eyes": false}),
			status: func(c cell) int {
				switch {
				case c.rel == missing:
					return http.StatusNotFound
				case c.rel == own && c.has(catalogue.RoleAdministrator):
					return http.StatusOK
				}
				return http.StatusForbidden
			}},
		"GET /groups":           {path: path("/groups"), status: always(200)},
		"POST /groups":          {path: path("/groups"), body: jsonBody(map[string]string{"name": "Ours"}), status: byRole(201, catalogue.RoleGroupOwner)},
		"GET /groups/:id":       {path: groupPath(""), status: groupVisible},
		"GET /groups/:id/board": {path: groupPath("/board"), status: members(200)},
		"PUT /groups/:id":       {path: groupPath(""), body: jsonBody(map[string]string{"name": "Ours", "end": "2099-01-01"}), status: managed(200)},
		"POST /groups/:id":      {path: groupPath(""), body: jsonBody(map[string]string{"name": "Ours"}), status: managed(200)},
		"POST /groups/:id/owner": {path: groupPath("/owner"), body: func(c cell) (string, string) { return `{"organisation":"` + c.h.Near.ID + `"}`, "application/json" },
			status: managed(200)},
		"POST /groups/:id/leave": {path: groupPath("/leave"), status: func(c cell) int {
			switch may := c.has(catalogue.RoleGroupOwner, catalogue.RoleAdministrator); {
			case c.rel == own && may:
				return http.StatusUnprocessableEntity // the owner stays
			case c.rel == shared && may:
				return http.StatusNoContent
			case c.rel == own, c.rel == shared:
				return http.StatusForbidden
			}
			return http.StatusNotFound
		}},
		"POST /groups/:id/members":                      {path: groupPath("/members"), body: func(c cell) (string, string) { return `{"organisation":"` + c.h.RILO.ID + `"}`, "application/json" }, status: managed(200)},
		"DELETE /groups/:id/members/:organisation":      {path: func(c cell) string { return groupPath("/members/" + c.h.RILO.ID)(c) }, status: managed(200)},
		"POST /groups/:id/members/:organisation/remove": {path: func(c cell) string { return groupPath("/members/" + c.h.RILO.ID + "/remove")(c) }, status: managed(200)},
		"GET /record/export":                            {path: path("/record/export?what=case."), status: byRole(200, catalogue.RoleAuditor)},
		"GET /cases/:id/record": {path: casePath("/record"), status: func(c cell) int {
			switch {
			case c.rel == own && c.has(catalogue.RoleAuditor, releaser):
				return http.StatusOK
			case readable(c) == http.StatusOK:
				return http.StatusForbidden
			}
			return http.StatusNotFound
		}},
		"GET /record/checkpoints": {path: path("/record/checkpoints"), status: byRole(200, catalogue.RoleAuditor)},
		"GET /record":             {path: path("/record"), status: byRole(200, catalogue.RoleAuditor)},
	}
	return m
}

func groupVisible(c cell) int {
	if c.rel == own || c.rel == shared {
		return http.StatusOK
	}
	return http.StatusNotFound
}

func organisationKnown(c cell) int {
	if c.rel == missing {
		return http.StatusNotFound
	}
	return http.StatusOK
}

// open are the routes that need no session; TestOpenRoutes asks them.
var openRoutes = []string{
	"GET /healthz", "GET /readyz", "GET /metrics", "GET /openapi.json", "GET /static/*path", "GET /signin",
	"POST /signin", "GET /signin/code", "POST /signin/code", "POST /signout", "GET /join/:token", "POST /join/:token", "POST /preferences",
}

func TestEveryRouteHasARowInTheMatrix(t *testing.T) {
	rows := matrix()
	seen := 0
	for _, r := range web.Routes() {
		name := r.Method + " " + r.Path
		if _, ok := rows[name]; ok {
			seen++
		} else if !slices.Contains(openRoutes, name) {
			t.Errorf("%s has no row in the access matrix", name)
		}
	}
	if seen != len(rows) {
		t.Errorf("%d rows for %d routes", len(rows), seen)
	}
}

// targets are what the matrix asks for, seen from Near: one thing in each relation.
func (h *house) targets() map[relation]cell {
	h.t.Helper()
	to := func(o catalogue.Organisation, seed uint64, a *catalogue.Audience, withdraw bool) catalogue.Case {
		k := h.pictured(o, "GREEN", seed)
		if a != nil {
			h.release(k, o, *a)
		}
		if withdraw {
			_, err := h.DB.Withdraw(h.t.Context(), h.Officer(o), k.ID, "by mistake")
			h.must(err)
		}
		return k
	}
	group := func(o catalogue.Organisation, members ...catalogue.Organisation) catalogue.Group {
		g, err := h.DB.CreateGroup(h.t.Context(), h.As(o, catalogue.RoleGroupOwner), catalogue.Group{Name: "Of " + o.Name, Members: members})
		h.must(err)
		return g
	}
	left := group(h.Home, h.Near)
	h.must(h.DB.RemoveMember(h.t.Context(), h.As(h.Home, catalogue.RoleGroupOwner), left.ID, h.Near.ID))

	twin := to(h.Near, 5, nil, false).Pictures[0].ID
	none := catalogue.Case{ID: catalogue.NewID(), Pictures: []catalogue.Picture{{ID: catalogue.NewID(),
		Regions: []catalogue.Region{{ID: catalogue.NewID()}}}}}
	of := func(k catalogue.Case, g catalogue.Group, user, org string) cell {
		return cell{h: h, k: k, g: g, user: user, org: org, twin: twin}
	}
	foreigner := h.As(h.Home, catalogue.RoleViewer).UserID
	return map[relation]cell{
		own:      of(to(h.Near, 1, nil, false), group(h.Near, h.RILO), "", h.Near.ID),
		shared:   of(to(h.Home, 2, &everyone, false), group(h.Home, h.Near), foreigner, h.Home.ID),
		byRegion: of(to(h.Home, 11, &catalogue.Audience{Regions: []string{"EUR"}}, false), group(h.Home, h.Near), foreigner, h.Home.ID),
		byName:   of(to(h.Home, 12, &catalogue.Audience{Organisations: []string{h.Near.ID}}, false), group(h.Home, h.Near), foreigner, h.Home.ID),
		byGroup:  of(to(h.Home, 13, &catalogue.Audience{Groups: []string{group(h.Home, h.Near).ID}}, false), group(h.Home, h.Near), foreigner, h.Home.ID),
		toPerson: of(to(h.Home, 14, &catalogue.Audience{}, false), group(h.Home, h.Near), foreigner, h.Home.ID),
		revoked:  of(to(h.Home, 3, &everyone, true), left, foreigner, h.Home.ID),
		foreign:  of(to(h.Home, 4, nil, false), h.Lasting, foreigner, h.Far.ID),
		missing:  of(none, catalogue.Group{ID: catalogue.NewID()}, catalogue.NewID(), catalogue.NewID()),
	}
}

// shownTo releases a case to the one who asks alone.
func (h *house) shownTo(c cell, v catalogue.Viewer) cell {
	h.t.Helper()
	_, err := h.DB.Release(h.t.Context(), h.Officer(h.Home), c.k.ID, catalogue.Audience{Persons: []string{v.UserID}}, "")
	h.must(err)
	return c
}

// TestAccess asks every route as every role for a thing in every relation, and
// without a session. What is hidden must be answered as what is missing.
func TestAccess(t *testing.T) {
	h := newHouse(t)
	targets := h.targets()
	spare, checks := 0, 0
	for name, r := range matrix() {
		t.Run(strings.ReplaceAll(name, "/", "|"), func(t *testing.T) {
			method, _, _ := strings.Cut(name, " ")
			for _, role := range catalogue.Roles {
				v := h.As(h.Near, role)
				var nothing *got
				for _, rel := range relations {
					c := targets[rel]
					if rel == toPerson {
						c = h.shownTo(c, v)
					}
					c.role, c.rel = role, rel.kind()
					if c.rel == own {
						spare++
						u, err := h.DB.CreateUser(t.Context(), catalogue.User{OrgID: h.Near.ID, Name: "Spare",
							Email: fmt.Sprintf("spare.%d@example.org", spare), Roles: []catalogue.Role{catalogue.RoleViewer}}, "not a hash")
						h.must(err)
						c.user = u.ID
					}
					checks++
					want := r.status(c)
					if c.rel == own && r.fresh != nil && want < 300 {
						c.k = r.fresh(h)
					}
					if strings.Contains(name, ":organisation") && want < 300 {
						h.must(h.DB.AddMember(t.Context(), h.As(h.Near, catalogue.RoleGroupOwner), c.g.ID, h.RILO.ID))
					}
					if c.rel == shared && c.g.ID != "" { // who left is a member again
						h.must(h.DB.AddMember(t.Context(), h.As(h.Home, catalogue.RoleGroupOwner), c.g.ID, h.Near.ID))
					}
					if strings.Contains(name, ":other") && want < 300 {
						_, err := h.DB.SetLink(t.Context(), v, c.picture(), c.twin, catalogue.Rejected, "")
						h.must(err)
					}
					a := ask{method: method, path: r.path(c), as: &v}
					if r.body != nil {
						a.body, a.media = r.body(c)
					}
					g := h.do(a)
					if g.StatusCode != want {
						t.Errorf("%s of what is %s: %d, want %d: %.300s", role, rel, g.StatusCode, want, g.body)
					}
					if g.StatusCode == http.StatusNotFound {
						if nothing == nil {
							nothing = &g
						}
						same(t, string(role)+" of what is "+string(rel), *nothing, g)
					}
				}
			}
			c := targets[own]
			c.user = h.As(h.Near, catalogue.RoleViewer).UserID
			a := ask{method: method, path: r.path(c)}
			if r.body != nil {
				a.body, a.media = r.body(c)
			}
			if g := h.do(a); g.StatusCode != http.StatusUnauthorized {
				t.Errorf("outsider: %d: %.300s", g.StatusCode, g.body)
			}
		})
	}
	if checks < 3000 {
		t.Errorf("the matrix asks %d questions", checks)
	}
	t.Logf("%d questions", checks)
}

// same holds two answers against each other to the byte, but for what differs
// between any two answers.
func same(t *testing.T, what string, a, b got) {
	t.Helper()
	if string(a.body) != string(b.body) {
		at := 0
		for at < min(len(a.body), len(b.body)) && a.body[at] == b.body[at] {
			at++
		}
		around := func(body []byte) []byte { return body[max(0, min(at, len(body))-100):min(at+200, len(body))] }
		t.Errorf("%s: bodies differ at byte %d:\n%s\n%s", what, at, around(a.body), around(b.body))
	}
	for _, head := range []http.Header{a.Header, b.Header} {
		head.Del("X-Request-Id")
		head.Del("Date")
	}
	if fmt.Sprint(a.Header) != fmt.Sprint(b.Header) {
		t.Errorf("%s: headers differ:\n%v\n%v", what, a.Header, b.Header)
	}
}
