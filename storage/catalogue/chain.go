package catalogue

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
)

// Kinds of Break.
const (
	BreakChanged    = "changed"    // the event is not what was recorded, or its link is not
	BreakMissing    = "missing"    // the link is there and its event is not
	BreakUnchained  = "unchained"  // the event is there and no link for it
	BreakGap        = "gap"        // links are missing before this one
	BreakCheckpoint = "checkpoint" // the record is shorter than a checkpoint says, or was made anew
)

// Break is a place where the record is not as it was written.
type Break struct {
	Kind  string `json:"kind"`
	Link  int64  `json:"link,omitempty"`  // its place in the chain, from 1
	Event int64  `json:"event,omitempty"` // id of the event
	Says  string `json:"says"`
}

// linkRow is a link with its event, either of which may be missing.
type linkRow struct {
	seq, event sql.NullInt64 // of the link
	hash       []byte
	id         sql.NullInt64 // of the event
	columns    [10]sql.NullString
}

// VerifyRecord reads the whole record and tells found of every break, in order,
// and read of each link it has come past. It stands in one snapshot: what is
// recorded meanwhile is not looked at. checkpoints must be Valid.
//
// One change breaks one link and not all that follow: each is held against the
// stored link before it.
func (db *DB) VerifyRecord(ctx context.Context, checkpoints []Checkpoint, read func(links int64), found func(Break) error) error {
	checkpoints = slices.SortedFunc(slices.Values(checkpoints), func(a, b Checkpoint) int { return int(a.Events - b.Events) })
	rows, err := db.sql.QueryContext(ctx, `
		SELECT c.seq, c.event_id, c.hash, e.id, (extract(epoch FROM e.at) * 1000000)::bigint::text,
			e.user_id, e.org_id, e.owner_id, e.address, e.request_id, e.what, e.case_id, e.picture_id, e.details::text
		FROM chain c FULL JOIN events e ON e.id = c.event_id ORDER BY c.seq NULLS LAST, e.id`)
	if err != nil {
		return kind("verify the record", err)
	}
	defer rows.Close()
	before, last := make([]byte, sha256.Size), int64(0)
	for rows.Next() {
		var l linkRow
		into := []any{&l.seq, &l.event, &l.hash, &l.id}
		for i := range l.columns {
			into = append(into, &l.columns[i])
		}
		if err := rows.Scan(into...); err != nil {
			return kind("verify the record", err)
		}
		breaks := l.breaks(before, last)
		if l.seq.Valid {
			before, last = l.hash, l.seq.Int64
			read(last)
			for len(checkpoints) > 0 && checkpoints[0].Events <= last {
				if c := checkpoints[0]; c.Events == last && c.Hash != hex.EncodeToString(l.hash) {
					breaks = append(breaks, Break{BreakCheckpoint, last, l.event.Int64,
						fmt.Sprintf("the checkpoint of %s has another hash: the record was made anew at or before link %d", stamp(c), last)})
				}
				checkpoints = checkpoints[1:]
			}
		}
		for _, b := range breaks {
			if err := found(b); err != nil {
				return err
			}
		}
	}
	if err := rows.Err(); err != nil {
		return kind("verify the record", err)
	}
	for _, c := range checkpoints {
		if err := found(Break{BreakCheckpoint, c.Events, 0,
			fmt.Sprintf("the checkpoint of %s counts %d events, the record ends at %d: its end was cut off", stamp(c), c.Events, last)}); err != nil {
			return err
		}
	}
	return nil
}

func stamp(c Checkpoint) string { return c.At.UTC().Format("2006-01-02 15:04:05 UTC") }

// breaks holds a link against the one before it, whose place and hash are given.
func (l *linkRow) breaks(before []byte, last int64) (all []Break) {
	if !l.seq.Valid {
		return []Break{{BreakUnchained, 0, l.id.Int64, fmt.Sprintf("event %d was put in past the program", l.id.Int64)}}
	}
	seq, event := l.seq.Int64, l.event.Int64
	if seq != last+1 {
		return append(all, Break{BreakGap, seq, event, fmt.Sprintf("links %d to %d are missing", last+1, seq-1)})
	}
	switch sum := l.sum(before); {
	case !l.id.Valid:
		all = append(all, Break{BreakMissing, seq, event, fmt.Sprintf("event %d was removed", event)})
	case !bytes.Equal(sum[:], l.hash):
		all = append(all, Break{BreakChanged, seq, event, fmt.Sprintf("event %d or its link is not what was recorded", event)})
	}
	return all
}

// sum is what the link must be: see migrations/0008_chain.sql.
func (l *linkRow) sum(before []byte) [sha256.Size]byte {
	form := slices.Clone(before)
	field := func(s string) {
		form = strconv.AppendInt(form, int64(len(s)), 10)
		form = append(append(form, ':'), s...)
	}
	field(strconv.FormatInt(l.id.Int64, 10))
	for _, c := range l.columns {
		field(c.String)
	}
	return sha256.Sum256(form)
}
