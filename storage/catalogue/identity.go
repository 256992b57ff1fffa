package catalogue

import "context"

// Identity names this very catalogue and its history: the cluster, the timeline,
// which a recovery to an earlier moment changes, and the database. What was derived
// from one catalogue is nothing to another.
func (db *DB) Identity(ctx context.Context) (id string, err error) {
	err = db.sql.QueryRowContext(ctx, `
		SELECT s.system_identifier || '/' || c.timeline_id || '/' || d.oid
		FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d
		WHERE d.datname = current_database()`).Scan(&id)
	return id, kind("identity", err)
}

// IndexCounts is how many cases and pictures an index that has read everything holds.
func (db *DB) IndexCounts(ctx context.Context) (cases, pictures int, err error) {
	err = db.sql.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM cases), (SELECT count(*) FROM pictures)`).Scan(&cases, &pictures)
	return cases, pictures, kind("count cases", err)
}
