package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"
	"golang.org/x/text/unicode/norm"

	"lynceus/storage/catalogue"
)

// Cost of a password, after OWASP's first recommendation for argon2id.
const (
	argonMemory = 46 << 10 // KiB
	argonTime   = 1
	argonLanes  = 1
	saltBytes   = 16
	keyBytes    = 32
)

// MinPassword is the least number of characters of a password. MaxPassword bounds
// its bytes, so that hashing it stays cheap beside the memory it fills.
const (
	MinPassword = 12
	MaxPassword = 512
)

// Hash makes the argon2id string of a password, in the PHC format.
func Hash(password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	key := argon2.IDKey(normal(password), salt, argonTime, argonMemory, argonLanes, keyBytes)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		argonMemory, argonTime, argonLanes, b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

// Check reports whether password made hash, comparing in constant time. A hash
// of greater cost than ours is not tried.
func Check(hash, password string) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return false
	}
	var memory, passes uint32
	var lanes uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes); err != nil ||
		memory > argonMemory || passes == 0 || passes > 4 || lanes == 0 || lanes > 4 {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(want) < 16 {
		return false
	}
	got := argon2.IDKey(normal(password), salt, passes, memory, lanes, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1
}

// normal makes one sequence of bytes of what different keyboards write for the same characters.
func normal(password string) []byte { return norm.NFC.Bytes([]byte(password)) }

// checkPassword says what is wrong with a new password. words are what it must not
// be made of: the e-mail, the name, the organisation.
//
// There are no rules of composition: they bring about "Password1!". Refused is what
// a guesser tries early: a common password or a word of the account's own, alone,
// padded with less than half of the least length, or two of them in a row.
func checkPassword(password string, words ...string) error {
	switch n := utf8.RuneCountInString(password); {
	case n < MinPassword:
		return invalid("password", "password_short", MinPassword)
	case len(password) > MaxPassword:
		return invalid("password", "password_long", MaxPassword)
	}
	lower := strings.ToLower(string(normal(password)))
	if period(lower) < MinPassword/2 {
		return invalid("password", "password_one_character")
	}
	own := listOf(ownWords(words))
	for _, s := range []string{lower, unfold.Replace(lower)} {
		if left, found := own.leftOver(s, leastOwn); found && left < MinPassword/2 {
			return invalid("password", "password_is_name")
		}
		if left, found := common().leftOver(s, leastPiece); found && left < MinPassword/2 {
			return invalid("password", "password_common")
		}
	}
	return nil
}

// leastOwn is the least number of bytes of a word of the account's own that counts.
const leastOwn = 4

// ownWords are the words as they are, without what follows the @, and one by one;
// and the name of this program.
func ownWords(words []string) []string {
	all := []string{"lynceus"}
	for _, w := range words {
		w = strings.ToLower(strings.TrimSpace(w))
		local, _, _ := strings.Cut(w, "@")
		all = append(append(all, w, local), strings.Fields(w)...)
	}
	return all
}

// period is the length of the shortest piece of which s is made by repetition; that of s if there is none.
func period(s string) int { return strings.Index((s + s)[1:], s) + 1 }

// passwords bounds how many are hashed at once: each takes 46 MiB.
type passwords struct {
	slots *semaphore.Weighted
	decoy string // checked when there is no user, so that it takes as long
}

func newPasswords() (*passwords, error) {
	decoy, err := Hash(catalogue.NewID())
	if err != nil {
		return nil, err
	}
	return &passwords{slots: semaphore.NewWeighted(int64(min(4, runtime.GOMAXPROCS(0)))), decoy: decoy}, nil
}

// hashWait is how long a sign-in waits for its turn.
const hashWait = 10 * time.Second

func (p *passwords) turn(ctx context.Context) (release func(), err error) {
	wait, cancel := context.WithTimeout(ctx, hashWait)
	defer cancel()
	if err := p.slots.Acquire(wait, 1); err != nil {
		return nil, fmt.Errorf("waiting to hash a password: %w", err)
	}
	return func() { p.slots.Release(1) }, nil
}

// check takes the same time whether hash is a user's or empty.
func (p *passwords) check(ctx context.Context, hash, password string) (bool, error) {
	release, err := p.turn(ctx)
	if err != nil {
		return false, err
	}
	defer release()
	if hash == "" {
		Check(p.decoy, password)
		return false, nil
	}
	return Check(hash, password), nil
}

func (p *passwords) hash(ctx context.Context, password string) (string, error) {
	release, err := p.turn(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	return Hash(password)
}
