package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/lib/pq"
)

// querier is a pool or a transaction.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// write runs fn in a transaction that is rolled back when fn fails.
func (db *DB) write(ctx context.Context, fn func(tx *sql.Tx) error) error {
	tx, err := db.sql.BeginTx(ctx, nil)
	if err != nil {
		return kind("begin", err)
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		return err
	}
	return kind("commit", tx.Commit())
}

// as is write on behalf of v, whose account is read again: roles that were taken
// away since the request began are gone.
func (db *DB) as(ctx context.Context, v Viewer, fn func(tx *sql.Tx, actor Viewer) error) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		actor, err := readActor(ctx, tx, v)
		if err != nil {
			return err
		}
		actor.SessionID, actor.Address, actor.RequestID = v.SessionID, v.Address, v.RequestID
		return fn(tx, actor)
	})
}

// readActor reads the account of v again; one that is disabled may do nothing.
func readActor(ctx context.Context, q querier, v Viewer) (Viewer, error) {
	actor, err := readViewer(ctx, q, v.UserID)
	if errors.Is(err, fs.ErrNotExist) {
		return Viewer{}, denied("act as user")
	}
	return actor, err
}

// validID spares the database a question with bytes that cannot be an id.
func validID(id string) bool {
	if len(id) != 16 {
		return false
	}
	for i := range len(id) {
		if strings.IndexByte(idAlphabet, id[i]) < 0 {
			return false
		}
	}
	return true
}

// line cleans a text of one line: valid UTF-8, no control characters, none of
// the marks that turn the direction of what follows, no space around.
func line(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd")))
}

// validIDs is an array parameter of those that can be ids.
func validIDs(ids []string) any {
	well := []string{}
	for _, id := range ids {
		if validID(id) {
			well = append(well, id)
		}
	}
	return pq.StringArray(well)
}

// longestName bounds names that are cut rather than refused, in characters.
const longestName = 300

// short is line, cut to what a name needs: file names, browsers.
func short(s string) string {
	if s = line(s); utf8.RuneCountInString(s) > longestName {
		s = string([]rune(s)[:longestName])
	}
	return s
}

// text is line for several lines.
func text(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRightFunc(strings.Map(func(r rune) rune {
			if unicode.IsControl(r) && r != '\t' {
				return -1
			}
			return r
		}, strings.ToValidUTF8(l, "\ufffd")), unicode.IsSpace)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// list is an array parameter that is never NULL.
func list[T ~string](s []T) any {
	out := make([]string, len(s))
	for i, v := range s {
		out[i] = string(v)
	}
	return pq.StringArray(out)
}
