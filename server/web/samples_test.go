package web

import (
	"encoding/csv"
	"fmt"
	"html/template"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"lynceus/imaging/fingerprint"
	"lynceus/imaging/render"
	"lynceus/migrations"
	"lynceus/server/search"
	"lynceus/storage/catalogue"
)

// sample is a page in one of its shapes.
type sample struct {
	name, page string
	data       func(Page) any
}

// samples are every page, full, empty and refused.
func samples() []sample {
	cases := sampleCases()
	own, theirs := cases[0], cases[1]
	draft := catalogue.Case{ID: "draft0000000000a", OrgID: own.OrgID, OrgName: own.OrgName, State: catalogue.Draft, Mine: true, CaseForm: catalogue.CaseForm{TLP: "AMBER"}}
	alikes := sampleAlikes(cases)
	asked := slices.Clone(alikes)
	for i := range asked {
		asked[i].For, asked[i].Verdict = "", nil
	}
	orgs := sampleOrganisations()
	told := catalogue.Referral{ID: "refer0000000000a", CaseID: own.ID, OrgID: orgs[0].ID, OrgName: orgs[0].Name, HolderID: orgs[1].ID, HolderName: orgs[1].Name, Told: true, State: catalogue.ReferralFound}
	asking := catalogue.Referral{ID: "refer0000000000b", OrgID: orgs[1].ID, OrgName: orgs[1].Name, HolderID: orgs[0].ID, HolderName: orgs[0].Name, Held: true, Told: true,
		State: catalogue.ReferralAsked, Shown: true, Asked: time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC), Deadline: time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)}
	silent := catalogue.Referral{ID: "refer0000000000c", OrgID: orgs[1].ID, OrgName: orgs[1].Name, HolderID: orgs[0].ID, HolderName: orgs[0].Name, Held: true, State: catalogue.ReferralFound}
	factor := func(p Page) FactorPage {
		return FactorPage{Page: p, Secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", Link: "otpauth://totp/Lynceus:ana?secret=JBSWY3DPEHPK3PXP", QR: "data:image/gif;base64,R0lGODlhAQABAAAAACw=", Token: "t"}
	}
	proposed := []catalogue.Proposal{{ID: "proposal0000000a", CaseID: own.ID, OrgName: "RILO for Western Europe", Reason: "The drawing says so.", Made: own.Created, Mine: true,
		Fields: []catalogue.ProposedField{{Field: "title", State: "open", Now: []byte(`"Reefer"`), Value: []byte(`"Reefer, evaporator"`), Moved: true},
			{Field: "month", State: "declined", Answer: "The lab says otherwise.", Value: []byte(`"2026-02"`)}}}}
	refs := []catalogue.Referral{told, asking, silent}
	talk := ThreadView{Thread: catalogue.Thread{Kind: catalogue.ThreadCase, ID: own.ID}, Place: "/cases/" + own.ID, Older: "/cases/" + own.ID + "/messages?before=7", Messages: []catalogue.Message{
		{ID: "message00000000a", Body: "Has anyone seen this frame before?\nThe welds are fresh.", OrgName: orgs[1].Name, Written: own.Created},
		{ID: "message00000000b", Gone: true, OrgName: orgs[0].Name, By: "Ana Ruiz", Mine: true, Written: own.Created},
		{ID: "message00000000c", Body: "Yes, last spring: look at this one.", OrgName: orgs[0].Name, By: "Ana Ruiz", Mine: true, Written: time.Now(), Pictures: []string{own.Pictures[0].ID}}}}
	group := catalogue.Group{ID: "group0000000000a", OwnerID: orgs[0].ID, Name: "Operation Argo", Charter: "Reefers on the banana lines.\nNothing leaves the group.", Start: onDay(2026, 9, 1), End: onDay(2026, 12, 31), Members: orgs}
	bare := catalogue.Group{ID: "group0000000000b", OwnerID: orgs[1].ID, Name: "Standing exchange on passenger vehicles"}
	users := sampleUsers(orgs[0].ID)
	audience := &AudienceChoice{MayEveryone: true, Regions: []Choice{{"EUR", "Europe", true}, {"AMS", "South America, North America, Central America and the Caribbean", false}}, Groups: []Choice{{group.ID, group.Name, false}}}
	for _, o := range orgs {
		audience.Organisations = append(audience.Organisations, Choice{o.ID, o.Name, false})
	}
	refused := map[string]string{"": "Please change the marked fields and send it again.", "mode": "Please fill this in.", "goods": "A quantity is a number above zero.", "month": "A month is written 2026-11.", "place": "A place is a UN/LOCODE such as NLRTM.", "password": "At least 12 characters.", "email": "This is not an e-mail address.", "name": "Please fill this in.", "picture": "No picture came with it", "reason": "Please fill this in.", "country": "Please fill this in.", "tlp": "Choose one of the labels."}
	withErrors := func(p Page) Page { p.Errors = refused; return p }
	flashed := func(p Page, kind, text string) Page { p.Flash = &Flash{kind, text}; return p }
	signedOut := func(p Page) Page { p.Viewer = nil; return p }
	every := rights{CanEdit: true, CanAdd: true, CanSubmit: true, CanRelease: true, CanWithdraw: true, CanReopen: true, CanInquire: true, CanDisclose: true}
	submitted := own
	submitted.State = catalogue.Submitted
	all := func(p Page) CasesPage {
		return CasesPage{Page: p, Found: search.Found{Cases: cases, Total: 312, Page: 2, Pages: 13}, Filter: search.Filter{Text: "reefer", From: "2025-01", To: "2025-12"}, Facets: sampleFacets(), Chips: []Link{{"“reefer”", "/cases"}, {"Refrigerated container", "/cases?q=reefer"}, {"2025", "/cases?concealment=REF"}}, Clear: "/cases", Previous: "/cases?page=1", Next: "/cases?page=3", MaySend: true}
	}
	return []sample{
		{"home", "home/home.html", func(p Page) any {
			return HomePage{Page: p, Newest: cases, Drafts: []catalogue.Case{draft, own}, MaySend: true, MayAsk: true}
		}},
		{"home-empty", "home/home.html", func(p Page) any { return HomePage{Page: p, MaySend: true, MayAsk: true} }},
		{"home-nopictures", "home/home.html", func(p Page) any { return HomePage{Page: p} }},
		{"signin", "session/signin.html", func(p Page) any { return SignInPage{Page: signedOut(p)} }},
		{"signin-refused", "session/signin.html", func(p Page) any {
			p.Errors = map[string]string{"": "E-mail or password is not right."}
			return SignInPage{Page: signedOut(p), Email: "ana@aduana.example", Return: "/cases"}
		}},
		{"code", "session/code.html", func(p Page) any {
			p.Errors = map[string]string{"": "Sign-in failed", "code": "The code is not right."}
			return CodePage{Page: signedOut(p), Return: "/cases"}
		}},
		{"factor", "account/factor.html", func(p Page) any { return factor(p) }},
		{"factor-kept", "account/factor.html", func(p Page) any {
			f := factor(withErrors(p))
			f.Factor = &catalogue.Factor{Since: own.Created, Left: 7}
			return f
		}},
		{"recovery", "account/recovery.html", func(p Page) any {
			return RecoveryPage{Page: p, Codes: []string{"abcde-fghjk", "mnpqr-stuvw", "xyz23-45678"}}
		}},
		{"join-first", "session/accept.html", func(p Page) any {
			return JoinPage{Page: signedOut(p), Token: "abc", Invitation: catalogue.Invitation{First: true}, Country: "ES"}
		}},
		{"join", "session/accept.html", func(p Page) any {
			return JoinPage{Page: signedOut(withErrors(p)), Token: "abc", Invitation: catalogue.Invitation{OrgName: orgs[1].Name}, Name: "Ana Ruiz", Email: "ana.ruiz@aduana.example"}
		}},
		{"new", "cases/new.html", func(p Page) any {
			return CaseFormPage{Page: p, Form: catalogue.CaseForm{Month: "2026-11"}, TLPs: catalogue.TLPs, MaySubmit: true}
		}},
		{"new-refused", "cases/new.html", func(p Page) any {
			return CaseFormPage{Page: withErrors(p), Form: own.CaseForm, TLPs: catalogue.TLPs, MaySubmit: true}
		}},
		{"edit", "cases/edit.html", func(p Page) any {
			return CaseFormPage{Page: p, ID: own.ID, Form: own.CaseForm, TLPs: catalogue.TLPs, Pictures: own.Pictures, Case: &own, MaySubmit: true}
		}},
		{"case", "cases/show.html", func(p Page) any {
			return CasePage{Page: flashed(p, "done", "Saved."), rights: every, Case: submitted, LookAlikes: alikes, History: sampleEvents(), Audience: audience}
		}},
		{"case-released", "cases/show.html", func(p Page) any {
			return CasePage{Page: p, rights: rights{CanEdit: true, CanRelease: true, CanWithdraw: true}, Case: own, LookAlikes: alikes[:1], History: sampleEvents(), Audience: audience, Shared: []string{"Europe", "Operation Argo"}, Referrals: refs[:1], Thread: talk, Proposals: proposed,
				Report: &catalogue.GuardReport{Made: own.Created, Pictures: 2, Kept: 1, By: "Ana Ruiz", Reasons: []string{"Drawn on the box."}}}
		}},
		{"case-foreign", "cases/show.html", func(p Page) any {
			return CasePage{Page: p, Case: theirs, LookAlikes: alikes, History: sampleEvents()[:2], CanVerify: true, CanPropose: true,
				Verifications: []catalogue.Verification{{OrgName: "RILO for Western Europe", Source: "B", Information: "2", Note: "Seen in two ports.", Given: own.Created, Old: true, Mine: true, By: "Ana Ruiz"}}, Report: &catalogue.GuardReport{Made: own.Created, Pictures: 2}}
		}},
		{"case-bare", "cases/show.html", func(p Page) any {
			return CasePage{Page: p, rights: every, Case: draft}
		}},
		{"propose", "cases/propose.html", func(p Page) any {
			return ProposePage{CaseFormPage: CaseFormPage{Page: withErrors(p), ID: theirs.ID, Form: theirs.CaseForm, TLPs: catalogue.TLPs, Case: &theirs}, Reason: "The drawing says so."}
		}},
		{"fields", "cases/fields.html", func(p Page) any {
			return FieldsPage{Page: p, Case: own, MayStrike: true, Changes: []catalogue.FieldChange{
				{ID: 2, Field: "title", Before: []byte(`"Reefer"`), After: []byte(`"Reefer, evaporator"`), By: "Ana Ruiz", When: own.Created},
				{ID: 1, Field: "goods", Struck: true, OrgName: orgs[0].Name, When: own.Created}}}
		}},
		{"fields-none", "cases/fields.html", func(p Page) any { return FieldsPage{Page: p, Case: theirs} }},
		{"messages", "messages/list.html", func(p Page) any {
			return UnreadPage{Page: p, Threads: []catalogue.Unread{
				{Thread: catalogue.Thread{Kind: catalogue.ThreadCase, ID: own.ID}, Name: own.Title, Unread: 2, Last: own.Created},
				{Thread: catalogue.Thread{Kind: catalogue.ThreadReferral, ID: told.ID}, Unread: 1, Last: own.Created}}}
		}},
		{"messages-none", "messages/list.html", func(p Page) any { return UnreadPage{Page: p} }},
		{"thread", "messages/thread.html", func(p Page) any { return ThreadPage{Page: withErrors(p), Thread: talk} }},
		{"thread-closed", "messages/thread.html", func(p Page) any {
			return ThreadPage{Page: p, Thread: ThreadView{Thread: talk.Thread, Place: talk.Place, Closed: true}}
		}},
		{"guard", "cases/guard.html", func(p Page) any {
			g := catalogue.Guard{Open: 2, Pictures: []catalogue.GuardPicture{{ID: own.Pictures[0].ID, By: "Ana Ruiz", When: own.Created}, {ID: own.Pictures[1].ID}},
				Findings: []catalogue.GuardFinding{
					{ID: "aa", Field: "narrative", Kind: "container", Before: "the false wall of ", Text: "CSQU3054383", After: ", seen twice"},
					{ID: "bb", Field: "region", Where: own.Pictures[0].ID, Kind: "plate", Text: "AB-123-C", Reason: "Drawn on the box, no vehicle.", By: "Ana Ruiz", When: own.Created},
				}}
			return GuardPage{Page: withErrors(p), rights: every, Case: submitted, Guard: g}
		}},
		{"guard-complete", "cases/guard.html", func(p Page) any { return GuardPage{Page: p, rights: every, Case: submitted} }},
		{"referrals", "referrals/list.html", func(p Page) any {
			return ReferralsPage{Page: p, Asked: refs[1:2], Told: refs[:1], Held: refs[2:]}
		}},
		{"referrals-none", "referrals/list.html", func(p Page) any { return ReferralsPage{Page: p} }},
		{"referral-told", "referrals/show.html", func(p Page) any {
			return ReferralPage{Page: withErrors(p), referralRights: referralRights{CanAsk: true, CanShow: true}, Referral: refs[0], Mine: &own}
		}},
		{"referral-asked", "referrals/show.html", func(p Page) any {
			return ReferralPage{Page: p, referralRights: referralRights{CanShare: true, CanRefuse: true}, Referral: refs[1], Cases: []catalogue.Case{own}}
		}},
		{"referral-refused", "referrals/show.html", func(p Page) any {
			r := refs[0]
			r.State, r.Reason = catalogue.ReferralRefused, "Proceedings are under way."
			return ReferralPage{Page: p, Referral: r, Mine: &own}
		}},
		{"referral-shared", "referrals/show.html", func(p Page) any {
			r := refs[0]
			r.State = catalogue.ReferralShared
			return ReferralPage{Page: p, Referral: r, Mine: &own}
		}},
		{"case-seen", "cases/audience.html", func(p Page) any {
			return SightPage{Page: p, Case: draft, Proposed: true, Others: 41, Organisations: []catalogue.Sight{
				{OrgID: "org1", Name: "Netherlands Customs", Kind: catalogue.OrgAdministration, Country: "NL", People: 40},
				{OrgID: "org2", Name: "Port police", Kind: catalogue.OrgGuest, People: 1},
			}}
		}},
		{"case-seen-nobody", "cases/audience.html", func(p Page) any { return SightPage{Page: p, Case: draft} }},
		{"browse", "cases/list.html", func(p Page) any { return all(p) }},
		{"browse-none", "cases/list.html", func(p Page) any {
			c := all(p)
			c.Found, c.Facets, c.Previous, c.Next = search.Found{}, nil, "", ""
			return c
		}},
		{"browse-empty", "cases/list.html", func(p Page) any { return CasesPage{Page: p, MaySend: true} }},
		{"picture", "pictures/show.html", func(p Page) any {
			return PicturePage{Page: p, Picture: own.Pictures[0], Case: own, LookAlikes: alikes, CanEdit: true, CanDownload: true, Next: own.Pictures[1].ID, Previous: own.Pictures[1].ID}
		}},
		{"picture-foreign", "pictures/show.html", func(p Page) any { return PicturePage{Page: p, Picture: theirs.Pictures[0], Case: theirs} }},
		{"similar", "pictures/similar.html", func(p Page) any {
			return SimilarPage{Page: p, Picture: own.Pictures[0], LookAlikes: alikes, Rejected: []Rejected{{theirs.Pictures[0], *alikes[3].Verdict}}}
		}},
		{"similar-part", "pictures/similar.html", func(p Page) any {
			return SimilarPage{Page: p, Picture: own.Pictures[0], LookAlikes: alikes[1:], Part: shownPart(part{{0.1, 0.2}, {0.5, 0.2}, {0.5, 0.6}}, own.Pictures[0].Width, own.Pictures[0].Height)}
		}},
		{"similar-flat", "pictures/similar.html", func(p Page) any {
			return SimilarPage{Page: p, Picture: own.Pictures[0], Part: &Part{Left: "1", Top: "2", Width: "3", Height: "4"}, Flat: true}
		}},
		{"similar-refused", "pictures/similar.html", func(p Page) any {
			return SimilarPage{Page: p, Picture: own.Pictures[0], Fault: "This part is too small to be found by."}
		}},
		{"verdict", "pictures/verdict.html", func(p Page) any { return VerdictPage{Page: p, Verdict: *alikes[1].Verdict} }},
		{"uploaded", "pictures/uploaded.html", func(p Page) any {
			return UploadPage{Page: p, Case: own, Files: []UploadedFile{
				{Name: "DSC_0001.JPG", Status: 201, Picture: &own.Pictures[0], Notes: []string{"Only the first frame of this GIF is kept as a picture."}},
				{Name: "scan of the trailer, second view, after the fridge unit was opened.tif", Status: 422, Problem: &Problem{Detail: "TIFF with float samples: export as 16-bit greyscale."}},
			}}
		}},
		{"ask", "ask/results.html", func(p Page) any {
			return AskPage{Page: p, Name: "IMG_2041.jpg", Thumb: sampleThumb, Width: 4032, Height: 3024, LookAlikes: asked, Notes: []string{"Only the first page of this TIFF is kept as a picture."}, MaySend: true}
		}},
		{"ask-none", "ask/results.html", func(p Page) any { return AskPage{Page: p, Thumb: sampleThumb, Width: 64, Height: 48, MaySend: true} }},
		{"ask-flat", "ask/results.html", func(p Page) any { return AskPage{Page: p, Thumb: sampleThumb, Width: 64, Height: 48, Flat: true} }},
		{"ask-refused", "ask/results.html", func(p Page) any {
			return AskPage{Page: p, Name: "manifest.pdf", Refused: "PDF is a document: export the picture in it as PNG or JPEG."}
		}},
		{"account", "account/show.html", func(p Page) any { return AccountPage{Page: p, Sessions: sampleSessions()} }},
		{"account-refused", "account/show.html", func(p Page) any { return AccountPage{Page: withErrors(p), Sessions: sampleSessions()[:1]} }},
		{"users", "users/list.html", func(p Page) any {
			return UsersPage{Page: p, Organisation: orgs[0], Organisations: orgs, Users: users, States: []UserCount{{catalogue.UserActive, 1}, {catalogue.UserAway, 2}}, State: catalogue.UserAway, ByLastSeen: true, Roles: catalogue.Roles, Invited: &Invited{User: users[1], Link: "https://lynceus.example/join/3q8rj2k5m7n9p1s4t6v8w0x2"}}
		}},
		{"users-empty", "users/list.html", func(p Page) any {
			return UsersPage{Page: withErrors(p), Organisation: orgs[0], Roles: catalogue.Roles, Form: InviteForm{Roles: []catalogue.Role{catalogue.RoleViewer}}}
		}},
		{"organisations", "organisations/list.html", func(p Page) any {
			return OrganisationsPage{Page: p, Organisations: orgs, MayCreate: true, Kinds: []catalogue.OrgKind{catalogue.OrgAdministration, catalogue.OrgRILO, catalogue.OrgGuest}}
		}},
		{"organisation", "organisations/show.html", func(p Page) any {
			return OrganisationPage{Page: p, Organisation: orgs[0], MayManage: true, MayEdit: true, Kinds: []catalogue.OrgKind{catalogue.OrgAdministration}}
		}},
		{"groups", "groups/list.html", func(p Page) any {
			return GroupsPage{Page: p, Groups: []catalogue.Group{group, bare}, MayCreate: true}
		}},
		{"groups-empty", "groups/list.html", func(p Page) any { return GroupsPage{Page: p} }},
		{"group", "groups/show.html", func(p Page) any {
			return GroupPage{Page: p, Group: group, Owner: orgs[0].Name, MayManage: true, Others: orgs[1:], Begun: true, Form: groupFormOf(group), Next: "/groups/" + group.ID + "?page=2",
				Thread: ThreadView{Thread: catalogue.Thread{Kind: catalogue.ThreadGroup, ID: group.ID}, Place: "/groups/" + group.ID},
				Board: &catalogue.Board{Cases: 26, Pictures: 61, Page: 1, Pages: 2, Newest: cases, Methods: []catalogue.Tally{{Code: "CON.FWAL", Count: 9}, {Code: "REF.EVAP", Count: 4}},
					Countries: []catalogue.Tally{{Code: "NL", Count: 12}, {Code: "ES", Count: 7}}, Months: []catalogue.Tally{{Code: "2026-11", Count: 3}, {Code: "2026-10", Count: 8}}}}
		}},
		{"group-ended", "groups/show.html", func(p Page) any {
			return GroupPage{Page: p, Group: group, Owner: orgs[0].Name, Ended: true, MayLeave: true, Board: &catalogue.Board{Page: 1, Pages: 1},
				Thread: ThreadView{Thread: catalogue.Thread{Kind: catalogue.ThreadGroup, ID: group.ID}, Place: "/groups/" + group.ID, Closed: true}}
		}},
		{"group-bare", "groups/show.html", func(p Page) any { return GroupPage{Page: p, Group: bare, Owner: orgs[1].Name} }},
		{"checkpoints", "record/checkpoints.html", func(p Page) any {
			return CheckpointsPage{Page: p, Checkpoints: []catalogue.Checkpoint{{Events: 4711, Hash: strings.Repeat("3f", 32), At: *onDay(2026, 11, 3), Key: strings.Repeat("a1", 32), Signature: strings.Repeat("5c", 64)}}}
		}},
		{"checkpoints-none", "record/checkpoints.html", func(p Page) any { return CheckpointsPage{Page: p} }},
		{"record", "record/list.html", func(p Page) any {
			return RecordPage{Page: p, Events: sampleEvents(), Older: "/record?before=7", Whats: catalogue.Whats, What: "case.view", Export: "/record/export?what=case.view"}
		}},
		{"record-case", "record/case.html", func(p Page) any { return RecordPage{Page: p, Events: sampleEvents(), Case: own.ID} }},
		{"record-empty", "record/list.html", func(p Page) any { return RecordPage{Page: p} }},
		{"error", "error/error.html", func(p Page) any {
			return ErrorPage{Page: p, Status: 500, Heading: "Something went wrong here", Detail: "It is our fault and on record. Please try again later.", RequestID: "7f3a9c1e"}
		}},
		{"error-fields", "error/error.html", func(p Page) any {
			return ErrorPage{Page: signedOut(p), Status: 422, Heading: "Some fields need a change", Fields: []FieldError{{"q", "too_long", "At most 300 characters."}}}
		}},
	}
}

