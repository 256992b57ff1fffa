package web_test

import (
	"fmt"
	"net/http"
	"testing"

	"lynceus/storage/catalogue"
)

// lookInto asks for a case and does the job that would be due some minutes later.
func (h *house) lookInto(v catalogue.Viewer, caseID string) {
	h.t.Helper()
	h.want(http.StatusAccepted, ask{method: "POST", path: "/cases/" + caseID + "/inquiries", as: &v})
	var id string
	h.must(h.SQL.QueryRow(`SELECT id FROM inquiries WHERE case_id = $1 AND done IS NULL`, caseID).Scan(&id))
	h.must(h.index.Refer(h.t.Context(), id))
	h.must(h.index.Refer(h.t.Context(), id)) // a job may be done twice
}

// alike is a case of an organisation whose picture is that of pictured, disguised.
func (h *house) alike(o catalogue.Organisation, seed uint64) catalogue.Case {
	h.t.Helper()
	v := h.Officer(o)
	k, err := h.DB.CreateCase(h.t.Context(), v, formOf("AMBER"))
	h.must(err)
	body, media := upload(nil, file{name: "ours.png", bytes: encoded(disguised(scene(seed)))})
	h.want(http.StatusCreated, ask{method: "POST", path: "/cases/" + k.ID + "/pictures", as: &v, body: body, media: media})
	k, err = h.DB.Case(h.t.Context(), v, k.ID)
	h.must(err)
	return k
}

type referralList struct {
	Referrals []catalogue.Referral `json:"referrals"`
}

func (h *house) referrals(v catalogue.Viewer) []catalogue.Referral {
	h.t.Helper()
	return into[referralList](h, h.want(http.StatusOK, ask{path: "/referrals", as: &v})).Referrals
}

