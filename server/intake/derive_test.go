package intake_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
)

// rows of a picture's objects by name.
func (h *house) objectRows(pictureID string) map[string]catalogue.Object {
	h.t.Helper()
	all := map[string]catalogue.Object{}
	err := h.DB.Objects(h.t.Context(), func(id string, o catalogue.Object) error {
		if id == pictureID {
			all[o.Name] = o
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

// flip changes one bit of a stored file.
func (h *house) flip(key string) {
	h.t.Helper()
	name := filepath.Join(h.objects, filepath.FromSlash(key))
	b, err := os.ReadFile(name)
	if err != nil {
		h.t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := os.WriteFile(name, b, 0o600); err != nil {
		h.t.Fatal(err)
	}
}

func TestDeriveMakesLostAndDamagedRenditionsAnew(t *testing.T) {
	h := newHouse(t)
	id := h.add(h.upload(picture(t, 1))).Picture.ID
	before := h.objectRows(id)
	h.flip(before["view"].Key)
	if err := h.store.Delete(t.Context(), before["large"].Key); err != nil {
		t.Fatal(err)
	}
	if err := h.DB.DropObject(t.Context(), id, "thumb"); err != nil {
		t.Fatal(err)
	}
	for range 2 { // it may be done twice
		if err := h.in.Derive(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		after := h.objectRows(id)
		if len(after) != 4 {
			t.Fatalf("rows: %v", after)
		}
		for name, o := range after {
			if _, err := blob.Verified(t.Context(), h.store, o.Key, o.Size, o.SHA256); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if o != before[name] {
				t.Errorf("%s was %+v and is %+v", name, before[name], o)
			}
		}
	}
	h.wantEmptySpool()
}

func TestDeriveFromADamagedOriginalChangesNothing(t *testing.T) {
	h := newHouse(t)
	id := h.add(h.upload(picture(t, 1))).Picture.ID
	before, stored := h.objectRows(id), h.keys()
	h.flip(before[catalogue.Original].Key)
	if err := h.in.Derive(t.Context(), id); !errors.Is(err, blob.ErrSum) {
		t.Fatalf("got %v, want blob.ErrSum", err)
	}
	if after := h.objectRows(id); len(after) != 4 || after["thumb"] != before["thumb"] || !slices.Equal(stored, h.keys()) {
		t.Errorf("rows %v, stored %v", after, h.keys())
	}
}

func TestDeriveOfAPictureThatWasRemovedDoesNothing(t *testing.T) {
	h := newHouse(t)
	id := h.add(h.upload(picture(t, 1))).Picture.ID
	if err := h.DB.RemovePicture(t.Context(), h.officer, id); err != nil {
		t.Fatal(err)
	}
	if err := h.in.Derive(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if p, o := h.rows(); p != 0 || o != 0 {
		t.Errorf("%d pictures, %d objects", p, o)
	}
}
