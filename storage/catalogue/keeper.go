package catalogue

import "context"

// CaseOfPicture names the case of a picture for the operator's own checks of what
// is stored, past access.
func (db *DB) CaseOfPicture(ctx context.Context, pictureID string) (caseID string, err error) {
	err = db.sql.QueryRowContext(ctx, `SELECT case_id FROM pictures WHERE id = $1`, pictureID).Scan(&caseID)
	return caseID, kind("case of picture", err)
}

// ObjectTotals is how many objects rows point at, and their bytes.
func (db *DB) ObjectTotals(ctx context.Context) (objects, bytes int64, err error) {
	err = db.sql.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(size), 0) FROM objects`).Scan(&objects, &bytes)
	return objects, bytes, kind("object totals", err)
}

// PicturesWithoutOriginal calls fn for every picture whose row has lost its original's.
func (db *DB) PicturesWithoutOriginal(ctx context.Context, fn func(pictureID string) error) error {
	rows, err := db.sql.QueryContext(ctx, `SELECT id FROM pictures p
		WHERE NOT EXISTS (SELECT FROM objects o WHERE o.picture_id = p.id AND o.name = $1) ORDER BY id`, Original)
	if err != nil {
		return kind("pictures without an original", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return kind("pictures without an original", err)
		}
		if err := fn(id); err != nil {
			return err
		}
	}
	return kind("pictures without an original", rows.Err())
}