// TestAReferral goes the whole way: one organisation holds a picture that another
// may not see; the other learns that, asks, shows its own, and is let in.
func TestAReferral(t *testing.T) {
	h := newHouse(t)
	near, home := h.As(h.Near, catalogue.RoleContributor, catalogue.RoleReleaser), h.Officer(h.Home)
	kept := h.pictured(h.Home, "AMBER", 1)
	mine := h.alike(h.Near, 1)

	// Not released, then released and open: nothing is told to either side.
	h.must(h.DB.SetDisclosures(t.Context(), home, kept.ID, catalogue.DisclosureIndex))
	h.lookInto(near, mine.ID)
	h.release(kept, h.Home, catalogue.Audience{Organisations: []string{h.Far.ID}})
	h.must(h.DB.SetDisclosures(t.Context(), home, kept.ID, catalogue.DisclosureOpen))
	h.forgetInquiries()
	h.lookInto(near, mine.ID)
	if n := len(h.referrals(near)) + len(h.referrals(home)); n != 0 {
		t.Fatalf("%d referrals of what is not disclosed", n)
	}

	// Silent: the holder alone learns of it.
	h.must(h.DB.SetDisclosures(t.Context(), home, kept.ID, catalogue.DisclosureSilent))
	h.forgetInquiries()
	h.lookInto(near, mine.ID)
	if all := h.referrals(near); len(all) != 0 {
		t.Fatalf("the asker learns of a silent picture: %+v", all)
	}
	silent := h.referrals(home)
	if len(silent) != 1 || silent[0].Told || silent[0].CaseID != "" {
		t.Fatalf("the holder learns %+v", silent)
	}
	h.want(http.StatusNotFound, ask{path: "/referrals/" + silent[0].ID, as: &near})

	// Index: the asker is told that, and nothing else.
	h.must(h.DB.SetDisclosures(t.Context(), home, kept.ID, catalogue.DisclosureIndex))
	h.want(http.StatusUnprocessableEntity, ask{method: "POST", path: "/cases/" + mine.ID + "/inquiries", as: &near})
	h.forgetInquiries()
	h.lookInto(near, mine.ID)
	told := h.referrals(near)
	if len(told) != 1 || told[0].HolderID != h.Home.ID || told[0].State != catalogue.ReferralFound {
		t.Fatalf("the asker is told %+v", told)
	}
	id := told[0].ID
	for _, html := range []bool{false, true} {
		page := h.want(http.StatusOK, ask{path: "/referrals/" + id, as: &near, html: html}).String()
		for _, secret := range []string{kept.ID, kept.Pictures[0].ID} {
			if contains(page, secret) {
				t.Errorf("the referral tells %s", secret)
			}
		}
	}
	h.want(http.StatusNotFound, ask{path: "/cases/" + kept.ID, as: &near})
	h.want(http.StatusNotFound, ask{path: "/referrals/" + id + "/view", as: &home})

	// Asked, without and then with the picture.
	h.want(http.StatusOK, ask{method: "POST", path: "/referrals/" + id + "/ask", as: &near})
	h.want(http.StatusNotFound, ask{path: "/referrals/" + id + "/view", as: &home})
	h.want(http.StatusOK, ask{method: "POST", path: "/referrals/" + id + "/unask", as: &near})
	contributor := h.As(h.Near, catalogue.RoleContributor)
	h.want(http.StatusForbidden, ask{method: "POST", path: "/referrals/" + id + "/ask", as: &contributor, body: `{"show":true}`})
	h.want(http.StatusOK, ask{method: "POST", path: "/referrals/" + id + "/ask", as: &near, body: `{"show":true}`})
	if g := h.want(http.StatusOK, ask{path: "/referrals/" + id + "/view", as: &home}); g.Header.Get("Cache-Control") != "private, no-store" {
		t.Error("the picture shown may be kept")
	}
	h.want(http.StatusNotFound, ask{path: "/pictures/" + mine.Pictures[0].ID, as: &home})
	far := h.Officer(h.Far)
	h.want(http.StatusNotFound, ask{path: "/referrals/" + id, as: &far})

	// Shared: the one case, to the one organisation, until it is taken back.
	h.want(http.StatusOK, ask{method: "POST", path: "/referrals/" + id + "/share", as: &home, body: `{"reason":"the same crew"}`})
	h.want(http.StatusNotFound, ask{path: "/referrals/" + id + "/view", as: &home})
	h.want(http.StatusOK, ask{path: "/cases/" + kept.ID, as: &near})
	got := into[catalogue.Referral](h, h.want(http.StatusOK, ask{path: "/referrals/" + id, as: &near}))
	if got.State != catalogue.ReferralShared || len(got.Cases) != 1 || got.Cases[0] != kept.ID || got.Reason != "the same crew" {
		t.Errorf("shared: %+v", got)
	}
	_, err := h.DB.Withdraw(t.Context(), home, kept.ID, "under appeal")
	h.must(err)
	h.want(http.StatusNotFound, ask{path: "/cases/" + kept.ID, as: &near})
	if got := into[catalogue.Referral](h, h.want(http.StatusOK, ask{path: "/referrals/" + id, as: &near})); len(got.Cases) != 0 {
		t.Errorf("what was taken back is still named: %+v", got)
	}

	// Both have it on record, each without the other's things.
	for org, secrets := range map[string][]string{h.Near.ID: {kept.Pictures[0].ID}, h.Home.ID: {mine.ID, mine.Pictures[0].ID}} {
		o := h.Near
		if org == h.Home.ID {
			o = h.Home
		}
		auditor := h.As(o, catalogue.RoleAuditor)
		record := h.want(http.StatusOK, ask{path: "/record", as: &auditor}).String()
		for _, what := range []string{"referral.ask", "referral.unask", "referral.share", "referral.view"} {
			if !contains(record, `"what":"`+what+`"`) {
				t.Errorf("%s is not on the record of %s", what, o.Name)
			}
		}
		for _, secret := range secrets {
			if contains(record, secret) {
				t.Errorf("the record of %s tells %s", o.Name, secret)
			}
		}
	}
}

// TestAReferralRefusedAndLapsed ends referrals in the other ways.
func TestAReferralRefusedAndLapsed(t *testing.T) {
	h := newHouse(t)
	near, home := h.Officer(h.Near), h.Officer(h.Home)
	kept := h.pictured(h.Home, "RED", 1)
	h.release(kept, h.Home, catalogue.Audience{Persons: []string{h.Officer(h.Far).UserID}})
	h.must(h.DB.SetDisclosure(t.Context(), home, kept.Pictures[0].ID, catalogue.DisclosureIndex))
	mine := h.alike(h.Near, 1)
	h.lookInto(near, mine.ID)
	id := h.referrals(near)[0].ID
	step := func(status int, what, body string, v catalogue.Viewer) {
		t.Helper()
		h.want(status, ask{method: "POST", path: "/referrals/" + id + "/" + what, as: &v, body: body})
	}
	step(422, "refuse", `{"reason":"not asked yet"}`, home)
	step(200, "ask", ``, near)
	step(422, "share", ``, home) // RED is for persons by name
	_, err := h.SQL.Exec(`UPDATE referrals SET asked = now() - interval '49 hours'`)
	h.must(err)
	if r := h.referrals(home)[0]; r.State != catalogue.ReferralLapsed {
		t.Errorf("after 49 hours: %s", r.State)
	}
	step(422, "refuse", ``, home)
	h.must(h.DB.Lapse(t.Context(), id))
	step(200, "ask", ``, near)
	step(200, "refuse", `{"reason":"proceedings are under way"}`, home)
	if r := h.referrals(near)[0]; r.State != catalogue.ReferralRefused || r.Reason != "proceedings are under way" {
		t.Errorf("refused: %+v", r)
	}
	step(422, "ask", ``, near)

	// The quota holds for all of the organisation, over all cases.
	_, err = h.SQL.Exec(`INSERT INTO inquiries (id, case_id, org_id, user_id) SELECT 'inquiry' || lpad(n::text, 9, '0'), $1, $2, $3 FROM generate_series(1, 60) n`,
		mine.ID, h.Near.ID, near.UserID)
	h.must(err)
	g := h.want(http.StatusUnprocessableEntity, ask{method: "POST", path: "/cases/" + h.alike(h.Near, 2).ID + "/inquiries", as: &near})
	if !contains(g.String(), "60") {
		t.Errorf("the quota is not said: %s", g)
	}
}