const sampleThumb template.URL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

func onDay(y int, m time.Month, d int) *time.Time {
	t := time.Date(y, m, d, 9, 30, 0, 0, time.UTC)
	return &t
}

func samplePicture(i int, technique string) catalogue.Picture {
	return catalogue.Picture{
		ID: fmt.Sprintf("picture00000000%02d", i), CaseID: "case00000000000a", Name: fmt.Sprintf("scan_%02d.tif", i),
		Format: "TIFF", Width: 4000, Height: 2500, Bits: 16, Channels: 1, Window: &render.Window{Low: 812, High: 61002},
		Technique: technique, Role: "POS", Position: i, Created: *onDay(2026, 11, 3),
		Objects: []catalogue.Object{{Name: "original", Size: 18_400_000}, {Name: "view", Width: 1024, Height: 640}, {Name: "thumb", Width: 256, Height: 160}},
	}
}

func sampleCases() []catalogue.Case {
	outlined := samplePicture(1, "XT2")
	outlined.Regions = []catalogue.Region{
		{ID: "r1", PictureID: outlined.ID, Label: "Packs behind the evaporator", Polygon: [][2]float64{{0.31, 0.28}, {0.62, 0.25}, {0.66, 0.52}, {0.33, 0.55}}},
		{ID: "r2", PictureID: outlined.ID, Polygon: [][2]float64{{0.1, 0.7}, {0.2, 0.7}, {0.15, 0.9}}},
	}
	forms := []catalogue.CaseForm{
		{Title: "Packs behind the evaporator of a reefer with bananas", Month: "2026-10", Country: "NL", Place: "NLRTM", Mode: "1", Means: "CRF", Route: []string{"EC", "PA", "NL"}, Cover: "08", Concealment: []string{"REF.EVAP", "PRO.RIPO"}, Construction: "NAT", Shielding: "DENS", Trigger: "XRAY", Goods: []catalogue.Good{{Commodity: "DRG.COC", Quantity: 84.5, Unit: "kg"}, {Commodity: "CUR"}}, Narrative: "The fan deck stood two centimetres higher than in the next box of the same series.\n\nSecond view confirmed the shape.", TLP: "AMBER", Training: true},
		{Month: "2026-09", Country: "ES", Mode: "3", Means: "CAR", Concealment: []string{"VEH.FUEL"}, Goods: []catalogue.Good{{Commodity: "DRG.CAN", Quantity: 31, Unit: "kg"}}, TLP: "GREEN"},
		{Title: "Donaudampfschifffahrtsgesellschaftskapitänskajütenhohlraumverkleidungszigaretten", Month: "2026-08", Country: "AT", Mode: "8", Means: "BRG", Concealment: []string{"VSL.CABN"}, Goods: []catalogue.Good{{Commodity: "TOB", Quantity: 412000, Unit: "pieces"}}, TLP: "AMBER+STRICT"},
		{Title: "Parcel with a false base", Month: "2026-08", Country: "FR", Mode: "5", Means: "PST", Concealment: []string{"PCL.DBLW"}, Goods: []catalogue.Good{{Commodity: "WEA"}}, TLP: "RED"},
		{Month: "2026-07", Country: "TT", Mode: "4", Means: "PAX", Concealment: []string{"BAG.FBOT"}, Goods: []catalogue.Good{{Commodity: "CUR", Quantity: 250000, Unit: "EUR"}}, TLP: "CLEAR"},
		{Title: "Legitimate load of tyres", Month: "2026-07", Mode: "3", Means: "SEM", TLP: "GREEN"},
	}
	names := []string{"Netherlands Customs", "Agencia Tributaria, Departamento de Aduanas e Impuestos Especiales", "Zollamt Österreich", "Direction générale des douanes et droits indirects", "Customs and Excise Division of Trinidad and Tobago", "RILO Western Europe"}
	var cases []catalogue.Case
	for i, f := range forms {
		k := catalogue.Case{
			ID: fmt.Sprintf("case00000000%03d%c", i, 'a'), CaseForm: f, OrgID: fmt.Sprintf("org%d", i), OrgName: names[i],
			State: catalogue.Released, Created: *onDay(2026, 11, 2), Changed: *onDay(2026, 11, 3), Released: *onDay(2026, 11, 4), Mine: i == 0,
			Pictures: []catalogue.Picture{samplePicture(i+2, "PHX")},
		}
		if i == 0 {
			k.Pictures = []catalogue.Picture{outlined, samplePicture(7, "PHX"), samplePicture(8, "")}
		}
		if i == 5 {
			k.Pictures = nil
		}
		cases = append(cases, k)
	}
	return cases
}

