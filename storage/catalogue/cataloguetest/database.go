// Package cataloguetest gives tests a real catalogue: a database of its own for
// each test, copied from a migrated template in some 20 ms, on a private
// PostgreSQL that lives as long as the test binary, or on the server that
// TEST_DATABASE_URL names.
package cataloguetest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lib/pq"

	"lynceus/migrations"
	"lynceus/storage/catalogue"
	"lynceus/storage/pglocal"
	"lynceus/storage/seal"
)

// New is an empty catalogue with the schema and the code lists of today.
func New(t testing.TB) *catalogue.DB {
	t.Helper()
	return open(t, DSN(t))
}

func open(t testing.TB, dsn string) *catalogue.DB {
	t.Helper()
	db, err := catalogue.Open(t.Context(), dsn, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.UseKey(t.Context(), Key); err != nil {
		t.Fatal(err)
	}
	return db
}

// Key is the one that the catalogues of a test binary seal with.
var Key = seal.New()

// DSN is the address of a new database with the schema and the code lists of
// today, for tests that open it themselves. It is dropped when the test ends.
func DSN(t testing.TB) string {
	t.Helper()
	s := need(t)
	return s.create(t, s.template)
}

// Bare is the address of a new database without any table.
func Bare(t testing.TB) string {
	t.Helper()
	return need(t).create(t, "template0")
}

// SQL opens a database of a test past the catalogue, to look at what is kept and
// to bring about what the catalogue does not allow.
func SQL(t testing.TB, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

type server struct {
	dsn      string // of the maintenance database
	admin    *sql.DB
	template string
}

var once = sync.OnceValues(func() (*server, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	dsn := os.Getenv("TEST_DATABASE_URL")
	if dsn == "" {
		private, err := pglocal.Temporary(ctx)
		if err != nil {
			return nil, err
		}
		if err := removeAfter(private.DSN); err != nil {
			return nil, err
		}
		dsn = private.DSN
	}
	admin, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	s := &server{dsn: dsn, admin: admin}
	return s, s.makeTemplate(ctx)
})

func need(t testing.TB) *server {
	t.Helper()
	s, err := once()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// removeAfter removes the folder of a private server when this process has
// ended, however it ended: there is nothing in a test binary that runs last. The
// shell waits on a pipe that only the end of this process closes; the server
// itself is shut down by the kernel then.
func removeAfter(dsn string) error {
	cfg, err := pq.NewConfig(dsn)
	if err != nil {
		return err
	}
	dir := filepath.Dir(cfg.Host)
	if !strings.HasPrefix(filepath.Base(dir), "pglocal-") {
		return fmt.Errorf("%s is not the folder of a temporary server", dir)
	}
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	defer read.Close()
	janitor := exec.Command("sh", "-c", `read -r _; for i in $(seq 100); do [ -e "$1/cluster/postmaster.pid" ] || break; sleep 0.1; done; rm -rf "$1"`, "sh", dir)
	janitor.Stdin = read
	if err := janitor.Start(); err != nil {
		return err
	}
	held = write
	return nil
}

// held is never closed but by the end of the process.
var held *os.File

// makeTemplate makes the database that tests are copied from. Its name follows
// from the migrations, so that several test binaries share it on one server.
func (s *server) makeTemplate(ctx context.Context) error {
	h := sha256.New()
	for _, files := range []fs.FS{migrations.Files, migrations.Vocabulary} {
		if err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := fs.ReadFile(files, path)
			fmt.Fprintln(h, path, len(b))
			h.Write(b)
			return err
		}); err != nil {
			return err
		}
	}
	s.template = fmt.Sprintf("lynceus_template_%x", h.Sum(nil)[:8])
	conn, err := s.admin.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	const lock = 0x6c796e6374657374
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, int64(lock)); err != nil {
		return err
	}
	defer conn.ExecContext(ctx, `SELECT pg_advisory_unlock($1)`, int64(lock))
	var exists bool
	if err := conn.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, s.template).Scan(&exists); err != nil || exists {
		return err
	}
	making := s.template + "_making"
	for _, q := range []string{`DROP DATABASE IF EXISTS ` + making, `CREATE DATABASE ` + making + ` TEMPLATE template0`} {
		if _, err := conn.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	db, err := catalogue.Open(ctx, s.address(making), true)
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, `ALTER DATABASE `+making+` RENAME TO `+s.template)
	return err
}

func (s *server) create(t testing.TB, template string) string {
	t.Helper()
	name := "lynceus_test_" + catalogue.NewID()
	if _, err := s.admin.Exec(`CREATE DATABASE ` + name + ` TEMPLATE ` + template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := s.admin.Exec(`DROP DATABASE ` + name + ` WITH (FORCE)`); err != nil {
			t.Error(err)
		}
	})
	return s.address(name)
}

// address is the server's with another database.
func (s *server) address(database string) string {
	if u, err := url.Parse(s.dsn); err == nil && u.Scheme != "" {
		u.Path = "/" + database
		return u.String()
	}
	return s.dsn + " dbname=" + database
}
