package catalogue_test

import (
	"database/sql"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"lynceus/migrations"
	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// schema is every column, index, constraint and trigger of a database, in words.
func schema(t *testing.T, db *sql.DB) string {
	t.Helper()
	var all string
	if err := db.QueryRowContext(t.Context(), `SELECT string_agg(line, E'\n' ORDER BY line) FROM (
		SELECT format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) AS line
			FROM information_schema.columns WHERE table_schema = 'public'
		UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
		UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
		UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal) x`).Scan(&all); err != nil {
		t.Fatal(err)
	}
	return all
}

func number(t *testing.T, db *sql.DB, query string, args ...any) (n int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestOpenOnABareDatabaseMakesTheSchemaOnce(t *testing.T) {
	dsn := cataloguetest.Bare(t)
	raw := cataloguetest.SQL(t, dsn)
	var wg sync.WaitGroup
	for range 6 { // servers that start at once
		wg.Go(func() {
			db, err := catalogue.Open(t.Context(), dsn, false)
			if err != nil {
				t.Error(err)
				return
			}
			db.Close()
		})
	}
	wg.Wait()
	files, _ := fs.Glob(migrations.Files, "*.sql")
	if n := number(t, raw, `SELECT count(*) FROM schema_migrations`); n != len(files) {
		t.Errorf("%d migrations are noted, there are %d", n, len(files))
	}
	before := schema(t, raw)
	written := number(t, raw, `SELECT max(xmin::text::bigint) FROM vocabulary_terms`)
	db, err := catalogue.Open(t.Context(), dsn, false)
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	if schema(t, raw) != before {
		t.Error("opening again changed the schema")
	}
	if number(t, raw, `SELECT max(xmin::text::bigint) FROM vocabulary_terms`) != written {
		t.Error("opening again wrote the code lists")
	}
}

func TestAnUpgradeEndsInTheSameSchemaAsAFreshStart(t *testing.T) {
	fresh := schema(t, cataloguetest.SQL(t, cataloguetest.DSN(t)))
	files, _ := fs.Glob(migrations.Files, "*.sql")
	for have := range len(files) {
		t.Run(fmt.Sprintf("from version %d", have), func(t *testing.T) {
			dsn := cataloguetest.Bare(t)
			raw := cataloguetest.SQL(t, dsn)
			older := fstest.MapFS{}
			for _, name := range files[:have] {
				b, _ := migrations.Files.ReadFile(name)
				older[name] = &fstest.MapFile{Data: b}
			}
			conn, err := raw.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if err := catalogue.ApplyMigrations(t.Context(), conn, older); err != nil {
				t.Fatal(err)
			}
			db, err := catalogue.Open(t.Context(), dsn, false)
			if err != nil {
				t.Fatal(err)
			}
			db.Close()
			if schema(t, raw) != fresh {
				t.Error("the schema differs from that of a fresh start")
			}
		})
	}
}

func TestASchemaNewerThanTheProgramIsRefused(t *testing.T) {
	dsn := cataloguetest.DSN(t)
	raw := cataloguetest.SQL(t, dsn)
	if _, err := raw.Exec(`INSERT INTO schema_migrations (version, name) SELECT max(version) + 1, 'from the future' FROM schema_migrations`); err != nil {
		t.Fatal(err)
	}
	if _, err := catalogue.Open(t.Context(), dsn, false); err == nil || !strings.Contains(err.Error(), "newer") {
		t.Errorf("opened all the same: %v", err)
	}
}

func TestAMigrationThatFailsLeavesNothingAndIsTriedAgain(t *testing.T) {
	raw := cataloguetest.SQL(t, cataloguetest.Bare(t))
	conn, err := raw.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	good := &fstest.MapFile{Data: []byte(`CREATE TABLE a (x integer); INSERT INTO a VALUES (1);`)}
	bad := fstest.MapFS{"0001_good.sql": good, "0002_bad.sql": {Data: []byte(`CREATE TABLE b (x integer); SELECT 1/0;`)}}
	if err := catalogue.ApplyMigrations(t.Context(), conn, bad); err == nil || !strings.Contains(err.Error(), "0002_bad.sql") {
		t.Fatalf("no failure that names the file: %v", err)
	}
	if n := number(t, raw, `SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename IN ('a', 'b')`); n != 1 {
		t.Errorf("%d tables are left, want a alone", n)
	}
	mended := fstest.MapFS{"0001_good.sql": good, "0002_bad.sql": {Data: []byte(`CREATE TABLE b (x integer);`)}}
	if err := catalogue.ApplyMigrations(t.Context(), conn, mended); err != nil {
		t.Fatal(err)
	}
	if n := number(t, raw, `SELECT count(*) FROM a`); n != 1 {
		t.Errorf("the first migration ran again: %d rows", n)
	}
	gap := fstest.MapFS{"0001_good.sql": good, "0003_late.sql": good}
	if err := catalogue.ApplyMigrations(t.Context(), conn, gap); err == nil {
		t.Error("a gap in the numbers was accepted")
	}
}

func TestARemoteHostMustProveWhoItIs(t *testing.T) {
	for _, c := range []struct {
		dsn      string
		insecure bool
		ok       bool
	}{
		{"host=/var/run/postgresql dbname=x sslmode=disable", false, true},
		{"host=localhost dbname=x sslmode=disable", false, true},
		{"postgres://u:p@127.0.0.1/x?sslmode=disable", false, true},
		{"postgres://u:p@[::1]/x?sslmode=disable", false, true},
		{"postgres://u:p@db.example.org/x", false, false},
		{"postgres://u:p@db.example.org/x?sslmode=disable", false, false},
		{"postgres://u:p@db.example.org/x?sslmode=require", false, false},
		{"postgres://u:p@db.example.org/x?sslmode=verify-ca", false, false},
		{"postgres://u:p@db.example.org/x?sslmode=verify-full", false, true},
		{"postgres://u:p@192.0.2.7/x?sslmode=prefer", false, false},
		{"host=localhost hostaddr=192.0.2.7 dbname=x sslmode=disable", false, false},
		{"host=localhost,db.example.org dbname=x sslmode=disable", false, false},
		{"postgres://u:p@db.example.org/x?sslmode=disable", true, true},
		{"host= no equals sign", false, false},
	} {
		if err := catalogue.CheckDSN(c.dsn, c.insecure); (err == nil) != c.ok {
			t.Errorf("%s, insecure %v: %v", c.dsn, c.insecure, err)
		} else if err != nil && strings.Contains(err.Error(), "u:p") {
			t.Errorf("the password is in the error: %v", err)
		}
	}
}
