package catalogue_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// recorded fills the record with n events and what a World brings about.
func recorded(t testing.TB, n int) *cataloguetest.World {
	w := cataloguetest.NewWorld(t)
	v := w.Officer(w.Home)
	for i := range n {
		if err := w.DB.Record(t.Context(), v, catalogue.Event{What: "picture.view", CaseID: catalogue.NewID(),
			Details: map[string]any{"n": i}}); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// broken verifies the record and lists what is found.
func broken(t testing.TB, w *cataloguetest.World, checkpoints ...catalogue.Checkpoint) (all []catalogue.Break) {
	t.Helper()
	if err := w.DB.VerifyRecord(t.Context(), checkpoints, func(int64) {}, func(b catalogue.Break) error {
		all = append(all, b)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// tampering is somebody at the database itself, for whom triggers are no bar.
type tampering struct {
	t      *testing.T
	w      *cataloguetest.World
	events []int64 // ids in the order of the chain
}

func (x *tampering) exec(query string, args ...any) {
	x.t.Helper()
	if _, err := x.w.SQL.Exec(query, args...); err != nil {
		x.t.Fatal(query, err)
	}
}

// tamper does one of the things that must be found, says what, and which event it
// must be named with (0 for what names none).
func (x *tampering) tamper(r *rand.Rand) (did string, event int64) {
	at := r.IntN(len(x.events) - 1)
	id, next := x.events[at], x.events[at+1]
	columns := []string{"user_id", "org_id", "owner_id", "address", "request_id", "what", "case_id", "picture_id"}
	switch r.IntN(9) {
	case 0, 1, 2:
		c := columns[r.IntN(len(columns))]
		x.exec(`UPDATE events SET `+c+` = `+c+` || 'x' WHERE id = $1`, id)
		return "changed " + c, id
	case 3:
		x.exec(`UPDATE events SET at = at + interval '1 microsecond' WHERE id = $1`, id)
		return "changed the time", id
	case 4:
		x.exec(`UPDATE events SET details = '{"n": -1}' WHERE id = $1`, id)
		return "changed the details", id
	case 5:
		x.exec(`DELETE FROM events WHERE id = $1`, id)
		return "removed an event", id
	case 6:
		x.exec(`DELETE FROM events WHERE id = $1`, id)
		x.exec(`DELETE FROM chain WHERE event_id = $1`, id)
		return "removed an event with its link", next
	case 7:
		x.exec(`UPDATE events SET (user_id, what, details, case_id, at) = (SELECT user_id, what, details, case_id, at FROM events WHERE id = $2) WHERE id = $1`, id, next)
		return "copied the next over it", id
	default:
		x.exec(`INSERT INTO events (id, what) OVERRIDING SYSTEM VALUE VALUES ($1, 'put.in')`, 1_000_000+id)
		return "put one in past the chain", 1_000_000 + id
	}
}

func TestAThousandTampersOfTheRecordAreFoundAndNamed(t *testing.T) {
	w := recorded(t, 150)
	x := &tampering{t: t, w: w}
	rows, err := w.SQL.Query(`SELECT event_id FROM chain ORDER BY seq`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		x.events = append(x.events, id)
	}
	if found := broken(t, w); len(found) > 0 || len(x.events) < 150 {
		t.Fatalf("%d events, broken before anything was done: %+v", len(x.events), found)
	}
	// Back to how it was after each, by copies of both tables.
	w.SQL.SetMaxOpenConns(1)
	x.exec(`SET session_replication_role = replica`) // no trigger fires
	x.exec(`CREATE TEMP TABLE kept_events AS SELECT * FROM events`)
	x.exec(`CREATE TEMP TABLE kept_chain AS SELECT * FROM chain`)
	r := rand.New(rand.NewPCG(1, 2))
	did := map[string]int{}
	for range 1000 {
		what, event := x.tamper(r)
		did[what]++
		found := broken(t, w)
		if !slices.ContainsFunc(found, func(b catalogue.Break) bool { return b.Event == event }) {
			t.Fatalf("%s, event %d: found %+v", what, event, found)
		}
		if len(found) > 2 {
			t.Errorf("%s, event %d: one thing broke %d links: %+v", what, event, len(found), found)
		}
		x.exec(`DELETE FROM events WHERE id NOT IN (SELECT id FROM kept_events) OR id IN (
			SELECT e.id FROM events e JOIN kept_events k USING (id) WHERE (e.*)::text <> (k.*)::text)`)
		x.exec(`INSERT INTO events OVERRIDING SYSTEM VALUE SELECT * FROM kept_events WHERE id NOT IN (SELECT id FROM events)`)
		x.exec(`INSERT INTO chain SELECT * FROM kept_chain WHERE seq NOT IN (SELECT seq FROM chain)`)
	}
	if found := broken(t, w); len(found) > 0 || len(did) < 14 {
		t.Errorf("after all was put back: %+v; did %v", found, did)
	}
}

func TestACheckpointFindsACutOffEndAndARecordMadeAnew(t *testing.T) {
	w := recorded(t, 20)
	c, err := w.DB.Checkpoint(t.Context())
	if err != nil || !c.Valid() || !w.DB.OwnCheckpoint(c) {
		t.Fatalf("%+v, %v", c, err)
	}
	if found := broken(t, w, c); len(found) > 0 {
		t.Fatalf("a whole record: %+v", found)
	}
	w.SQL.SetMaxOpenConns(1)
	exec := func(query string) {
		t.Helper()
		if _, err := w.SQL.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	exec(`SET session_replication_role = replica`)
	exec(`DELETE FROM events WHERE id IN (SELECT event_id FROM chain ORDER BY seq DESC LIMIT 5)`)
	exec(`DELETE FROM chain WHERE event_id NOT IN (SELECT id FROM events)`)
	if found := broken(t, w); len(found) > 0 {
		t.Fatalf("without a checkpoint a cut-off end cannot be told, yet: %+v", found)
	}
	found := broken(t, w, c)
	if len(found) != 1 || found[0].Kind != catalogue.BreakCheckpoint || !strings.Contains(found[0].Says, "cut off") {
		t.Errorf("cut off: %+v", found)
	}
	// Whoever knows how can make all links anew, and other events, but not the signature.
	exec(`UPDATE events SET what = 'nothing' WHERE id = (SELECT event_id FROM chain WHERE seq = 3)`)
	exec(`DO $$ DECLARE l record; before bytea; BEGIN
		FOR n IN 3..200 LOOP
			SELECT hash INTO before FROM chain WHERE seq = n - 1;
			UPDATE chain SET hash = sha256(before || event_form(e)) FROM events e WHERE seq = n AND e.id = event_id;
		END LOOP; END $$`)
	exec(`SET session_replication_role = origin`)
	for range 10 {
		if err := w.DB.Record(t.Context(), w.Root, catalogue.Event{What: "picture.view"}); err != nil {
			t.Fatal(err)
		}
	}
	if found := broken(t, w); len(found) > 0 {
		t.Fatalf("a chain made anew holds by itself, yet: %+v", found)
	}
	found = broken(t, w, c)
	if len(found) != 1 || found[0].Link != c.Events || !strings.Contains(found[0].Says, "made anew") {
		t.Errorf("made anew: %+v", found)
	}
}

func TestACheckpointSaysOnlyWhatWasSigned(t *testing.T) {
	w := recorded(t, 3)
	c, err := w.DB.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for why, change := range map[string]func(*catalogue.Checkpoint){
		"events":    func(c *catalogue.Checkpoint) { c.Events-- },
		"hash":      func(c *catalogue.Checkpoint) { c.Hash = strings.Repeat("0", 64) },
		"time":      func(c *catalogue.Checkpoint) { c.At = c.At.AddDate(0, 0, 1) },
		"key":       func(c *catalogue.Checkpoint) { c.Key = strings.Repeat("0", 64) },
		"signature": func(c *catalogue.Checkpoint) { c.Signature = strings.Repeat("0", 128) },
	} {
		forged := c
		if change(&forged); forged.Valid() || w.DB.OwnCheckpoint(forged) {
			t.Errorf("another %s is taken", why)
		}
	}
	for _, bad := range []string{"", "{}", "null", `{"events":1}`} {
		if _, err := catalogue.ReadCheckpoint([]byte(bad)); err == nil {
			t.Errorf("%q is taken for a checkpoint", bad)
		}
	}
}

func TestTheChainHoldsUnderManyWriters(t *testing.T) {
	w := recorded(t, 0)
	v := w.Officer(w.Home)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for range 20 {
				if err := w.DB.Record(t.Context(), v, catalogue.Event{What: "picture.view", Details: map[string]any{"by": fmt.Sprint(i)}}); err != nil {
					t.Error(err)
				}
			}
		})
		all.Go(func() {
			for range 3 {
				if _, err := w.DB.CreateCase(t.Context(), v, cataloguetest.Form()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if found := broken(t, w); len(found) > 0 {
		t.Errorf("%+v", found)
	}
}

// BenchmarkRecord measures an event of its own transaction, by eight at once, with
// the chain and without it in the same minute.
func BenchmarkRecord(b *testing.B) {
	w := recorded(b, 0)
	v := w.Officer(w.Home)
	write := func(b *testing.B) {
		b.SetParallelism(4)
		b.RunParallel(func(p *testing.PB) {
			for p.Next() {
				if err := w.DB.Record(b.Context(), v, catalogue.Event{What: "picture.view"}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("chained", write)
	if _, err := w.SQL.Exec(`ALTER TABLE events DISABLE TRIGGER events_chain`); err != nil {
		b.Fatal(err)
	}
	b.Run("plain", write)
}
