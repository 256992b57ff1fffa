package catalogue_test

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"
	"testing"
	"time"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

func TestAJobIsDoneOnce(t *testing.T) {
	db := cataloguetest.New(t)
	ctx := t.Context()
	for i := range 20 {
		for range 2 { // the second waits already
			if err := db.EnqueueJob(ctx, "derive", fmt.Sprint(i), time.Now()); err != nil {
				t.Fatal(err)
			}
		}
	}
	var mu sync.Mutex
	done := map[string]int{}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for {
				j, err := db.ClaimJob(ctx, time.Minute)
				if errors.Is(err, fs.ErrNotExist) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				done[j.Subject]++
				mu.Unlock()
				if err := db.FinishJob(ctx, j, nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if len(done) != 20 || slices.ContainsFunc([]int{done["0"], done["19"]}, func(n int) bool { return n != 1 }) {
		t.Errorf("%v", done)
	}
}

func TestJobsWaitFailAndAreGivenUp(t *testing.T) {
	dsn := cataloguetest.DSN(t)
	raw := cataloguetest.SQL(t, dsn)
	db, err := catalogue.Open(t.Context(), dsn, false)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ctx := t.Context()
	none := func(when string) {
		t.Helper()
		if j, err := db.ClaimJob(ctx, time.Minute); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %+v, %v", when, j, err)
		}
	}
	claim := func() catalogue.Job {
		t.Helper()
		j, err := db.ClaimJob(ctx, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		return j
	}
	later := func(by string) {
		t.Helper()
		if _, err := raw.Exec(`UPDATE jobs SET not_before = not_before - $1::interval, leased = leased - $1::interval`, by); err != nil {
			t.Fatal(err)
		}
	}
	none("an empty queue")
	if err := db.EnqueueJob(ctx, "sweep", "", time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	none("before its time")
	later("2 hours")
	j := claim()
	if j.Kind != "sweep" || j.Attempts != 1 {
		t.Errorf("%+v", j)
	}
	none("while it is leased")

	// While it is done the same work may be asked for again; when it fails, that stands for both.
	if err := db.EnqueueJob(ctx, "sweep", "", time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := db.FinishJob(ctx, j, errors.New("no\x00 luck")); err != nil {
		t.Fatal(err)
	}
	if n := number(t, raw, `SELECT count(*) FROM jobs`); n != 1 {
		t.Errorf("%d jobs wait", n)
	}
	j = claim()

	// The lease ends: another has it, and the first is not heard any more.
	later("2 minutes")
	again := claim()
	if again.ID != j.ID || again.Attempts != 2 {
		t.Errorf("%+v", again)
	}
	if err := db.FinishJob(ctx, j, nil); err != nil {
		t.Fatal(err)
	}
	if n := number(t, raw, `SELECT count(*) FROM jobs`); n != 1 {
		t.Error("who was too late finished the job of another")
	}
	for n := 2; n < 10; n++ {
		if err := db.FinishJob(ctx, again, errors.New("no luck")); err != nil {
			t.Fatal(err)
		}
		none("at once after a failure")
		later("2 hours")
		again = claim()
		if again.Attempts != n+1 || again.LastError != "no luck" {
			t.Errorf("%+v", again)
		}
	}
	if err := db.FinishJob(ctx, again, errors.New("no luck at all")); err != nil {
		t.Fatal(err)
	}
	later("2 days")
	none("after ten failures")
	failed, err := db.FailedJobs(ctx, 10)
	if err != nil || len(failed) != 1 || failed[0].LastError != "no luck at all" || failed[0].Attempts != 10 {
		t.Errorf("%+v, %v", failed, err)
	}
	if err := db.EnqueueJob(ctx, "sweep", "", time.Now()); err != nil {
		t.Fatal(err)
	}
	if failed, err = db.FailedJobs(ctx, 10); err != nil || len(failed) != 0 {
		t.Errorf("what failed before is not forgotten: %+v, %v", failed, err)
	}

	// A job that kills whoever does it is given up too.
	for range 10 {
		claim()
		later("2 minutes")
	}
	none("after ten deaths")
	if failed, err = db.FailedJobs(ctx, 10); err != nil || len(failed) != 1 {
		t.Errorf("%+v, %v", failed, err)
	}
}

func TestStalePicturesAreDerivedAgain(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx := t.Context()
	fresh, old, lost := w.Draft(w.Home), w.Draft(w.Home), w.Draft(w.Home)
	if _, err := w.SQL.Exec(`UPDATE pictures SET fingerprinted = 0 WHERE case_id = $1`, old.ID); err != nil {
		t.Fatal(err)
	}
	if n, err := w.DB.EnqueueStale(ctx); err != nil || n != 1 {
		t.Fatalf("%d stale, %v", n, err)
	}
	if n, err := w.DB.EnqueueStale(ctx); err != nil || n != 0 {
		t.Errorf("%d more the second time, %v", n, err)
	}
	lostID := lost.Pictures[0].ID
	for name, want := range map[string]string{"thumb": "ok", "original": "kept", "huge": "hidden"} {
		err := w.DB.DropObject(ctx, lostID, name)
		if errors.Is(err, fs.ErrInvalid) {
			err = fmt.Errorf("kept")
			if want == "kept" {
				continue
			}
		}
		if got := outcome(t, err); got != want {
			t.Errorf("drop %s: %s", name, got)
		}
	}
	subjects := []string{}
	for {
		j, err := w.DB.ClaimJob(ctx, time.Minute)
		if errors.Is(err, fs.ErrNotExist) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		subjects = append(subjects, j.Subject)
		made := w.Picture("")
		made.Window = nil
		made.Objects[0].Key = "an original that must not be taken"
		if err := w.DB.Derived(ctx, j.Subject, made); err != nil {
			t.Fatal(err)
		}
		p, err := w.DB.Picture(ctx, w.Officer(w.Home), j.Subject)
		if err != nil || p.Window != nil || len(p.Objects) != 4 || p.Objects[0].Key == made.Objects[0].Key || p.Objects[3].Key != made.Objects[3].Key {
			t.Errorf("%+v, %v", p, err)
		}
		print, err := w.DB.PictureFingerprint(ctx, w.Officer(w.Home), j.Subject)
		if err != nil || !print.Fingerprint.Equal(made.Fingerprint) {
			t.Errorf("%+v, %v", print, err)
		}
		if err := w.DB.FinishJob(ctx, j, nil); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{lostID, old.Pictures[0].ID}
	slices.Sort(want)
	slices.Sort(subjects)
	if !slices.Equal(subjects, want) {
		t.Errorf("derived %q, want %q, not %s", subjects, want, fresh.Pictures[0].ID)
	}
	if n, err := w.DB.EnqueueStale(ctx); err != nil || n != 0 {
		t.Errorf("%d are stale still, %v", n, err)
	}
	if err := w.DB.Derived(ctx, catalogue.NewID(), w.Picture("")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a picture that has gone: %v", err)
	}
}

func TestObjectsAreToldInTheOrderOfTheirKeys(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx := t.Context()
	for range 3 {
		w.Draft(w.Home)
	}
	// More than are read in one go.
	if _, err := w.SQL.Exec(`INSERT INTO objects SELECT (SELECT id FROM pictures LIMIT 1), 'r' || n, 'bulk/' || n || chr(64 + n % 60), n, sha256('x'), 1, 1
		FROM generate_series(1, 2500) AS n`); err != nil {
		t.Fatal(err)
	}
	var keys []string
	if err := w.DB.Objects(ctx, func(pictureID string, o catalogue.Object) error {
		if pictureID == "" || o.Name == "" || o.SHA256 == [32]byte{} {
			t.Errorf("%s %+v", pictureID, o)
		}
		keys = append(keys, o.Key)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(keys) != 2512 || !slices.IsSorted(keys) || len(slices.Compact(keys)) != 2512 {
		t.Errorf("%d keys, sorted %v", len(keys), slices.IsSorted(keys))
	}
	if err := w.DB.Objects(ctx, func(string, catalogue.Object) error { return fs.ErrClosed }); err != fs.ErrClosed {
		t.Errorf("the caller's error is lost: %v", err)
	}
}