func sampleAlikes(cases []catalogue.Case) []LookAlike {
	alike := func(i int, band search.Band, text string, v fingerprint.Variant, distance, percent int, reasons ...string) LookAlike {
		k := cases[i]
		return LookAlike{LookAlike: search.LookAlike{Picture: k.Pictures[0], Case: k, Band: band, Variant: v, Distance: distance}, BandText: text, Reasons: reasons, Percent: percent, For: cases[0].Pictures[0].ID}
	}
	all := []LookAlike{
		alike(0, search.SameFile, "Same file", fingerprint.Variant{}, 0, 100),
		alike(1, search.SamePicture, "Same picture", fingerprint.Variant{Mirrored: true, Inverted: true}, 3, 91, "mirrored", "inverted"),
		alike(2, search.SimilarPicture, "Similar picture", fingerprint.Variant{Turns: 1}, 14, 55, "turned 90°"),
		alike(3, search.SameMethod, "Same method", fingerprint.Variant{}, 29, 0),
	}
	asked := cases[0].Pictures[0]
	all[1].Proof = "148 points agree on one position: 62 % of those in the common part."
	all[1].Asking = sampleThumb
	all[1].Mine = outline([][2]float64{{0.2, 0.1}, {0.9, 0.15}, {0.85, 0.8}, {0.2, 0.7}}, asked.Width, asked.Height)
	all[1].Theirs = outline([][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}}, all[1].Picture.Width, all[1].Picture.Height)
	all[3].Common = []string{"False bottom", "Passenger aircraft"}
	all[3].Parts = []MethodPart{{"Codes of the hide", 80}, {"Look of the regions", 33}, {"Load and means", 100}, {"Place in the host", 0}}
	said := []Verdict{
		{}, {Kind: catalogue.Confirmed, Said: "Confirmed by Ana Ruiz, 2026-11-23", Note: "The same weld, turned.", Mine: true, MayLink: true},
		{Kind: catalogue.Disputed, Said: "Disputed; last word by another organisation, 2026-11-20", Counts: "(organisations: 1 for, 2 against)", MayLink: true},
		{Kind: catalogue.Rejected, Said: "Rejected by Customs of Near, 2026-11-20"},
	}
	for i := range all {
		all[i].Meaning = "verified by geometry"
		v := said[i]
		v.For, v.Other, v.Return = asked.ID, all[i].Picture.ID, "/pictures/"+asked.ID+"/similar"
		all[i].Verdict = &v
	}
	return all
}

