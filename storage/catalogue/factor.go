package catalogue

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"github.com/lib/pq"
)

// Factor is the second factor of a user: codes from a device, and some on paper.
type Factor struct {
	Since time.Time `json:"since"`
	Left  int       `json:"left"` // recovery codes
}

const (
	recoveryCodes = 10
	halfTime      = 5 * time.Minute // between the password and the code
	setupTime     = 30 * time.Minute
)

// codeLetters are those that nobody mistakes for another.
var codeLetters = base32.NewEncoding("abcdefghjkmnpqrstuvwxyz023456789").WithPadding(base32.NoPadding)

// OwnFactor is the viewer's; fs.ErrNotExist where there is none.
func (db *DB) OwnFactor(ctx context.Context, v Viewer) (f Factor, err error) {
	err = db.sql.QueryRowContext(ctx, `SELECT since, (SELECT count(*) FROM recovery_codes r WHERE r.user_id = f.user_id)
		FROM factors f WHERE user_id = $1`, v.UserID).Scan(&f.Since, &f.Left)
	return f, kind("second factor", err)
}

// HasFactor reports whether a password alone does not sign a user in.
func (db *DB) HasFactor(ctx context.Context, userID string) (has bool, err error) {
	err = db.sql.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM factors WHERE user_id = $1)`, userID).Scan(&has)
	return has, kind("second factor", err)
}

// ticket is something that the browser carries for a while and cannot read or change.
type ticket struct {
	UserID string
	Bound  []byte // what must not have changed meanwhile
	Until  int64  // seconds
	Secret []byte `json:",omitempty"`
}

func (db *DB) issue(purpose string, t ticket) (string, error) {
	b, err := json.Marshal(t)
	return base64.RawURLEncoding.EncodeToString(db.key.Box(purpose).Seal(b, nil)), err
}

// redeem is fs.ErrNotExist for what was not issued for the purpose, or has run out.
func (db *DB) redeem(purpose, token string, now int64) (t ticket, err error) {
	sealed, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return t, hidden("ticket")
	}
	b, err := db.key.Box(purpose).Open(sealed, nil)
	if err != nil || json.Unmarshal(b, &t) != nil || t.Until < now {
		return t, hidden("ticket")
	}
	return t, nil
}

// clock is the database's, which all servers share, in seconds.
func clock(ctx context.Context, q querier) (now int64, err error) {
	err = q.QueryRowContext(ctx, `SELECT floor(extract(epoch FROM now()))::bigint`).Scan(&now)
	return now, kind("clock", err)
}

// NewFactor is a secret for the viewer to take into a device, and the token that
// AddFactor knows it by: nothing is kept until a code proves that it arrived.
func (db *DB) NewFactor(ctx context.Context, v Viewer) (secret, token string, err error) {
	now, err := clock(ctx, db.sql)
	if err != nil {
		return "", "", err
	}
	raw := make([]byte, 20)
	rand.Read(raw)
	token, err = db.issue("factor setup", ticket{UserID: v.UserID, Until: now + int64(setupTime.Seconds()), Secret: raw})
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw), token, err
}

// NewFactorAgain is the secret of a token that NewFactor gave the viewer: who mistyped
// a code need not scan again. It is fs.ErrNotExist once that has run out.
func (db *DB) NewFactorAgain(ctx context.Context, v Viewer, token string) (secret string, err error) {
	now, err := clock(ctx, db.sql)
	if err != nil {
		return "", err
	}
	t, err := db.redeem("factor setup", token, now)
	if err == nil && t.UserID != v.UserID {
		err = hidden("ticket")
	}
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(t.Secret), err
}

// AddFactor makes a secret of NewFactor the viewer's, in place of any other, when
// code is of it, and answers new recovery codes, which are never shown again.
func (db *DB) AddFactor(ctx context.Context, v Viewer, token, code string) (recovery []string, err error) {
	err = db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		now, err := clock(ctx, tx)
		if err != nil {
			return err
		}
		t, err := db.redeem("factor setup", token, now)
		if err != nil || t.UserID != actor.UserID {
			return &Invalid{Field: "code", Code: "code_late"}
		}
		step := totpMatch(t.Secret, plainCode(code), now/totpStep, 0)
		if step == 0 {
			return &Invalid{Field: "code", Code: "code"}
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO factors (user_id, secret, step) VALUES ($1, $2, $3)
			ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, step = excluded.step, since = now()`,
			actor.UserID, db.key.Box("totp").Seal(t.Secret, []byte(actor.UserID)), step); err != nil {
			return kind("add second factor", err)
		}
		if recovery, err = db.renewRecovery(ctx, tx, actor); err != nil {
			return err
		}
		return record(ctx, tx, actor, Event{What: "user.factor"})
	})
	return recovery, err
}

// NewRecovery replaces the viewer's recovery codes; fs.ErrNotExist without a second factor.
func (db *DB) NewRecovery(ctx context.Context, v Viewer) (recovery []string, err error) {
	err = db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		var id string
		if err := tx.QueryRowContext(ctx, `SELECT user_id FROM factors WHERE user_id = $1 FOR UPDATE`, actor.UserID).Scan(&id); err != nil {
			return kind("second factor", err)
		}
		if recovery, err = db.renewRecovery(ctx, tx, actor); err != nil {
			return err
		}
		return record(ctx, tx, actor, Event{What: "user.recovery"})
	})
	return recovery, err
}

