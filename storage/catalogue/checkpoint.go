package catalogue

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"time"
)

// Checkpoint says how long the record was at a time and what its last link was,
// signed with a key outside the database. Whoever keeps one can tell later that
// nothing before it was changed, and that the end was not cut off. It says nothing
// of what happened.
type Checkpoint struct {
	Events    int64     `json:"events"` // in the chain then
	Hash      string    `json:"hash"`   // of the last link, 64 hexadecimal digits
	At        time.Time `json:"at"`     // to the second
	Key       string    `json:"key"`    // public, Ed25519 (RFC 8032), 64 hexadecimal digits
	Signature string    `json:"signature"`
}

// signed is what the signature is over.
func (c Checkpoint) signed() []byte {
	return fmt.Appendf(nil, "lynceus record 1\n%d\n%s\n%s\n", c.Events, c.Hash, c.At.UTC().Format(time.RFC3339))
}

// Valid reports whether the checkpoint was signed with its key.
func (c Checkpoint) Valid() bool {
	key, err := hex.DecodeString(c.Key)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return false
	}
	signature, err := hex.DecodeString(c.Signature)
	return err == nil && ed25519.Verify(key, c.signed(), signature)
}

// ReadCheckpoint reads one from JSON. One that is not what its signature says is fs.ErrInvalid.
func ReadCheckpoint(b []byte) (c Checkpoint, err error) {
	if err := json.Unmarshal(b, &c); err != nil {
		return Checkpoint{}, fmt.Errorf("checkpoint: %w: %w", fs.ErrInvalid, err)
	}
	if !c.Valid() {
		return Checkpoint{}, fmt.Errorf("checkpoint: its signature is not over what it says: %w", fs.ErrInvalid)
	}
	return c, nil
}

// Checkpoint signs the record as it is now; fs.ErrNotExist when nothing is on record.
func (db *DB) Checkpoint(ctx context.Context) (c Checkpoint, err error) {
	var hash []byte
	if err := db.sql.QueryRowContext(ctx, `SELECT seq, hash, date_trunc('second', now()) FROM chain ORDER BY seq DESC LIMIT 1`).
		Scan(&c.Events, &hash, &c.At); err != nil {
		return Checkpoint{}, kind("checkpoint", err)
	}
	signer := db.key.Signer("record")
	c.At, c.Hash = c.At.UTC(), hex.EncodeToString(hash)
	c.Key = hex.EncodeToString(signer.Public().(ed25519.PublicKey))
	c.Signature = hex.EncodeToString(ed25519.Sign(signer, c.signed()))
	return c, nil
}

// OwnCheckpoint reports whether a checkpoint was signed with the key of this catalogue.
func (db *DB) OwnCheckpoint(c Checkpoint) bool {
	return c.Valid() && c.Key == hex.EncodeToString(db.key.Signer("record").Public().(ed25519.PublicKey))
}
