package catalogue_test

import (
	"testing"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

func TestACaseLivesFromDraftToReleaseAndBack(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	officer, stranger := w.Officer(w.Home), w.As(w.Far, catalogue.RoleViewer)
	c := w.Released(w.Home, "GREEN", catalogue.Audience{Everyone: true})
	got, err := w.DB.Case(t.Context(), stranger, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", got)
	if _, err := w.DB.Withdraw(t.Context(), officer, c.ID, "sent to the wrong group"); err != nil {
		t.Fatal(err)
	}
}
