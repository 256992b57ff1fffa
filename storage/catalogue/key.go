package catalogue

import (
	"bytes"
	"context"
	"errors"

	"lynceus/storage/seal"
)

// ErrOtherKey says that what is sealed in the catalogue was sealed with another key.
var ErrOtherKey = errors.New("the catalogue was sealed with another key")

// UseKey gives the catalogue the key that it seals with. The first key is the one
// for good: another is ErrOtherKey. It is called once, before the catalogue is used.
func (db *DB) UseKey(ctx context.Context, k seal.Key) error {
	if _, err := db.sql.ExecContext(ctx, `INSERT INTO sealing (name) VALUES ($1) ON CONFLICT DO NOTHING`, k.Name()); err != nil {
		return kind("key", err)
	}
	var name []byte
	if err := db.sql.QueryRowContext(ctx, `SELECT name FROM sealing`).Scan(&name); err != nil {
		return kind("key", err)
	}
	if !bytes.Equal(name, k.Name()) {
		return ErrOtherKey
	}
	db.key = k
	return nil
}

// Sealed reports whether a key has been used on the catalogue, so that a missing
// one is not made anew.
func (db *DB) Sealed(ctx context.Context) (sealed bool, err error) {
	err = db.sql.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM sealing)`).Scan(&sealed)
	return sealed, kind("key", err)
}
