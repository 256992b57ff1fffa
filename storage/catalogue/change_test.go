package catalogue_test

import (
	"context"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// TestNoChangeIsEverSkipped has sixteen writers announce cases while a reader
// follows: a number must never become visible below one that was reached before.
func TestNoChangeIsEverSkipped(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	v := w.Officer(w.Home)
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for range 16 {
		wg.Go(func() {
			for range 25 { // each a case of its own, so that every number stays to be seen
				if _, err := w.DB.CreateCase(t.Context(), v, catalogue.CaseForm{}); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	go func() { wg.Wait(); close(stop) }()
	seen := map[string]bool{}
	var reached int64
	for running := true; running; {
		select {
		case <-stop:
			running = false
		default:
		}
		ids, next, err := w.DB.Changes(t.Context(), reached)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			seen[id] = true
		}
		reached = next
		// All cases with a number up to the one reached have been told.
		if n := number(t, w.SQL, `SELECT count(*) FROM changes WHERE seq <= $1`, reached); n != len(seen) {
			t.Fatalf("at %d there are %d changes, told of %d", reached, n, len(seen))
		}
	}
	if len(seen) != 400 {
		t.Errorf("told of %d cases", len(seen))
	}
}

func TestEveryWriteAnnouncesItsCase(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, v := t.Context(), w.Officer(w.Home)
	var c catalogue.Case
	var p catalogue.Picture
	var r catalogue.Region
	var err error
	for _, step := range []struct {
		name string
		do   func() error
		told bool
	}{
		{"create", func() error { c, err = w.DB.CreateCase(ctx, v, cataloguetest.Form()); return err }, true},
		{"update", func() error { c.Title += "."; _, err := w.DB.UpdateCase(ctx, v, c.ID, c.CaseForm); return err }, true},
		{"update to the same", func() error { _, err := w.DB.UpdateCase(ctx, v, c.ID, c.CaseForm); return err }, false},
		{"add picture", func() error { p, _, err = w.DB.AddPicture(ctx, v, w.Picture(c.ID)); return err }, true},
		{"describe", func() error { _, err := w.DB.DescribePicture(ctx, v, p.ID, "XT2", "", 1); return err }, true},
		{"add region", func() error {
			r, err = w.DB.AddRegion(ctx, v, catalogue.Region{PictureID: p.ID, Polygon: [][2]float64{{0, 0}, {1, 0}, {1, 1}}})
			return err
		}, true},
		{"remove region", func() error { return w.DB.RemoveRegion(ctx, v, p.ID, r.ID) }, true},
		{"derive", func() error { return w.DB.Derived(ctx, p.ID, w.Picture(c.ID)) }, true},
		{"submit", func() error { _, err := w.DB.Submit(ctx, v, c.ID, ""); return err }, true},
		{"check its pictures", func() error {
			_, err := w.DB.DecideGuard(ctx, v, c.ID, catalogue.GuardDecisions{Checked: []string{p.ID}})
			return err
		}, false},
		{"release", func() error { _, err := w.DB.Release(ctx, v, c.ID, catalogue.Audience{Everyone: true}, ""); return err }, true},
		{"release again", func() error { _, err := w.DB.Release(ctx, v, c.ID, catalogue.Audience{Everyone: true}, ""); return err }, false},
		{"read the original", func() error { _, err := w.DB.PictureObject(ctx, v, p.ID, "original"); return err }, false},
		{"narrow", func() error { _, err := w.DB.Release(ctx, v, c.ID, catalogue.Audience{}, ""); return err }, true},
		{"withdraw", func() error { _, err := w.DB.Withdraw(ctx, v, c.ID, "why"); return err }, true},
		{"reopen", func() error { _, err := w.DB.Reopen(ctx, v, c.ID, "a mistake"); return err }, true},
		{"remove picture", func() error { return w.DB.RemovePicture(ctx, v, p.ID) }, true},
		{"a write that fails", func() error {
			if _, err := w.DB.Reopen(ctx, v, c.ID, "a mistake"); err == nil {
				t.Error("reopened a draft")
			}
			return nil
		}, false},
	} {
		before, err := w.DB.LastChange(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		ids, _, err := w.DB.Changes(ctx, before)
		if err != nil || slices.Equal(ids, []string{c.ID}) != step.told || len(ids) > 1 {
			t.Errorf("%s: told of %q, %v", step.name, ids, err)
		}
	}
}

func TestListenWakesWhenACaseChanges(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	wake, err := w.DB.Listen(ctx)
	if err != nil {
		t.Fatal(err)
	}
	woken := func() {
		t.Helper()
		w.Draft(w.Home)
		select {
		case <-wake:
		case <-time.After(20 * time.Second):
			t.Fatal("not woken")
		}
	}
	woken()
	// The listener's connection is cut: it makes a new one and wakes again.
	if _, err := w.SQL.Exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'LISTEN%'`); err != nil {
		t.Fatal(err)
	}
	for drained := false; !drained; {
		select {
		case <-wake:
		case <-time.After(2 * time.Second):
			drained = true
		}
	}
	woken()
	cancel()
}

func TestTheIndexReadsEveryCaseOnce(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx := t.Context()
	bare, err := w.DB.CreateCase(ctx, w.Officer(w.Home), catalogue.CaseForm{})
	if err != nil {
		t.Fatal(err)
	}
	open := w.Released(w.Home, "GREEN", catalogue.Audience{Everyone: true})
	again := w.Released(w.Home, "GREEN", catalogue.Audience{Everyone: true})
	draft := w.Draft(w.Far)
	second, _, err := w.DB.AddPicture(ctx, w.Officer(w.Far), w.Picture(draft.ID))
	if err != nil {
		t.Fatal(err)
	}
	read := func(ids []string) map[string]catalogue.IndexedCase {
		t.Helper()
		all := map[string]catalogue.IndexedCase{}
		if err := w.DB.IndexCases(ctx, ids, func(c catalogue.IndexedCase) error {
			if _, twice := all[c.ID]; twice {
				t.Errorf("%s came twice", c.ID)
			}
			all[c.ID] = c
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return all
	}
	all := read(nil)
	if len(all) != 4 || len(all[bare.ID].Pictures) != 0 || len(all[draft.ID].Pictures) != 2 {
		t.Fatalf("%+v", all)
	}
	if all[open.ID].Access != all[again.ID].Access || all[open.ID].Access == all[draft.ID].Access || all[draft.ID].Access == all[bare.ID].Access {
		t.Error("ways of sharing are mixed up")
	}
	c := all[draft.ID]
	if c.Means != "C40" || c.Country != "NL" || c.Month != "2026-03" || !slices.Equal(c.Concealment, []string{"CON.FWAL"}) || !slices.Equal(c.Commodities, []string{"DRG.COC"}) {
		t.Errorf("%+v", c)
	}
	print, err := w.DB.PictureFingerprint(ctx, w.Officer(w.Far), second.ID)
	if err != nil || !reflect.DeepEqual(c.Pictures[1], print) || print.Technique != "XT1" {
		t.Errorf("%+v, %+v, %v", c.Pictures[1], print, err)
	}
	if some := read([]string{open.ID, catalogue.NewID(), bare.ID}); len(some) != 2 {
		t.Errorf("%d of two", len(some))
	}
	if none := read([]string{}); len(none) != 0 {
		t.Errorf("%d of none", len(none))
	}
	if err := w.DB.IndexCases(ctx, nil, func(catalogue.IndexedCase) error { return context.Canceled }); err != context.Canceled {
		t.Errorf("the caller's error is lost: %v", err)
	}
	if _, err := w.SQL.Exec(`UPDATE pictures SET fingerprint = '\x00'`); err != nil {
		t.Fatal(err)
	}
	if p := read([]string{open.ID})[open.ID].Pictures[0]; !p.Fingerprint.Flat {
		t.Error("an unreadable fingerprint claims a likeness")
	}
}
