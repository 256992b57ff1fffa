package catalogue

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"

	"github.com/lib/pq"
)

// objectsAtOnce is how many rows Objects reads in one go: fn may hash what it is
// told of for hours, and no question should stay open for that long.
const objectsAtOnce = 1000

// Objects calls fn for every object that a row points at, in the order of keys
// (by bytes), for fsck and the sweep. Rows that come and go meanwhile may be missed or told.
func (db *DB) Objects(ctx context.Context, fn func(pictureID string, o Object) error) error {
	after := ""
	for {
		owners, objects, err := db.objectsAfter(ctx, after)
		if err != nil {
			return kind("objects", err)
		}
		for i, o := range objects {
			if err := fn(owners[i], o); err != nil {
				return err
			}
			after = o.Key
		}
		if len(objects) < objectsAtOnce {
			return nil
		}
	}
}

func (db *DB) objectsAfter(ctx context.Context, key string) (owners []string, objects []Object, err error) {
	rows, err := db.sql.QueryContext(ctx, `SELECT picture_id, name, key, size, sha256, width, height
		FROM objects WHERE key > $1 ORDER BY key LIMIT $2`, key, objectsAtOnce)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var owner string
		var o Object
		var sum []byte
		if err := rows.Scan(&owner, &o.Name, &o.Key, &o.Size, &sum, &o.Width, &o.Height); err != nil {
			return nil, nil, err
		}
		copy(o.SHA256[:], sum)
		owners, objects = append(owners, owner), append(objects, o)
	}
	return owners, objects, rows.Err()
}

// DropObject forgets a rendition whose object is lost, so that it is derived
// again: the job for it is enqueued. An original cannot be had again and is not
// forgotten: fs.ErrInvalid.
func (db *DB) DropObject(ctx context.Context, pictureID, name string) error {
	if name == Original {
		return fmt.Errorf("drop the original of picture %s: %w", pictureID, fs.ErrInvalid)
	}
	return db.write(ctx, func(tx *sql.Tx) error {
		var id string
		if err := tx.QueryRowContext(ctx, `DELETE FROM objects WHERE picture_id = $1 AND name = $2 RETURNING picture_id`, pictureID, name).
			Scan(&id); err != nil {
			return kind("drop object", err)
		}
		if _, err := tx.ExecContext(ctx, `UPDATE pictures SET rendered = 0 WHERE id = $1`, id); err != nil {
			return kind("drop object", err)
		}
		return enqueue(ctx, tx, JobDerive, id)
	})
}

// KeysWithoutRow returns those of keys that no row points at, in any order.
func (db *DB) KeysWithoutRow(ctx context.Context, keys []string) ([]string, error) {
	rows, err := db.sql.QueryContext(ctx, `SELECT key FROM unnest($1::text[]) AS asked (key)
		WHERE NOT EXISTS (SELECT FROM objects o WHERE o.key = asked.key)`, pq.Array(keys))
	if err != nil {
		return nil, kind("keys without a row", err)
	}
	defer rows.Close()
	var orphans []string
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			return nil, kind("keys without a row", err)
		}
		orphans = append(orphans, key)
	}
	return orphans, kind("keys without a row", rows.Err())
}

// SealedOriginal is the original of a picture, for the program itself: deriving
// renditions anew. What people may open goes through PictureObject.
func (db *DB) SealedOriginal(ctx context.Context, pictureID string) (Object, error) {
	o, sum := Object{Name: Original}, []byte(nil)
	err := db.sql.QueryRowContext(ctx, `SELECT key, size, sha256, width, height FROM objects WHERE picture_id = $1 AND name = $2`,
		pictureID, Original).Scan(&o.Key, &o.Size, &sum, &o.Width, &o.Height)
	copy(o.SHA256[:], sum)
	return o, kind("original", err)
}
