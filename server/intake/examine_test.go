package intake_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"testing"

	"lynceus/imaging/fingerprint"
	"lynceus/server/intake"
	"lynceus/server/search"
	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
)

// corner is the lower right quarter, and a little more.
var corner = [][2]float64{{0.4, 0.4}, {1, 0.4}, {1, 1}, {0.4, 1}}

func demo(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("../demo/" + name + ".jpg")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// seen is how like the whole of one the whole of the other is.
func seen(a, b intake.Examined) float64 {
	if len(a.Fingerprint.Views) == 0 || len(b.Fingerprint.Views) == 0 {
		return 0
	}
	return a.Fingerprint.Views[0].Layout.Cosine(&b.Fingerprint.Views[0].Layout)
}

func TestRegionOfAGivenAndOfAStoredPictureIsReadAlike(t *testing.T) {
	h := newHouse(t)
	file := demo(t, "coffee")
	given, err := h.in.Examine(t.Context(), bytes.NewReader(file), corner)
	if err != nil {
		t.Fatal(err)
	}
	h.wantNothing()
	whole, err := h.in.Examine(t.Context(), bytes.NewReader(file), nil)
	if err != nil {
		t.Fatal(err)
	}
	id := h.add(h.upload(file)).Picture.ID
	keys := h.keys()
	stored, err := h.in.ExamineStored(t.Context(), h.officer, id, corner)
	if err != nil {
		t.Fatal(err)
	}
	if c := seen(given, stored); c < 0.99 {
		t.Errorf("cosine %.3f", c)
	}
	if c := seen(given, whole); c > 0.97 {
		t.Errorf("the region looks like the whole: cosine %.3f", c)
	}
	if stored.FileSum != given.FileSum || stored.PixelSum != given.PixelSum {
		t.Error("the sums are not those of the picture")
	}
	if len(h.keys()) != len(keys) {
		t.Errorf("%d objects, and %d before", len(h.keys()), len(keys))
	}
	h.wantEmptySpool()
}

func TestWhatIsNoRegionIsInvalid(t *testing.T) {
	h := newHouse(t)
	file := picture(t, 1)
	for name, region := range map[string][][2]float64{
		"empty":        {},
		"a line":       {{0, 0}, {1, 1}},
		"beyond":       {{0, 0}, {1.1, 0}, {1, 1}},
		"many corners": make([][2]float64, 501),
	} {
		if _, err := h.in.Examine(t.Context(), bytes.NewReader(file), region); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	many := make([][2]float64, 500)
	for i := range many {
		many[i] = [2]float64{float64(i) / 499.0000001, float64(i*i%499) / 499.0000001}
	}
	if e, err := h.in.Examine(t.Context(), bytes.NewReader(file), many); err != nil || e.Width != 96 {
		t.Errorf("as many corners as may be: %v", err)
	}
	h.wantNothing()
}

func TestRegionOfAHiddenOrDamagedPictureIsNotRead(t *testing.T) {
	h := newHouse(t)
	id := h.add(h.upload(picture(t, 1))).Picture.ID
	for name, ask := range map[string]struct {
		viewer catalogue.Viewer
		id     string
	}{
		"another organisation": {h.Officer(h.Far), id},
		"nobody":               {catalogue.Viewer{}, id},
		"no such picture":      {h.officer, catalogue.NewID()},
		"no id":                {h.officer, "../x"},
	} {
		if _, err := h.in.ExamineStored(t.Context(), ask.viewer, ask.id, corner); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
	h.flip(h.objectRows(id)["large"].Key)
	if _, err := h.in.ExamineStored(t.Context(), h.officer, id, corner); !errors.Is(err, blob.ErrSum) {
		t.Errorf("a flipped bit: %v", err)
	}
}

// A catalogue that the program before wrote answers at once, by its layouts, and
// after the derive jobs by what this one makes.
func TestFingerprintsOfTheVersionBeforeServeUntilTheyAreMadeAnew(t *testing.T) {
	h := newHouse(t)
	id := h.add(h.upload(demo(t, "box05a"))).Picture.ID
	h.add(h.upload(demo(t, "coffee")))
	made, err := h.DB.PictureFingerprint(t.Context(), h.officer, id)
	if err != nil {
		t.Fatal(err)
	}
	old, err := os.ReadFile("../../imaging/fingerprint/testdata/two-layouts.v1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.SQL.Exec(`UPDATE pictures SET fingerprint = $2, fingerprinted = 1 WHERE id = $1`, id, old); err != nil {
		t.Fatal(err)
	}
	ix := search.New(h.DB)
	if err := ix.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	first := func() search.LookAlike {
		t.Helper()
		found, err := ix.Similar(t.Context(), h.officer, search.Query{Fingerprint: made.Fingerprint}, 5)
		if err != nil || len(found) == 0 || found[0].Picture.ID != id {
			t.Fatalf("found %+v, %v", found, err)
		}
		return found[0]
	}
	first()
	if n, err := h.DB.EnqueueStale(t.Context()); err != nil || n != 1 {
		t.Fatalf("%d are stale, %v", n, err)
	}
	if err := h.in.Derive(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	again, err := h.DB.PictureFingerprint(t.Context(), h.officer, id)
	if err != nil || !again.Fingerprint.Equal(made.Fingerprint) {
		t.Errorf("another fingerprint than at first: %v", err)
	}
	var version int
	if err := h.SQL.QueryRow(`SELECT fingerprinted FROM pictures WHERE id = $1`, id).Scan(&version); err != nil || version != fingerprint.Version {
		t.Errorf("version %d, %v", version, err)
	}
	if f := first(); f.Band != search.SamePicture {
		t.Errorf("band %s", f.Band)
	}
}