func sampleFacets() []Facet {
	facet := func(name, title string, values ...string) Facet {
		f := Facet{Name: name, Title: title}
		for i, v := range values {
			f.Values = append(f.Values, FacetValue{Code: fmt.Sprint(strings.ToUpper(name[:2]), i), Label: v, Count: 120 / (i + 1), Selected: i == 1, URL: "/cases?" + name})
		}
		return f
	}
	return []Facet{
		facet("concealment", "Concealment", "Passenger vehicle (car, van, motorcycle, bus, caravan)", "Refrigerated container or trailer", "Cargo: the cover load itself", "Baggage", "Post, parcel, express", "Vessel and craft", "On or in the body", "Aircraft", "Rail", "Other"),
		facet("means", "Means of transport", "Car", "Reefer container", "Semi-trailer combination"),
		facet("technique", "Technique", "X-ray transmission, one view", "Photo, hide exposed"),
		facet("country", "Country", "Netherlands", "Spain", "Austria"),
		facet("year", "Year", "2026", "2025", "2024"),
	}
}

func sampleOrganisations() []catalogue.Organisation {
	return []catalogue.Organisation{
		{ID: "org0", Kind: catalogue.OrgAdministration, Name: "Netherlands Customs", Country: "NL", Region: "EUR", Users: 14},
		{ID: "org1", Kind: catalogue.OrgAdministration, Name: "Agencia Tributaria, Departamento de Aduanas e Impuestos Especiales", Country: "ES", Region: "EUR", Users: 32},
		{ID: "org5", Kind: catalogue.OrgRILO, Name: "RILO Western Europe", Region: "EUR", Users: 6},
		{ID: "org9", Kind: catalogue.OrgGuest, Name: "Port police", Country: "BE", Users: 1},
	}
}

