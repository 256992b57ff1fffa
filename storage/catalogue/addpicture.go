package catalogue

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"github.com/lib/pq"

	"lynceus/imaging/fingerprint"
	"lynceus/imaging/render"
)

// AddPicture adds a picture to a case of the viewer's own organisation that is
// still open for it: a draft or a submitted one. When the organisation already has
// a picture with these pixels, or this key was answered before, that picture is
// returned and added is false; the objects handed over are then garbage, unless
// they are that picture's. An empty ID is given one; Position is set to the last.
func (db *DB) AddPicture(ctx context.Context, v Viewer, p NewPicture) (_ Picture, added bool, err error) {
	lex, err := db.lexicon(ctx)
	if err != nil {
		return Picture{}, false, err
	}
	p.Name, p.Technique, p.Role = short(p.Name), code(p.Technique), code(p.Role)
	if p.ID == "" {
		p.ID = NewID()
	}
	id := p.ID
	err = db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		if p.Key != "" {
			// One at a time for a key: the second finds the answer of the first.
			if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`,
				actor.UserID+" "+fmt.Sprintf("%x", keySum(p.Key))); err != nil {
				return kind("lock key", err)
			}
			if id, err = answered(ctx, tx, actor, p.Key); !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		if err := holdToAdd(ctx, tx, actor, p.CaseID); err != nil {
			return err
		}
		if err := describes(lex, p.Technique, p.Role, "", "").err(); err != nil {
			return err
		}
		if id, added, err = insertPicture(ctx, tx, actor, p); err != nil {
			return err
		}
		if p.Key != "" {
			// One that is older than its answer is kept is there still until the next sweep.
			if _, err := tx.ExecContext(ctx, `INSERT INTO idempotency_keys (user_id, key_sum, picture_id) VALUES ($1, $2, $3)
				ON CONFLICT (user_id, key_sum) DO UPDATE SET picture_id = excluded.picture_id, created = excluded.created`,
				actor.UserID, keySum(p.Key), id); err != nil {
				return kind("keep key", err)
			}
		}
		if !added {
			return nil
		}
		return touch(ctx, tx, actor, p.Picture, "picture.add", nil)
	})
	if err != nil {
		return Picture{}, false, err
	}
	kept, err := db.Picture(ctx, v, id)
	return kept, added, err
}

// MayAddPicture refuses an upload before its body is read, by the rules of AddPicture.
func (db *DB) MayAddPicture(ctx context.Context, v Viewer, caseID string) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		return holdToAdd(ctx, tx, actor, caseID)
	})
}

// holdToAdd locks a case that may be given a picture.
func holdToAdd(ctx context.Context, tx *sql.Tx, actor Viewer, caseID string) error {
	h, err := holdToEdit(ctx, tx, actor, caseID)
	if err == nil && h.state == Released {
		err = wrongState(h.state)
	}
	return err
}

// insertPicture inserts the rows of p, or finds the picture that has its pixels.
func insertPicture(ctx context.Context, tx *sql.Tx, actor Viewer, p NewPicture) (id string, added bool, err error) {
	var low, high sql.NullInt64
	if p.Window != nil {
		low, high = sql.NullInt64{Int64: int64(p.Window.Low), Valid: true}, sql.NullInt64{Int64: int64(p.Window.High), Valid: true}
	}
	for range 10 {
		// Whoever inserts the same pixels at the same time is waited for here.
		err = tx.QueryRowContext(ctx, `
			INSERT INTO pictures (id, case_id, org_id, name, format, width, height, bits, channels, window_low, window_high,
				technique, role, position, file_sum, pixel_sum, fingerprint, rendered, fingerprinted)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
				(SELECT coalesce(max(position), 0) + 1 FROM pictures WHERE case_id = $2), $14, $15, $16, $17, $18)
			ON CONFLICT (org_id, pixel_sum) DO NOTHING RETURNING id`,
			p.ID, p.CaseID, actor.OrgID, p.Name, p.Format, p.Width, p.Height, p.Bits, p.Channels, low, high,
			p.Technique, p.Role, p.FileSum[:], p.PixelSum[:], p.Fingerprint.Marshal(), render.Version, fingerprint.Stand()).Scan(&id)
		if err == nil {
			return id, true, insertObjects(ctx, tx, p.ID, p.Objects)
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return "", false, kind("add picture", err)
		}
		err = tx.QueryRowContext(ctx, `SELECT id FROM pictures WHERE org_id = $1 AND pixel_sum = $2`, actor.OrgID, p.PixelSum[:]).Scan(&id)
		if !errors.Is(err, sql.ErrNoRows) {
			return id, false, kind("add picture", err)
		}
		// It was removed between the two questions: insert again.
	}
	return "", false, fmt.Errorf("add picture: its twin comes and goes: %w", fs.ErrExist)
}

func insertObjects(ctx context.Context, tx *sql.Tx, pictureID string, objects []Object) error {
	var names, keys []string
	var sums pq.ByteaArray
	var sizes, widths, heights []int64
	for _, o := range objects {
		names, keys, sums = append(names, o.Name), append(keys, o.Key), append(sums, o.SHA256[:])
		sizes, widths, heights = append(sizes, o.Size), append(widths, int64(o.Width)), append(heights, int64(o.Height))
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO objects (picture_id, name, key, size, sha256, width, height)
		SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bytea[], $6::integer[], $7::integer[])`,
		pictureID, pq.Array(names), pq.Array(keys), pq.Array(sizes), sums, pq.Array(widths), pq.Array(heights))
	return kind("add objects", err)
}

func keySum(key string) []byte {
	sum := sha256.Sum256([]byte(key))
	return sum[:]
}

// answered is the picture with which a key of the actor's was answered.
func answered(ctx context.Context, q querier, v Viewer, key string) (id string, err error) {
	err = q.QueryRowContext(ctx, `SELECT picture_id FROM idempotency_keys
		WHERE user_id = $1 AND key_sum = $2 AND created > now() - interval '48 hours'`, v.UserID, keySum(key)).Scan(&id)
	return id, kind("key", err)
}

// PictureByKey answers a repeated upload before its body is read; fs.ErrNotExist for a new key.
func (db *DB) PictureByKey(ctx context.Context, v Viewer, key string) (Picture, error) {
	id, err := answered(ctx, db.sql, v, key)
	if err != nil {
		return Picture{}, err
	}
	return db.Picture(ctx, v, id)
}

// PictureByFileSum answers an upload whose bytes the organisation already has.
func (db *DB) PictureByFileSum(ctx context.Context, v Viewer, sum [32]byte) (Picture, error) {
	return onePicture(ctx, db.sql, `AND u.org_id = p.org_id AND p.org_id = $2 AND p.file_sum = $3`, v.UserID, v.OrgID, sum[:])
}
