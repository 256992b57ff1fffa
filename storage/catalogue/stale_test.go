package catalogue_test

import (
	"errors"
	"io/fs"
	"slices"
	"testing"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

func TestTheLastEditorDoesNotWinUnseen(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, v := t.Context(), w.Officer(w.Home)
	read := w.Draft(w.Home)
	if read.Version == "" {
		t.Fatal("a case without a version")
	}
	first, second := read.CaseForm, read.CaseForm
	first.Title, second.Month = "A tank", "2026-02"
	saved, err := w.DB.UpdateCase(ctx, v, read.ID, first)
	if err != nil || saved.Version == read.Version {
		t.Fatalf("%q after %q, %v", saved.Version, read.Version, err)
	}
	_, err = w.DB.UpdateCase(ctx, v, read.ID, second)
	var stale *catalogue.Stale
	if !errors.As(err, &stale) || !errors.Is(err, fs.ErrExist) || !slices.Equal(stale.Fields, []string{"title", "month"}) {
		t.Fatalf("%#v", err)
	}
	now, err := w.DB.Case(ctx, v, read.ID)
	if err != nil || now.Title != "A tank" || now.Month != read.Month || now.Version != saved.Version {
		t.Errorf("%+v, %v", now.CaseForm, err)
	}
	if _, err := w.DB.UpdateCase(ctx, v, read.ID, first); err != nil {
		t.Errorf("saying what is there already: %v", err)
	}
	second.Version = saved.Version
	if _, err := w.DB.UpdateCase(ctx, v, read.ID, second); err != nil {
		t.Errorf("after looking again: %v", err)
	}
	second.Version, second.Title = "", "A wheel"
	if _, err := w.DB.UpdateCase(ctx, v, read.ID, second); err != nil {
		t.Errorf("without a version: %v", err)
	}
}

func TestAPictureLeavesTheVersionOfTheFormAlone(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	c := w.Draft(w.Home)
	if _, _, err := w.DB.AddPicture(t.Context(), w.Officer(w.Home), w.Picture(c.ID)); err != nil {
		t.Fatal(err)
	}
	c.Title = "Typed while the picture was on its way"
	if _, err := w.DB.UpdateCase(t.Context(), w.Officer(w.Home), c.ID, c.CaseForm); err != nil {
		t.Error(err)
	}
}
