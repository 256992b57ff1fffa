package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net"
	"net/http"
	"time"

	"github.com/minio/minio-go/v7"
)

const (
	attempts  = 4         // of one call
	slowest   = 256 << 10 // bytes a second that a transfer must reach on the whole
	unbounded = -1        // a call that lasts as long as its caller's work
)

// call does a request that moves about size bytes, with a deadline, and again when
// it failed for a reason that may pass. fn must be repeatable.
func (s *s3) call(ctx context.Context, size int64, verb, key string, fn func(context.Context) error) error {
	if size != unbounded {
		limit := 3*s.stall + time.Duration(size/slowest)*time.Second
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, limit, fmt.Errorf("%w in %v", ErrUnavailable, limit))
		defer cancel()
	}
	var err error
	for i := range attempts {
		// Some servers answer a body that was changed on its way with a wrong signature.
		if err = fn(ctx); err == nil || !passing(err) && (size <= 0 || code(err) != "SignatureDoesNotMatch") {
			break
		}
		pause := time.Duration(rand.Int64N(int64(100*time.Millisecond) << i))
		select {
		case <-ctx.Done():
		case <-time.After(pause):
			continue
		}
		break
	}
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("%s %s: %w (%v)", verb, key, context.Cause(ctx), err)
	case code(err) == "NoSuchKey":
		return fmt.Errorf("%s %s: %w", verb, key, fs.ErrNotExist)
	case passing(err):
		return fmt.Errorf("%s %s: %w: %w", verb, key, ErrUnavailable, err)
	}
	return fmt.Errorf("%s %s: %w", verb, key, err)
}

// passing reports whether the same request may succeed in a moment.
func passing(err error) bool {
	var answer minio.ErrorResponse
	if !errors.As(err, &answer) {
		return true // no answer: the network
	}
	switch answer.StatusCode {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	switch answer.Code {
	case "XAmzContentSHA256Mismatch", "BadDigest", "IncompleteBody", "RequestTimeout":
		return true // our bytes were right when they left
	case "ExistingObjectIsDirectory": // versitygw, while another request deletes a neighbour; no key of ours is a folder
		return true
	}
	return false
}

// code is what the server calls its refusal.
func code(err error) string {
	var answer minio.ErrorResponse
	errors.As(err, &answer)
	return answer.Code
}

// newTransport gives up a connection on which nothing moves for stall, in
// whatever state: dialling, sending, waiting for the answer, reading it.
func newTransport(stall time.Duration) http.RoundTripper {
	dialer := net.Dialer{Timeout: stall}
	return &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			c, err := dialer.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			if tcp, ok := c.(*net.TCPConn); ok {
				// What the kernel holds back counts as moved; let that be little.
				_ = tcp.SetWriteBuffer(512 << 10)
			}
			return &moving{c, stall}, nil
		},
		TLSHandshakeTimeout: stall,
		MaxIdleConnsPerHost: 32,
		IdleConnTimeout:     stall,
		DisableCompression:  true,
	}
}

// moving is a connection whose deadline is moved on by every byte in either
// direction: while a long body is sent, no byte of the answer is due.
type moving struct {
	net.Conn
	stall time.Duration
}

func (c *moving) Read(p []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.stall)); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}

func (c *moving) Write(p []byte) (int, error) {
	const piece = 64 << 10 // small enough to move within stall on any line worth having
	sent := 0
	for sent < len(p) {
		if err := c.SetDeadline(time.Now().Add(c.stall)); err != nil {
			return sent, err
		}
		n, err := c.Conn.Write(p[sent:min(len(p), sent+piece)])
		sent += n
		if err != nil {
			return sent, err
		}
	}
	return sent, c.SetReadDeadline(time.Now().Add(c.stall))
}
