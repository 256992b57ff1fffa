package catalogue

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"strconv"

	"lynceus/migrations"
)

// Keys of the advisory locks. Any numbers do that nobody else uses in our database.
const (
	migrateLock int64 = 0x6c796e6301
	changeLock  int64 = 0x6c796e6302
	firstLock   int64 = 0x6c796e6303
	// 0x6c796e6304 is the chain of events, see migrations/0008_chain.sql.
)

// migrate applies the files of package migrations that the schema has not seen,
// each in its own transaction, and seeds the code lists. Servers that start at
// once take turns.
func (db *DB) migrate(ctx context.Context) error {
	conn, err := db.sql.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	// A long migration is slow, not broken.
	if _, err := conn.ExecContext(ctx, `SET statement_timeout = 0; SET lock_timeout = 0`); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, migrateLock); err != nil {
		return err
	}
	// RESET ALL lets go of no advisory lock, hence both. A connection that cannot
	// be cleaned is broken, and the pool drops it together with its lock.
	defer conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock_all(); RESET statement_timeout; RESET lock_timeout`)

	if err := apply(ctx, conn, migrations.Files); err != nil {
		return err
	}
	return seed(ctx, conn, migrations.Vocabulary)
}

// apply runs the files NNNN_what.sql whose number is above that of the schema.
func apply(ctx context.Context, conn *sql.Conn, files fs.FS) error {
	if _, err := conn.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS schema_migrations (
		version integer PRIMARY KEY, name text NOT NULL, applied timestamptz NOT NULL DEFAULT now())`); err != nil {
		return err
	}
	var at int
	if err := conn.QueryRowContext(ctx, `SELECT coalesce(max(version), 0) FROM schema_migrations`).Scan(&at); err != nil {
		return err
	}
	names, err := fs.Glob(files, "[0-9]*.sql")
	if err != nil {
		return err
	}
	for i, name := range names {
		version, err := strconv.Atoi(name[:4])
		if err != nil || version != i+1 {
			return fmt.Errorf("migration %s is not number %04d", name, i+1)
		}
		if version <= at {
			continue
		}
		if err := applyOne(ctx, conn, files, name, version); err != nil {
			return fmt.Errorf("migration %s: %w", name, err)
		}
	}
	if at > len(names) {
		return fmt.Errorf("the schema is of version %d, newer than this program, which knows %d: start the newer program", at, len(names))
	}
	return nil
}

func applyOne(ctx context.Context, conn *sql.Conn, files fs.FS, name string, version int) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, string(text)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO schema_migrations (version, name) VALUES ($1, $2)`, version, name); err != nil {
		return err
	}
	return tx.Commit()
}
