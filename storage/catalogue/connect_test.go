package catalogue_test

import (
	"sync"
	"testing"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

func TestCutConnectionsAreReplaced(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	v := w.Officer(w.Home)
	c := w.Released(w.Home, "GREEN", catalogue.Audience{Everyone: true})
	var wg sync.WaitGroup
	for range 8 { // so that several connections lie idle
		wg.Go(func() {
			if _, err := w.DB.Case(t.Context(), v, c.ID); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if _, err := w.SQL.Exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		if _, err := w.DB.Case(t.Context(), v, c.ID); err != nil {
			t.Errorf("read: %v", err)
		}
	}
	if _, err := w.SQL.Exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		if _, err := w.DB.CreateCase(t.Context(), v, catalogue.CaseForm{}); err != nil {
			t.Errorf("write: %v", err)
		}
	}
}
