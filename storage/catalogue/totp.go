package catalogue

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
)

// Time-based codes after RFC 6238 with what every program for them assumes:
// HMAC-SHA-1, steps of 30 seconds, six digits.
const (
	totpStep = 30 // seconds
	totpSlip = 1  // steps that a clock may be off, either way
)

// totp is the code of a step.
func totp(secret []byte, step int64) string {
	m := hmac.New(sha1.New, secret)
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step))
	m.Write(counter[:])
	sum := m.Sum(nil)
	at := sum[len(sum)-1] & 15
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[at:at+4])&0x7fffffff%1_000_000)
}

// totpMatch is the step near now whose code was typed, later than after; 0 for none.
// All are compared, whichever fits.
func totpMatch(secret []byte, typed string, now, after int64) (step int64) {
	for s := now - totpSlip; s <= now+totpSlip; s++ {
		if subtle.ConstantTimeCompare([]byte(totp(secret, s)), []byte(typed)) == 1 && s > after {
			step = s
		}
	}
	return step
}