// forgetInquiries lets a case be asked for again.
func (h *house) forgetInquiries() {
	h.t.Helper()
	_, err := h.SQL.Exec(`DELETE FROM inquiries`)
	h.must(err)
}

// TestTwoWorlds asks 200 pairs of questions with a picture, in a world without its
// hidden look-alike and in one with it: whether that is open, silent, or referred
// to and not told yet. Nothing in an answer may say which world it is.
func TestTwoWorlds(t *testing.T) {
	if testing.Short() {
		t.Skip("renders eighty pictures")
	}
	h := newHouse(t)
	const worlds = 40
	near := h.As(h.Near, catalogue.RoleContributor, catalogue.RoleReleaser)
	askers := make([]catalogue.Case, worlds)
	for i := range askers {
		askers[i] = h.alike(h.Near, uint64(100+i))
	}
	questions := func(i int) (all []got) {
		k := askers[i]
		body, media := upload(nil, file{name: "query.png", bytes: encoded(scene(uint64(100 + i)))})
		for _, a := range []ask{
			{method: "POST", path: "/ask", body: body, media: media},
			{path: "/pictures/" + k.Pictures[0].ID + "/similar"},
			{path: "/cases/" + k.ID, html: true},
			{method: "POST", path: "/cases/" + k.ID + "/inquiries"},
			{path: "/referrals", html: i%2 == 0},
		} {
			a.as = &near
			all = append(all, h.do(a))
		}
		return all
	}
	before := make([][]got, worlds)
	for i := range askers {
		before[i] = questions(i)
	}
	// The histories of the cases tell who asked and when: that is undone, so that both worlds begin alike.
	_, err := h.SQL.Exec(`SET session_replication_role = replica; DELETE FROM inquiries; DELETE FROM jobs; DELETE FROM events WHERE what = 'referral.inquire'`)
	h.must(err)
	for i := range askers {
		hidden := h.pictured(h.Home, "AMBER", uint64(100+i))
		h.release(hidden, h.Home, catalogue.Audience{Organisations: []string{h.Far.ID}})
		h.must(h.DB.SetDisclosures(t.Context(), h.Officer(h.Home), hidden.ID, catalogue.Disclosures[i%3]))
	}
	pairs := 0
	for i := range askers {
		for j, after := range questions(i) {
			what := fmt.Sprintf("%s of a hidden look-alike that is %s", after.Request.URL.Path, catalogue.Disclosures[i%3])
			same(t, what, before[i][j], after)
			if before[i][j].StatusCode != after.StatusCode || after.StatusCode >= 300 {
				t.Errorf("%s: %d, then %d", what, before[i][j].StatusCode, after.StatusCode)
			}
			pairs++
		}
	}
	// What the job finds is told for index alone.
	rows, err := h.SQL.Query(`SELECT id FROM inquiries ORDER BY made`)
	h.must(err)
	defer rows.Close()
	for rows.Next() {
		var id string
		h.must(rows.Scan(&id))
		h.must(h.index.Refer(t.Context(), id))
	}
	told := map[string]bool{}
	for _, r := range h.referrals(near) {
		told[r.CaseID] = true
	}
	for i, k := range askers {
		if told[k.ID] != (catalogue.Disclosures[i%3] == catalogue.DisclosureIndex) {
			t.Errorf("a look-alike that is %s: told %v", catalogue.Disclosures[i%3], told[k.ID])
		}
	}
	if pairs != 200 {
		t.Errorf("%d pairs", pairs)
	}
}
