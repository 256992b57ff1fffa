// Package catalogue keeps what is known of pictures in PostgreSQL: one file per
// noun with its type, its rules and its SQL. Who may see a row is decided in
// viewer.go and nowhere else.
//
// Every exported method that reads takes the Viewer and answers fs.ErrNotExist
// for what is hidden exactly as for what is missing. Every exported method that
// writes owns its transaction and records its event and its change in it.
// Errors wrap fs.ErrNotExist, fs.ErrExist, fs.ErrPermission or *Invalid.
package catalogue

import (
	"context"
	"crypto/rand"
	"database/sql"
)

// DB is the catalogue.
type DB struct {
	sql *sql.DB
	dsn string
}

// Open connects and brings the schema up to date. A remote host must be reached
// with sslmode=verify-full unless insecure says otherwise.
func Open(ctx context.Context, dsn string, insecure bool) (*DB, error) { panic("unbuilt") }

// Close ends all connections.
func (db *DB) Close() error { return db.sql.Close() }

// Ping answers whether the database does.
func (db *DB) Ping(ctx context.Context) error { return db.sql.PingContext(ctx) }

// NewID is a random public identifier: 16 characters of Crockford's base 32, 80 bits.
func NewID() string {
	const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
	var b [16]byte
	rand.Read(b[:])
	for i, c := range b {
		b[i] = alphabet[c&31]
	}
	return string(b[:])
}
