package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lynceus/server/jobs"
	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// TestTheRecordIsVerifiedThenOneRowIsChangedAndFound runs a service, keeps a
// checkpoint as an auditor of another administration would, and changes the record
// at the database itself.
func TestTheRecordIsVerifiedThenOneRowIsChangedAndFound(t *testing.T) {
	dsn, data := cataloguetest.DSN(t), t.TempDir()
	s := startService(t, "DATABASE_URL="+dsn, "LYNCEUS_DATA="+data)
	id := newCase(t, officer(t, s.service, "one@example.org", contributor...))

	store, err := blob.NewDir(filepath.Join(data, "objects"))
	if err != nil {
		t.Fatal(err)
	}
	if err := jobs.Checkpoint(s.db.DB, store)(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	auditor := officer(t, s.service, "auditor@example.org", catalogue.RoleAuditor)
	var answer struct{ Checkpoints []json.RawMessage }
	if status := auditor.get(t, "/record/checkpoints", &answer); status != http.StatusOK || len(answer.Checkpoints) == 0 {
		t.Fatalf("%d, %d checkpoints", status, len(answer.Checkpoints))
	}
	kept := file(t, string(answer.Checkpoints[0]))

	verify := func(want int, args ...string) string {
		t.Helper()
		p := newTyped(map[string]string{"DATABASE_URL": dsn, "LYNCEUS_DATA": data})
		if status := run(t.Context(), &p.console, append([]string{"audit", "verify"}, args...)); status != want {
			t.Fatalf("%v: ended with %d, want %d: %s%s", args, status, want, p.stdout.String(), p.stderr.String())
		}
		return p.stdout.String()
	}
	if said := verify(0, "-checkpoint", kept); !strings.Contains(said, " 0 breaks") || strings.Contains(said, "\n0 events") {
		t.Errorf("it says %q", said)
	}
	raw := cataloguetest.SQL(t, dsn)
	raw.SetMaxOpenConns(1)
	for _, query := range []string{`SET session_replication_role = replica`,
		`UPDATE events SET address = '192.0.2.1' WHERE what = 'case.create' AND case_id = '` + id + `'`} {
		if _, err := raw.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	if said := verify(1); !strings.HasPrefix(said, "changed: event ") {
		t.Errorf("it says %q", said)
	}
	var b catalogue.Break
	if err := json.NewDecoder(strings.NewReader(verify(1, "-json"))).Decode(&b); err != nil || b.Kind != catalogue.BreakChanged || b.Event == 0 {
		t.Errorf("%+v, %v", b, err)
	}

	// The end is cut off, and the checkpoints in the store with it.
	for _, query := range []string{`UPDATE events SET address = '127.0.0.1' WHERE address = '192.0.2.1'`,
		`DELETE FROM chain WHERE seq > 2`, `DELETE FROM events WHERE id NOT IN (SELECT event_id FROM chain)`} {
		if _, err := raw.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.RemoveAll(filepath.Join(data, "objects", "record")); err != nil {
		t.Fatal(err)
	}
	verify(0)
	if said := verify(1, "-checkpoint", kept); !strings.Contains(said, "cut off") {
		t.Errorf("it says %q", said)
	}
	verify(2, "-checkpoint", file(t, "{}"))
	verify(statusUsage, "something")
}
