// Package catalogue keeps what is known of pictures in PostgreSQL: one file per
// noun with its type, its rules and its SQL. Who may see a row is decided in
// viewer.go and nowhere else.
//
// Every exported method that reads takes the Viewer and answers fs.ErrNotExist
// for what is hidden exactly as for what is missing. Every exported method that
// writes owns its transaction, reads the roles of the Viewer again inside it, and
// records its event and its change in it. Errors wrap fs.ErrNotExist, fs.ErrExist,
// fs.ErrPermission, *Invalid or Invalids.
package catalogue

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"

	"lynceus/storage/seal"
)

// DB is the catalogue.
type DB struct {
	sql        *sql.DB
	dsn        string
	vocabulary vocabulary
	key        seal.Key // set by UseKey
	notices    bool     // set by UseNotices
}

// Open connects and brings the schema and the code lists up to date. A remote
// host must be reached with sslmode=verify-full unless insecure says otherwise.
// It refuses a schema that is newer than the program.
func Open(ctx context.Context, dsn string, insecure bool) (*DB, error) {
	pool, err := connect(dsn, insecure)
	if err != nil {
		return nil, err
	}
	db := &DB{sql: pool, dsn: dsn}
	if err := db.migrate(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("bring the catalogue up to date: %w", err)
	}
	return db, nil
}

// Close ends all connections.
func (db *DB) Close() error { return db.sql.Close() }

// Ping answers whether the database does.
func (db *DB) Ping(ctx context.Context) error { return db.sql.PingContext(ctx) }

const idAlphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// NewID is a random public identifier: 16 characters of Crockford's base 32, 80 bits.
func NewID() string {
	var b [16]byte
	rand.Read(b[:])
	for i, c := range b {
		b[i] = idAlphabet[c&31]
	}
	return string(b[:])
}