func (db *DB) renewRecovery(ctx context.Context, tx *sql.Tx, actor Viewer) (codes []string, err error) {
	if _, err := tx.ExecContext(ctx, `DELETE FROM recovery_codes WHERE user_id = $1`, actor.UserID); err != nil {
		return nil, kind("recovery codes", err)
	}
	var sums pq.ByteaArray
	for range recoveryCodes {
		raw := make([]byte, 7)
		rand.Read(raw)
		code := codeLetters.EncodeToString(raw)[:10]
		codes, sums = append(codes, code[:5]+"-"+code[5:]), append(sums, db.recoverySum(actor.UserID, code))
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO recovery_codes (user_id, sum) SELECT $1, unnest($2::bytea[])`, actor.UserID, sums)
	return codes, kind("recovery codes", err)
}

func (db *DB) recoverySum(userID, code string) []byte {
	m := hmac.New(sha256.New, db.key.Secret("recovery"))
	m.Write([]byte(userID + " " + code))
	return m.Sum(nil)
}

// plainCode is what was typed without what people put between.
func plainCode(typed string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(line(typed)))
}

// UseFactor reports whether a code, of the device or on paper, is the user's and
// was not used before; then it is used up. What was refused is on record.
func (db *DB) UseFactor(ctx context.Context, userID, code, address, requestID string) (right bool, err error) {
	code = plainCode(code)
	err = db.write(ctx, func(tx *sql.Tx) error {
		v, err := readViewer(ctx, tx, userID)
		if err != nil {
			return err
		}
		v.Address, v.RequestID = line(address), line(requestID)
		var sealed []byte
		var after int64
		if err := tx.QueryRowContext(ctx, `SELECT secret, step FROM factors WHERE user_id = $1 FOR UPDATE`, userID).Scan(&sealed, &after); err != nil {
			return kind("second factor", err)
		}
		secret, err := db.key.Box("totp").Open(sealed, []byte(userID))
		if err != nil {
			return err
		}
		now, err := clock(ctx, tx)
		if err != nil {
			return err
		}
		if step := totpMatch(secret, code, now/totpStep, after); step > 0 {
			right = true
			_, err := tx.ExecContext(ctx, `UPDATE factors SET step = $2 WHERE user_id = $1`, userID, step)
			return kind("use code", err)
		}
		done, err := tx.ExecContext(ctx, `DELETE FROM recovery_codes WHERE user_id = $1 AND sum = $2`, userID, db.recoverySum(userID, code))
		if err != nil {
			return kind("use code", err)
		}
		if n, _ := done.RowsAffected(); n > 0 {
			right = true
			return record(ctx, tx, v, Event{What: "user.recovered"})
		}
		return record(ctx, tx, v, Event{What: "session.refuse", Details: map[string]any{"factor": true}})
	})
	return right, err
}

// RemoveFactor takes the viewer's own away; fs.ErrNotExist where there is none.
func (db *DB) RemoveFactor(ctx context.Context, v Viewer) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		if err := dropFactor(ctx, tx, actor.UserID); err != nil {
			return err
		}
		return record(ctx, tx, actor, Event{What: "user.unfactor", Details: map[string]any{"user": actor.UserID}})
	})
}

// RemoveFactorOf takes away that of a user who lost it, for administrators of the
// organisation. All of the user's sessions end.
func (db *DB) RemoveFactorOf(ctx context.Context, v Viewer, userID string) error {
	return db.as(ctx, v, func(tx *sql.Tx, actor Viewer) error {
		u, err := holdUser(ctx, tx, actor, userID)
		if err != nil {
			return err
		}
		if err := dropFactor(ctx, tx, u.ID); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE user_id = $1`, u.ID); err != nil {
			return kind("end sessions", err)
		}
		return record(ctx, tx, actor, Event{What: "user.unfactor", ownerID: u.OrgID, Details: map[string]any{"user": u.ID}})
	})
}

func dropFactor(ctx context.Context, tx *sql.Tx, userID string) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM recovery_codes WHERE user_id = $1`, userID); err != nil {
		return kind("recovery codes", err)
	}
	done, err := tx.ExecContext(ctx, `DELETE FROM factors WHERE user_id = $1`, userID)
	if err != nil {
		return kind("second factor", err)
	}
	if n, _ := done.RowsAffected(); n == 0 {
		return hidden("second factor")
	}
	return nil
}

// HalfSignIn is what a browser carries between the right password and the code. It
// opens nothing, and dies with the password, the account and five minutes.
func (db *DB) HalfSignIn(ctx context.Context, userID string) (string, error) {
	now, bound, err := db.half(ctx, userID)
	if err != nil {
		return "", err
	}
	return db.issue("half", ticket{UserID: userID, Bound: bound, Until: now + int64(halfTime.Seconds())})
}

// HalfSignedIn is whose it is; fs.ErrNotExist for one that is dead.
func (db *DB) HalfSignedIn(ctx context.Context, token string) (userID, email string, err error) {
	now, err := clock(ctx, db.sql)
	if err != nil {
		return "", "", err
	}
	t, err := db.redeem("half", token, now)
	if err != nil {
		return "", "", err
	}
	_, bound, err := db.half(ctx, t.UserID)
	if err != nil {
		return "", "", err
	}
	if !hmac.Equal(bound, t.Bound) {
		return "", "", hidden("ticket")
	}
	err = db.sql.QueryRowContext(ctx, `SELECT lower(email) FROM users WHERE id = $1`, t.UserID).Scan(&email)
	return t.UserID, email, kind("user", err)
}

func (db *DB) half(ctx context.Context, userID string) (now int64, bound []byte, err error) {
	var hash string
	err = db.sql.QueryRowContext(ctx, `SELECT floor(extract(epoch FROM now()))::bigint, password_hash FROM users
		WHERE id = $1 AND NOT disabled AND password_hash IS NOT NULL`, userID).Scan(&now, &hash)
	sum := sha256.Sum256([]byte(hash))
	return now, sum[:], kind("user", err)
}
