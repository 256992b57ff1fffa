package web_test

import (
	"testing"

	"lynceus/storage/catalogue"
)

func TestRefusalsAreOnRecordOfTheOrganisationTheyConcern(t *testing.T) {
	h := newHouse(t)
	viewer, auditor := h.As(h.Near, catalogue.RoleViewer), h.As(h.Near, catalogue.RoleAuditor)
	h.want(403, ask{method: "POST", path: "/cases", as: &viewer, body: `{}`})
	h.want(404, ask{path: "/cases/" + catalogue.NewID(), as: &viewer})
	h.want(401, ask{method: "POST", path: "/signin", body: jsonOf(map[string]string{"email": viewer.Email, "password": "not the password"})})
	h.want(401, ask{method: "POST", path: "/signin", body: jsonOf(map[string]string{"email": "nobody@example.org", "password": "not the password"})})

	type event struct {
		What, User string
		Details    map[string]any
	}
	read := func(v catalogue.Viewer) map[string][]event {
		all := map[string][]event{}
		for _, e := range into[struct{ Events []event }](h, h.want(200, ask{path: "/record", as: &v})).Events {
			all[e.What] = append(all[e.What], e)
		}
		return all
	}
	near := read(auditor)
	if got := near["refusal"]; len(got) != 1 || got[0].User != viewer.UserID || got[0].Details["method"] != "POST" || got[0].Details["route"] != "/cases" {
		t.Errorf("refusals on record: %+v", got)
	}
	if got := near["session.refuse"]; len(got) != 1 || got[0].User != viewer.UserID {
		t.Errorf("refused sign-ins on record: %+v", got)
	}
	if got := read(h.As(h.Home, catalogue.RoleAuditor)); len(got["refusal"])+len(got["session.refuse"]) > 0 {
		t.Errorf("another organisation reads of them: %+v", got)
	}
	var typed int
	h.must(h.SQL.QueryRow(`SELECT count(*) FROM events WHERE events::text LIKE '%nobody@example.org%'`).Scan(&typed))
	if typed > 0 {
		t.Error("what was typed is kept")
	}
}
