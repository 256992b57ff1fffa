package search_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"lynceus/server/search"
	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// keeping is an index over the world that starts from a file where it can.
func keeping(t *testing.T, w *cataloguetest.World, file string) *search.Index {
	t.Helper()
	ix := search.New(w.DB)
	ix.KeepIn(file)
	if err := ix.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return ix
}

// stop ends an index in order, which writes its snapshot.
func stop(t *testing.T, ix *search.Index) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ix.Run(ctx)
}

func TestWhatWasRevokedWhileNoServerRanIsNotSeenAfterTheStart(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	file := filepath.Join(t.TempDir(), "index.snapshot")
	officer, far := w.Officer(w.Home), w.As(w.Far, catalogue.RoleViewer)
	var cases []catalogue.Case
	var kept []string
	for i := range 3 {
		c := draft(t, w, w.Home, nil)
		kept = append(kept, add(t, w, c, looking(look(1, near(i)))).ID)
		release(t, w, c, catalogue.Audience{Everyone: true})
		cases = append(cases, c)
	}
	stop(t, keeping(t, w, file))
	if _, err := os.Stat(file); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Withdraw(t.Context(), officer, cases[0].ID, "a mistake"); err != nil {
		t.Fatal(err)
	}
	again := keeping(t, w, file)
	if ids, _ := similar(t, far, query(someHash), again, loaded(t, w)); !slices.Equal(ids, kept[1:]) {
		t.Errorf("%v, want %v", ids, kept[1:])
	}
	for _, v := range []catalogue.Viewer{officer, far, w.As(w.Near, catalogue.RoleViewer)} {
		a, err := again.Browse(t.Context(), v, search.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		b, err := loaded(t, w).Browse(t.Context(), v, search.Filter{})
		if err != nil || a.Total != b.Total || !slices.Equal(caseIDs(a), caseIDs(b)) {
			t.Errorf("%d cases after the snapshot, %d after a rebuild, %v", a.Total, b.Total, err)
		}
	}
}

func TestDamagedOrForeignSnapshotIsRebuilt(t *testing.T) {
	w, other := cataloguetest.NewWorld(t), cataloguetest.NewWorld(t)
	file := filepath.Join(t.TempDir(), "index.snapshot")
	for _, world := range []*cataloguetest.World{w, other} {
		add(t, world, draft(t, world, world.Home, nil), looking(look(1, someHash)))
	}
	stop(t, keeping(t, w, file))
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	flipped := slices.Clone(whole)
	flipped[len(flipped)/2] ^= 4
	for name, b := range map[string][]byte{"flipped": flipped, "cut": whole[:len(whole)/3], "empty": {}} {
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if ids, _ := similar(t, w.Officer(w.Home), query(someHash), keeping(t, w, file)); len(ids) != 1 {
			t.Errorf("%s: %d pictures", name, len(ids))
		}
	}
	if err := os.WriteFile(file, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if ids, _ := similar(t, other.Officer(other.Home), query(someHash), keeping(t, other, file)); len(ids) != 1 {
		t.Errorf("after the snapshot of another catalogue: %d pictures", len(ids))
	}
	left, err := filepath.Glob(file + ".*")
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
