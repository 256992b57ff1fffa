package catalogue_test

import (
	"errors"
	"io/fs"
	"slices"
	"testing"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

func TestAnOrganisationThatSharesIsNotRemoved(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx := t.Context()
	w.Released(w.Far, "GREEN", catalogue.Audience{Everyone: true})
	w.Released(w.Home, "GREEN", catalogue.Audience{Organisations: []string{w.Far.ID}})
	err := w.DB.RemoveOrganisation(ctx, w.Root, w.Far.ID)
	for _, want := range []string{"organisation organisation_shares", "organisation organisation_cases", "organisation organisation_people",
		"organisation organisation_member", "organisation organisation_named"} {
		if got := faults(t, err); !slices.Contains(got, want) {
			t.Errorf("%q lacks %s", got, want)
		}
	}
	if err := w.DB.RemoveOrganisation(ctx, w.As(w.Home, catalogue.RoleAdministrator), w.Far.ID); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("an administrator removes another: %v", err)
	}
	o, err := w.DB.CreateOrganisation(ctx, w.Root, catalogue.Organisation{Kind: catalogue.OrgGuest, Name: "By mistake"})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.DB.RemoveOrganisation(ctx, w.Root, o.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.DB.RemoveOrganisation(ctx, w.Root, o.ID); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("removed twice: %v", err)
	}
}
