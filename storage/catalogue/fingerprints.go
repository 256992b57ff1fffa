package catalogue

import (
	"context"

	"github.com/lib/pq"
)

// PictureFingerprints are the sums and fingerprints of those of ids that the
// viewer may see, by id: what the index compares in full once it has found candidates.
func (db *DB) PictureFingerprints(ctx context.Context, v Viewer, ids []string) (map[string]IndexedPicture, error) {
	return db.fingerprints(ctx, `FROM pictures p JOIN cases c ON c.id = p.case_id WHERE `+may+` AND p.id = ANY ($2)`, v.UserID, pq.Array(ids))
}

// fingerprints reads those of the pictures p that from picks.
func (db *DB) fingerprints(ctx context.Context, from string, args ...any) (map[string]IndexedPicture, error) {
	rows, err := db.sql.QueryContext(ctx, `SELECT p.id, p.case_id, p.technique, p.file_sum, p.pixel_sum, p.fingerprint `+from, args...)
	if err != nil {
		return nil, kind("fingerprints", err)
	}
	defer rows.Close()
	all := map[string]IndexedPicture{}
	for rows.Next() {
		var p IndexedPicture
		var file, pixels, print []byte
		if err := rows.Scan(&p.ID, &p.CaseID, &p.Technique, &file, &pixels, &print); err != nil {
			return nil, kind("fingerprints", err)
		}
		copy(p.FileSum[:], file)
		copy(p.PixelSum[:], pixels)
		p.Fingerprint = printOf(print)
		all[p.ID] = p
	}
	return all, kind("fingerprints", rows.Err())
}
