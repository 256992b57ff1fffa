package jobs_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lynceus/server/jobs"
	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// table is the job table of a catalogue of its own.
type table struct {
	*cataloguetest.World
	t *testing.T
}

func newTable(t *testing.T) *table {
	t.Helper()
	return &table{cataloguetest.NewWorld(t), t}
}

func (b *table) enqueue(kind, subject string) {
	b.t.Helper()
	if err := b.DB.EnqueueJob(b.t.Context(), kind, subject, time.Now()); err != nil {
		b.t.Fatal(err)
	}
}

// waiting are the jobs in the table, as "kind subject attempts error".
func (b *table) waiting() (all []string) {
	b.t.Helper()
	rows, err := b.SQL.Query(`SELECT kind || ' ' || subject || ' ' || attempts || ' ' || last_error FROM jobs ORDER BY id`)
	if err != nil {
		b.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			b.t.Fatal(err)
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		b.t.Fatal(err)
	}
	return all
}

// due makes every job due that waits or is leased.
func (b *table) due() {
	b.t.Helper()
	exec(b.t, b.SQL, `UPDATE jobs SET not_before = now() - interval '1 second', leased = CASE WHEN leased IS NULL THEN NULL ELSE now() - interval '1 second' END`)
}

func exec(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatal(err)
	}
}

var quiet = slog.New(slog.DiscardHandler)

// run lets a runner work until n jobs are finished.
func (b *table) run(n int, works map[string]jobs.Work) (finished []string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), time.Minute)
	defer cancel()
	jobs.New(b.DB, quiet, works, func(kind string, _ time.Duration, err error) {
		if finished = append(finished, fmt.Sprint(kind, " ", err)); len(finished) == n {
			cancel()
		}
	}).Run(ctx)
	if len(finished) != n {
		b.t.Fatalf("finished %v, want %d", finished, n)
	}
	return finished
}

