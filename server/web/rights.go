package web

import "lynceus/storage/catalogue"

// rights say which buttons to show. They follow the life of a case as
// catalogue/life.go tells it, which decides again when a button is pressed.
type rights struct {
	CanEdit     bool // GET /cases/{id}/edit
	CanAdd      bool // POST /cases/{id}/pictures (field "picture", repeated)
	CanSubmit   bool // POST /cases/{id}/submit
	CanReturn   bool // POST /cases/{id}/return: reason
	CanRelease  bool // POST /cases/{id}/release: everyone=true, or regions, organisations, groups, persons
	CanWithdraw bool // POST /cases/{id}/withdraw: reason
	CanReopen   bool // POST /cases/{id}/reopen
	CanInquire  bool // POST /cases/{id}/inquiries
	CanDisclose bool // POST /cases/{id}/disclosure, /pictures/{id}/disclosure
}

func rightsOn(k catalogue.Case, v catalogue.Viewer) rights {
	if !k.Mine || !maySend(v) {
		return rights{}
	}
	releaser := v.Has(catalogue.RoleReleaser)
	inquire := len(k.Pictures) > 0 && v.OrgKind != catalogue.OrgGuest
	disclose := releaser && len(k.Pictures) > 0
	switch k.State {
	case catalogue.Draft:
		return rights{CanEdit: true, CanAdd: true, CanSubmit: true, CanInquire: inquire, CanDisclose: disclose}
	case catalogue.Submitted:
		return rights{CanEdit: true, CanAdd: true, CanReturn: true, CanRelease: releaser, CanWithdraw: true, CanInquire: inquire, CanDisclose: disclose}
	case catalogue.Released:
		return rights{CanEdit: releaser, CanRelease: releaser, CanWithdraw: releaser, CanInquire: inquire, CanDisclose: disclose}
	case catalogue.Withdrawn:
		return rights{CanReopen: true}
	}
	return rights{}
}

// maySend reports whether the viewer starts cases for the organisation.
func maySend(v catalogue.Viewer) bool {
	return v.Has(catalogue.RoleContributor, catalogue.RoleReleaser)
}
