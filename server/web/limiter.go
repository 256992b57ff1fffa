package web

import (
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Sign-ins: a person who forgot a password tries a few times, a building behind
// one address many, a guesser thousands.
const (
	accountEvery = 30 * time.Second
	accountBurst = 10
	addressEvery = 2 * time.Second
	addressBurst = 100
	limiterKeys  = 20_000 // about 3 MB at most
)

// limiters is a rate limiter for each key, for a bounded number of keys. They are
// kept as their sums: a stranger chooses how long one is.
type limiters struct {
	every time.Duration
	burst int

	mu    sync.Mutex
	byKey map[[32]byte]*rate.Limiter
}

func newLimiters(every time.Duration, burst int) *limiters {
	return &limiters{every: every, burst: burst, byKey: map[[32]byte]*rate.Limiter{}}
}

// take spends one try of key, or says how long to wait for the next.
func (l *limiters) take(key string) (wait time.Duration) {
	sum := sha256.Sum256([]byte(key))
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.byKey[sum]
	if r == nil {
		if len(l.byKey) >= limiterKeys {
			l.prune()
		}
		r = rate.NewLimiter(rate.Every(l.every), l.burst)
		l.byKey[sum] = r
	}
	now := time.Now()
	v := r.ReserveN(now, 1)
	if wait = v.DelayFrom(now); wait > 0 {
		v.CancelAt(now)
	}
	return wait
}

// prune drops the keys that are at rest, and if all are busy any half of them:
// forgetting some is better than growing without end.
func (l *limiters) prune() {
	for key, r := range l.byKey {
		if r.Tokens() >= float64(l.burst) {
			delete(l.byKey, key)
		}
	}
	for key := range l.byKey {
		if len(l.byKey) <= limiterKeys/2 {
			return
		}
		delete(l.byKey, key)
	}
}

// forgive gives a key all its tries back: the right password was among them.
func (l *limiters) forgive(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.byKey, sha256.Sum256([]byte(key)))
}

// addressKey counts an IPv6 network of one customer as one address.
func addressKey(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}
