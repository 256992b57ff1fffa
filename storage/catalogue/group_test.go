package catalogue_test

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

func names(organisations []catalogue.Organisation) (all []string) {
	for _, o := range organisations {
		all = append(all, o.Name)
	}
	return all
}

func TestAGroupIsKnownToItsMembersAlone(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx := t.Context()
	for _, c := range []struct {
		org  catalogue.Organisation
		want int
	}{{w.Home, 3}, {w.Far, 3}, {w.Guest, 3}, {w.Near, 0}, {w.RILO, 0}} {
		v := w.As(c.org, catalogue.RoleViewer)
		groups, err := w.DB.Groups(ctx, v)
		if err != nil || len(groups) != c.want {
			t.Errorf("%s: %d groups, %v", c.org.Name, len(groups), err)
		}
		g, err := w.DB.Group(ctx, v, w.Lasting.ID)
		_, absent := w.DB.Group(ctx, v, catalogue.NewID())
		if c.want > 0 && (err != nil || !slices.Equal(names(g.Members), []string{w.Far.Name, w.Home.Name, w.Guest.Name}) || g.OwnerID != w.Home.ID) {
			t.Errorf("%s: %+v, %v", c.org.Name, g, err)
		}
		if c.want == 0 && (!errors.Is(err, fs.ErrNotExist) || err.Error() != absent.Error()) {
			t.Errorf("%s: hidden says %v, missing %v", c.org.Name, err, absent)
		}
	}
	if _, err := w.DB.Group(ctx, w.As(w.Home, catalogue.RoleViewer), "\x00"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
	over, err := w.DB.Group(ctx, w.As(w.Far, catalogue.RoleViewer), w.Over.ID)
	if err != nil || over.Ended(time.Now()) || !over.Ended(time.Now().AddDate(0, 0, 3)) || w.Lasting.Ended(time.Now()) {
		t.Errorf("%+v, %v", over, err)
	}
}

func TestWhoManagesAGroup(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, id := t.Context(), w.Lasting.ID
	owner := w.As(w.Home, catalogue.RoleGroupOwner)
	for _, c := range []struct {
		who  string
		v    catalogue.Viewer
		want string
	}{
		{"a group owner of the owner", owner, "ok"},
		{"a contributor of the owner", w.As(w.Home, catalogue.RoleContributor), "denied"},
		{"root", w.Root, "denied"},
		{"a group owner of a member", w.As(w.Far, catalogue.RoleGroupOwner), "denied"},
		{"a group owner of a stranger", w.As(w.Near, catalogue.RoleGroupOwner), "hidden"},
	} {
		if got := outcome(t, w.DB.AddMember(ctx, c.v, id, w.Near.ID)); got != c.want {
			t.Errorf("%s adds: %s", c.who, got)
		}
		if got := outcome(t, w.DB.RemoveMember(ctx, c.v, id, w.Near.ID)); got != c.want {
			t.Errorf("%s removes: %s", c.who, got)
		}
	}
	for _, c := range []struct {
		what string
		err  error
		want string
	}{
		{"a member again", w.DB.AddMember(ctx, owner, id, w.Far.ID), "ok"},
		{"nobody", w.DB.AddMember(ctx, owner, id, catalogue.NewID()), "organisation organisation_unknown"},
		{"no id", w.DB.AddMember(ctx, owner, id, "\x00"), "organisation organisation_unknown"},
		{"to no group", w.DB.AddMember(ctx, owner, catalogue.NewID(), w.Far.ID), "hidden"},
		{"the owner leaves", w.DB.RemoveMember(ctx, owner, id, w.Home.ID), "organisation owner_stays"},
		{"a stranger leaves", w.DB.RemoveMember(ctx, owner, id, w.RILO.ID), "hidden"},
		{"no id leaves", w.DB.RemoveMember(ctx, owner, id, "\x00\xff"), "hidden"},
	} {
		if got := outcome(t, c.err); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
	if n := number(t, w.SQL, `SELECT count(*) FROM events WHERE what = 'group.add' AND details->>'organisation' = $1 AND owner_id = $1`, w.Far.ID); n != 3 {
		t.Errorf("%d times on record that Far joined three groups", n)
	}
}

func TestGroupsThatMakeNoSenseAreRefused(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	now, later := time.Now(), time.Now().Add(time.Hour)
	for name, c := range map[string]struct {
		v    catalogue.Viewer
		g    catalogue.Group
		want string
	}{
		"of its owner alone":  {w.As(w.Far, catalogue.RoleGroupOwner), catalogue.Group{Name: "Alone"}, "ok"},
		"with dates":          {w.As(w.Far, catalogue.RoleGroupOwner), catalogue.Group{Name: "Dated", Start: &now, End: &later, Charter: "why\nand how"}, "ok"},
		"without a name":      {w.As(w.Far, catalogue.RoleGroupOwner), catalogue.Group{Name: "\x00 "}, "name required"},
		"a long name":         {w.As(w.Far, catalogue.RoleGroupOwner), catalogue.Group{Name: strings.Repeat("x", 201)}, "name too_long"},
		"a long charter":      {w.As(w.Far, catalogue.RoleGroupOwner), catalogue.Group{Name: "x", Charter: strings.Repeat("x", 5001)}, "charter too_long"},
		"ends as it begins":   {w.As(w.Far, catalogue.RoleGroupOwner), catalogue.Group{Name: "x", Start: &now, End: &now}, "end dates"},
		"ends before":         {w.As(w.Far, catalogue.RoleGroupOwner), catalogue.Group{Name: "x", Start: &later, End: &now}, "end dates"},
		"of a stranger":       {w.As(w.Far, catalogue.RoleGroupOwner), catalogue.Group{Name: "x", Members: []catalogue.Organisation{{ID: catalogue.NewID()}}}, "organisation organisation_unknown"},
		"by a contributor":    {w.As(w.Far, catalogue.RoleContributor), catalogue.Group{Name: "x"}, "denied"},
		"by an administrator": {w.As(w.Far, catalogue.RoleAdministrator), catalogue.Group{Name: "x"}, "denied"},
	} {
		g, err := w.DB.CreateGroup(t.Context(), c.v, c.g)
		if got := outcome(t, err); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
		if err == nil && (!slices.Equal(names(g.Members), []string{w.Far.Name}) || g.OwnerID != w.Far.ID || g.Charter != c.g.Charter) {
			t.Errorf("%s: %+v", name, g)
		}
	}
}

func TestOrganisationsAreNoSecretButToGuests(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx := t.Context()
	all := []string{w.Far.Name, w.Home.Name, w.Near.Name, w.Guest.Name, w.RILO.Name}
	for _, c := range []struct {
		v    catalogue.Viewer
		want []string
	}{
		{w.As(w.Near, catalogue.RoleViewer), all},
		{w.As(w.RILO, catalogue.RoleAuditor), all},
		{w.As(w.Guest, catalogue.RoleViewer), []string{w.Far.Name, w.Home.Name, w.Guest.Name}}, // met in groups
		{catalogue.Viewer{}, nil},
	} {
		got, err := w.DB.Organisations(ctx, c.v)
		if err != nil || !slices.Equal(names(got), c.want) {
			t.Errorf("%s knows %q, %v", c.v.Name, names(got), err)
		}
		for _, o := range got {
			if (o.Users > 0) != (o.ID == c.v.OrgID) {
				t.Errorf("%s is told of %d users of %s", c.v.Name, o.Users, o.Name)
			}
		}
		for _, o := range []catalogue.Organisation{w.Far, w.Home, w.Near, w.Guest, w.RILO} {
			one, err := w.DB.Organisation(ctx, c.v, o.ID)
			if known := slices.Contains(c.want, o.Name); known && (err != nil || one.Country != o.Country) || !known && !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s, %s: %v", c.v.Name, o.Name, err)
			}
		}
	}
	if _, err := w.DB.Organisation(ctx, w.Root, "\x00"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

func TestRootMakesOrganisations(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx := t.Context()
	for name, c := range map[string]struct {
		v    catalogue.Viewer
		o    catalogue.Organisation
		want string
	}{
		"whole":               {w.Root, catalogue.Organisation{Kind: catalogue.OrgAdministration, Name: "Customs of Chad", Country: "td", Region: "wca"}, "ok"},
		"bare":                {w.Root, catalogue.Organisation{Kind: catalogue.OrgGuest, Name: "Coast guard"}, "ok"},
		"a name that is had":  {w.Root, catalogue.Organisation{Kind: catalogue.OrgGuest, Name: "CUSTOMS OF HOME"}, "name taken"},
		"no name":             {w.Root, catalogue.Organisation{Kind: catalogue.OrgGuest}, "name required"},
		"no kind":             {w.Root, catalogue.Organisation{Name: "x"}, "kind unknown_code"},
		"no country, region":  {w.Root, catalogue.Organisation{Kind: catalogue.OrgRILO, Name: "x", Country: "ZZ", Region: "ZZ"}, "country country, region unknown_code"},
		"by an administrator": {w.As(w.Home, administrator), catalogue.Organisation{Kind: catalogue.OrgGuest, Name: "x"}, "denied"},
	} {
		o, err := w.DB.CreateOrganisation(ctx, c.v, c.o)
		if got := outcome(t, err); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
		if err == nil {
			if kept, err := w.DB.Organisation(ctx, w.Root, o.ID); err != nil || kept != o {
				t.Errorf("%s: %+v, %v", name, kept, err)
			}
		}
	}
	changed := w.Far
	changed.Name, changed.Region, changed.Kind = "Customs of Afar", "ESA", catalogue.OrgGuest
	got, err := w.DB.UpdateOrganisation(ctx, w.Root, changed)
	if err != nil || got.Name != "Customs of Afar" || got.Region != "ESA" || got.Kind != catalogue.OrgAdministration {
		t.Errorf("%+v, %v", got, err)
	}
	for want, err := range map[string]error{
		"denied":     second(w.DB.UpdateOrganisation(ctx, w.As(w.Home, administrator), changed)),
		"hidden":     second(w.DB.UpdateOrganisation(ctx, w.Root, catalogue.Organisation{ID: catalogue.NewID(), Name: "x"})),
		"name taken": second(w.DB.UpdateOrganisation(ctx, w.Root, catalogue.Organisation{ID: w.Far.ID, Name: w.Near.Name})),
	} {
		if got := outcome(t, err); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func second[T any](_ T, err error) error { return err }