func sampleUsers(org string) []catalogue.User {
	return []catalogue.User{
		{ID: "u1", OrgID: org, Name: "Ana Ruiz", Email: "ana.ruiz@customs.example", Roles: []catalogue.Role{catalogue.RoleContributor, catalogue.RoleReleaser, catalogue.RoleAdministrator}, Root: true, State: catalogue.UserActive, LastSeen: *onDay(2026, 11, 20)},
		{ID: "u2", OrgID: org, Name: "Bartholomäus Featherstonehaugh-Cholmondeley", Email: "bartholomaeus.featherstonehaugh.cholmondeley@inlandrevenue.customs.example", Roles: []catalogue.Role{catalogue.RoleViewer}, Invited: true, State: catalogue.UserExpired},
		{ID: "u3", OrgID: org, Name: "Chen Wei", Email: "chen@customs.example", Roles: []catalogue.Role{catalogue.RoleAuditor}, Disabled: true, State: catalogue.UserDisabled, LastSeen: *onDay(2026, 5, 1)},
	}
}

func sampleSessions() []SessionView {
	return []SessionView{
		{ID: "s1", Begun: *onDay(2026, 11, 20), LastSeen: *onDay(2026, 11, 20), Address: "192.0.2.7", Browser: "Firefox", System: "Windows", Current: true},
		{ID: "s2", Begun: *onDay(2026, 11, 19), LastSeen: *onDay(2026, 11, 20), Address: "2001:db8:1234:5678:9abc:def0:1234:5678", Browser: "lynceus"},
		{ID: "s3", Begun: *onDay(2026, 11, 18), LastSeen: *onDay(2026, 11, 18), Address: "192.0.2.8"},
	}
}

