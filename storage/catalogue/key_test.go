package catalogue_test

import (
	"errors"
	"testing"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
	"lynceus/storage/seal"
)

func TestTheFirstKeyIsTheOneForGood(t *testing.T) {
	dsn := cataloguetest.DSN(t)
	open := func() *catalogue.DB {
		db, err := catalogue.Open(t.Context(), dsn, true)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return db
	}
	one, two := open(), open()
	if sealed, err := one.Sealed(t.Context()); err != nil || sealed {
		t.Fatalf("sealed before a key was used: %v, %v", sealed, err)
	}
	k := seal.New()
	if err := one.UseKey(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	if err := two.UseKey(t.Context(), seal.New()); !errors.Is(err, catalogue.ErrOtherKey) {
		t.Errorf("another key: %v", err)
	}
	if err := two.UseKey(t.Context(), k); err != nil {
		t.Errorf("the same key: %v", err)
	}
}