func TestJobThatIsDoneIsGone(t *testing.T) {
	b := newTable(t)
	b.enqueue("derive", "one")
	b.enqueue("derive", "two")
	b.enqueue("derive", "one") // waits already
	var subjects []string
	got := b.run(2, map[string]jobs.Work{"derive": func(_ context.Context, subject string) error {
		subjects = append(subjects, subject)
		return nil
	}})
	if !slices.Equal(subjects, []string{"one", "two"}) || !slices.Equal(got, []string{"derive <nil>", "derive <nil>"}) {
		t.Errorf("done: %v, told: %v", subjects, got)
	}
	if left := b.waiting(); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestFailedJobIsTriedAgainLaterAndInTheEndKeptForTheOperator(t *testing.T) {
	b := newTable(t)
	b.enqueue("derive", "x")
	failing := map[string]jobs.Work{"derive": func(context.Context, string) error { return errors.New("no luck") }}
	var pause time.Duration
	for attempt := 1; attempt <= 10; attempt++ {
		b.run(1, failing)
		if got := b.waiting(); !slices.Equal(got, []string{fmt.Sprintf("derive x %d no luck", attempt)}) {
			t.Fatalf("after attempt %d: %v", attempt, got)
		}
		var before time.Time
		if err := b.SQL.QueryRow(`SELECT not_before FROM jobs`).Scan(&before); err != nil {
			t.Fatal(err)
		}
		if wait := time.Until(before); attempt == 4 {
			pause = wait
		} else if attempt == 5 && wait < pause+pause/2 {
			t.Errorf("the fifth pause is %v, the fourth was %v", wait, pause)
		}
		b.due()
	}
	failed, err := b.DB.FailedJobs(t.Context(), 10)
	if err != nil || len(failed) != 1 || failed[0].Subject != "x" || failed[0].LastError != "no luck" {
		t.Fatalf("failed: %+v, %v", failed, err)
	}
	if _, err := b.DB.ClaimJob(t.Context(), time.Minute); err == nil {
		t.Error("it is tried an eleventh time")
	}
}

func TestWorkThatPanicsOrIsUnknownFailsAndTheNextIsDone(t *testing.T) {
	b := newTable(t)
	b.enqueue("panics", "")
	b.enqueue("unheard of", "")
	b.enqueue("fine", "")
	got := b.run(3, map[string]jobs.Work{
		"panics": func(context.Context, string) error { panic("a bug") },
		"fine":   func(context.Context, string) error { return nil },
	})
	if !strings.Contains(got[0], "a bug") || !strings.Contains(got[1], `no work of the kind "unheard of"`) || got[2] != "fine <nil>" {
		t.Errorf("told: %v", got)
	}
	if left := b.waiting(); len(left) != 2 {
		t.Errorf("left: %v", left)
	}
}

func TestSeveralServersDoEachJobOnce(t *testing.T) {
	b := newTable(t)
	const n = 60
	for i := range n {
		b.enqueue("derive", fmt.Sprint(i))
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var mu sync.Mutex
	times, finished := map[string]int{}, 0
	var servers sync.WaitGroup
	for range 3 {
		r := jobs.New(b.DB, quiet, map[string]jobs.Work{"derive": func(_ context.Context, subject string) error {
			mu.Lock()
			defer mu.Unlock()
			times[subject]++
			return nil
		}}, func(string, time.Duration, error) {
			mu.Lock()
			defer mu.Unlock()
			if finished++; finished == n {
				cancel()
			}
		})
		servers.Go(func() { r.Run(ctx) })
	}
	servers.Wait()
	for i := range n {
		if times[fmt.Sprint(i)] != 1 {
			t.Errorf("job %d was done %d times", i, times[fmt.Sprint(i)])
		}
	}
}

func TestJobOfAServerThatDiedIsDoneWhenItsLeaseEnds(t *testing.T) {
	b := newTable(t)
	b.enqueue("derive", "x")
	dead, err := b.DB.ClaimJob(t.Context(), time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.DB.ClaimJob(t.Context(), time.Hour); err == nil {
		t.Fatal("claimed twice")
	}
	b.due()
	b.run(1, map[string]jobs.Work{"derive": func(context.Context, string) error { return nil }})
	if left := b.waiting(); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	// Late news of the dead changes nothing.
	if err := b.DB.FinishJob(t.Context(), dead, errors.New("late")); err != nil || len(b.waiting()) != 0 {
		t.Errorf("after late news: %v, %v", b.waiting(), err)
	}
}

func TestStopBreaksTheJobOffAndLeavesItForTheNextStart(t *testing.T) {
	b := newTable(t)
	b.enqueue("derive", "x")
	ctx, stop := context.WithCancel(t.Context())
	jobs.New(b.DB, quiet, map[string]jobs.Work{"derive": func(ctx context.Context, _ string) error {
		stop()
		<-ctx.Done()
		return context.Cause(ctx)
	}}, nil).Run(ctx)
	if left := b.waiting(); len(left) != 1 {
		t.Fatalf("left: %v", left)
	}
	b.due()
	b.run(1, map[string]jobs.Work{"derive": func(context.Context, string) error { return nil }})
}

// store is a folder of objects whose age can be set.
type store struct {
	blob.Store
	t    *testing.T
	root string
}

func newStore(t *testing.T) *store {
	t.Helper()
	root := t.TempDir()
	s, err := blob.NewDir(root)
	if err != nil {
		t.Fatal(err)
	}
	return &store{s, t, root}
}

func (s *store) put(key string, age time.Duration) {
	s.t.Helper()
	if err := s.Put(s.t.Context(), key, strings.NewReader("x"), 1, sha256.Sum256([]byte("x"))); err != nil {
		s.t.Fatal(err)
	}
	at := time.Now().Add(-age)
	if err := os.Chtimes(filepath.Join(s.root, key), at, at); err != nil {
		s.t.Fatal(err)
	}
}

func (s *store) keys() (keys []string) {
	s.t.Helper()
	if err := s.Walk(s.t.Context(), "", func(i blob.Info) error { keys = append(keys, i.Key); return nil }); err != nil {
		s.t.Fatal(err)
	}
	slices.Sort(keys)
	return keys
}

func TestSweepDeletesOldObjectsThatNoRowNames(t *testing.T) {
	b, s := newTable(t), newStore(t)
	v := b.Officer(b.Home)
	c, err := b.DB.CreateCase(t.Context(), v, cataloguetest.Form())
	if err != nil {
		t.Fatal(err)
	}
	p := b.Picture(c.ID)
	if _, _, err := b.DB.AddPicture(t.Context(), v, p); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, o := range p.Objects {
		s.put(o.Key, 48*time.Hour)
		want = append(want, o.Key)
	}
	for i := range 1500 { // more than are asked for at once
		s.put(fmt.Sprintf("pictures/%016d/original", i), 25*time.Hour)
	}
	// The row of this one's original is lost by an accident that must not cost the original.
	robbed := b.Picture(c.ID)
	if _, _, err := b.DB.AddPicture(t.Context(), v, robbed); err != nil {
		t.Fatal(err)
	}
	exec(t, b.SQL, `DELETE FROM objects WHERE picture_id = $1`, robbed.ID)
	s.put("pictures/"+robbed.ID+"/original", 48*time.Hour)
	s.put("pictures/"+robbed.ID+"/thumb", 48*time.Hour)
	want = append(want, "pictures/"+robbed.ID+"/original")
	s.put("pictures/under/way", 23*time.Hour)
	s.put("elsewhere/old", 48*time.Hour)
	want = append(want, "pictures/under/way", "elsewhere/old")
	slices.Sort(want)
	if err := jobs.Sweep(b.DB, s)(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if got := s.keys(); !slices.Equal(got, want) {
		t.Errorf("kept %d objects: %v, want %v", len(got), got[:min(len(got), 10)], want)
	}
}

func TestSweepIsScheduledOnceHoweverManyServersThereAre(t *testing.T) {
	b, s := newTable(t), newStore(t)
	for range 3 { // servers that start
		b.enqueue(catalogue.JobSweep, "")
	}
	sweep := map[string]jobs.Work{catalogue.JobSweep: jobs.Sweep(b.DB, s)}
	for range 3 {
		if got := b.run(1, sweep); got[0] != "sweep <nil>" {
			t.Fatal(got)
		}
		if got := b.waiting(); !slices.Equal(got, []string{"sweep  0 "}) {
			t.Fatalf("waiting: %q", got)
		}
		if _, err := b.DB.ClaimJob(t.Context(), time.Minute); err == nil {
			t.Fatal("the next sweep is due at once")
		}
		b.due()
	}
}

func TestSweepThatFailsIsTriedAgain(t *testing.T) {
	b, s := newTable(t), newStore(t)
	b.enqueue(catalogue.JobSweep, "")
	b.run(1, map[string]jobs.Work{catalogue.JobSweep: func(ctx context.Context, subject string) error {
		if err := jobs.Sweep(b.DB, s)(ctx, subject); err != nil {
			return err
		}
		return errors.New("the store is gone")
	}})
	if got := b.waiting(); len(got) != 1 {
		t.Fatalf("waiting: %q", got)
	}
}

func TestARecordThatGrewIsSignedAndKept(t *testing.T) {
	b, s := newTable(t), newStore(t)
	sign := jobs.Checkpoint(b.DB, s)
	for range 2 { // the second time nothing is new
		if err := sign(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
	}
	first, bad, err := jobs.Checkpoints(t.Context(), s, 0)
	if err != nil || len(bad) > 0 {
		t.Fatalf("%v, %v", bad, err)
	}
	if err := b.DB.Record(t.Context(), catalogue.Viewer{}, catalogue.Event{What: "picture.view"}); err != nil {
		t.Fatal(err)
	}
	if err := sign(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	all, bad, err := jobs.Checkpoints(t.Context(), s, 0)
	if err != nil || len(bad) > 0 || len(all) != len(first)+1 {
		t.Fatalf("%d, then %d: %v, %v", len(first), len(all), bad, err)
	}
	for _, c := range all {
		if !b.DB.OwnCheckpoint(c) {
			t.Errorf("%+v is not signed with our key", c)
		}
	}
	newest, _, err := jobs.Checkpoints(t.Context(), s, 1)
	if err != nil || len(newest) != 1 || newest[0] != all[len(all)-1] {
		t.Errorf("the newest: %+v, %v", newest, err)
	}
}