func sampleEvents() []catalogue.Event {
	return []catalogue.Event{
		{ID: 9, When: *onDay(2026, 11, 4), Name: "Ana Ruiz", OrgName: "Netherlands Customs", Address: "192.0.2.7", What: "case.release", CaseID: "case00000000000a"},
		{ID: 8, When: *onDay(2026, 11, 3), OrgName: "Netherlands Customs", Address: "2001:db8::7", What: "case.update", CaseID: "case00000000000a", Picture: "picture000000001"},
		{ID: 7, When: *onDay(2026, 11, 2), Name: "Ana Ruiz", What: "case.withdraw", CaseID: "case00000000000a", Details: map[string]any{"reason": "Wrong container number in the picture.", "audience": map[string]any{"everyone": false, "regions": []any{"EUR", "MENA"}}, "fields": []any{}}},
		{ID: 6, When: *onDay(2026, 11, 2), Name: "Ana Ruiz", What: "from.the.future"},
	}
}

// sampleTerms is the vocabulary straight from its files, without a database.
func sampleTerms(t testing.TB) *vocabulary {
	v := &vocabulary{terms: map[string][]catalogue.Term{}, index: map[string]map[string]int{}, read: time.Now()}
	names, err := fs.Glob(migrations.Vocabulary, "vocabulary/*.csv")
	if err != nil || len(names) == 0 {
		t.Fatalf("vocabulary files: %v, %v", names, err)
	}
	for _, name := range names {
		list := strings.TrimSuffix(strings.TrimPrefix(name, "vocabulary/"), ".csv")
		if strings.HasPrefix(list, "labels.") || strings.HasPrefix(list, "hs_") {
			continue
		}
		f, err := migrations.Vocabulary.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll()
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		v.index[list] = map[string]int{}
		for i, row := range rows[1:] {
			term := catalogue.Term{List: list, Labels: map[string]string{}}
			for j, column := range rows[0] {
				switch column {
				case "code":
					term.Code = row[j]
				case "parent":
					term.Parent = row[j]
				case "modes", "mode":
					term.Modes = strings.Fields(row[j])
				case "label":
					term.Labels[english] = row[j]
				}
			}
			v.terms[list] = append(v.terms[list], term)
			v.index[list][term.Code] = i
		}
	}
	return v
}
