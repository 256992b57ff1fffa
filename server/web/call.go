package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"lynceus/storage/catalogue"
)

// call is one request on its way to its answer.
type call struct {
	*gin.Context
	s       *server
	id      string // of the request, in the log and in X-Request-Id
	lang    string
	address netip.Addr // of the client; see address.go
	viewer  catalogue.Viewer
	signed  bool  // viewer is set
	fault   error // why the request failed, for the log
	base    context.Context
	cancel  context.CancelFunc
}

const callKey = "call"

// Time limits of a request. Uploads and downloads of originals set their own.
const (
	bodyTime   = 30 * time.Second // for the request to arrive
	workTime   = 30 * time.Second // for the database, the store and the worker
	answerTime = 60 * time.Second // for the answer to be taken
)

func of(g *gin.Context) *call { return g.MustGet(callKey).(*call) }

// ctx is the request's context. It ends with the client or the time limit.
func (c *call) ctx() context.Context { return c.Request.Context() }

// handle adapts a handler that returns its error.
func (s *server) handle(h func(*call) error) gin.HandlerFunc {
	return func(g *gin.Context) {
		c := of(g)
		if err := h(c); err != nil {
			s.fail(c, err)
		}
	}
}

// begin gives the request its name, its limits and its line in the log.
func (s *server) begin(g *gin.Context) {
	started := time.Now()
	var id [8]byte
	rand.Read(id[:])
	c := &call{Context: g, s: s, id: hex.EncodeToString(id[:]), address: s.clientAddress(g.Request)}
	chosen, _ := g.Cookie(languageCookie)
	c.lang = s.texts.match(chosen, g.GetHeader("Accept-Language"))
	c.base = g.Request.Context()
	g.Set(callKey, c)
	g.Header("X-Request-Id", c.id)
	c.allow(bodyTime, workTime, answerTime)
	if g.Request.Method == http.MethodGet || g.FullPath() == "" {
		c.limitBody(64 << 10)
	}
	defer func() {
		c.cancel()
		c.finish(time.Since(started))
	}()
	g.Next()
}

// finish counts the request and writes its line. The path is not in it but the
// route's pattern: the token of a link is a secret, and a query is what an officer looks for.
func (c *call) finish(took time.Duration) {
	route := c.FullPath()
	if route == "" {
		route = "none"
	}
	status := c.Writer.Status()
	c.s.meters.request(route, c.Request.Method, status, took)
	attrs := []slog.Attr{
		slog.String("id", c.id), slog.String("method", c.Request.Method), slog.String("route", route),
		slog.Int("status", status), slog.Float64("ms", float64(took.Microseconds())/1000),
		slog.Int("bytes", max(0, c.Writer.Size())), slog.String("address", c.address.String()),
	}
	if c.signed {
		attrs = append(attrs, slog.String("user", c.viewer.UserID))
	}
	level := slog.LevelInfo
	if c.fault != nil {
		attrs = append(attrs, slog.String("cause", c.fault.Error()))
		if status >= 500 {
			level = slog.LevelError
		}
	}
	c.s.Log.LogAttrs(context.WithoutCancel(c.base), level, "request", attrs...)
}

// recover turns a panic of a handler into the error page, and keeps the stack for the log.
func (s *server) recover(g *gin.Context) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if p == http.ErrAbortHandler {
			panic(p)
		}
		c := of(g)
		s.Log.Error("panic", "id", c.id, "route", g.FullPath(), "panic", p, "stack", string(debug.Stack()))
		if !g.Writer.Written() {
			s.fail(c, errInternal)
		}
		g.Abort()
	}()
	g.Next()
}

// allow bounds how long the body may take to arrive, the work to be done and the
// answer to be taken, all from now on. Where the connection knows no deadlines,
// as in some tests, only the work is bounded.
func (c *call) allow(body, work, answer time.Duration) {
	if c.cancel != nil {
		c.cancel()
	}
	ctx, cancel := context.WithTimeout(c.base, work)
	c.cancel = cancel
	c.Request = c.Request.WithContext(ctx)
	rc := http.NewResponseController(c.Writer)
	now := time.Now()
	// Once the body is there, net/http reads on to notice a client that leaves, and
	// takes a deadline that passes then for one.
	arrival := now.Add(body)
	if c.Request.ContentLength == 0 {
		arrival = time.Time{}
	}
	_ = rc.SetReadDeadline(arrival)
	_ = rc.SetWriteDeadline(now.Add(max(body, work) + answer))
}

// limitBody bounds the request's body; reading on is *http.MaxBytesError and ends the connection.
func (c *call) limitBody(n int64) {
	// The wrapper of gin hides the method by which the server is told to close.
	var w http.ResponseWriter = c.Writer
	if u, ok := w.(interface{ Unwrap() http.ResponseWriter }); ok {
		w = u.Unwrap()
	}
	c.Request.Body = http.MaxBytesReader(w, c.Request.Body, n)
}

// limit is the middleware for bodies of at most n bytes.
func (s *server) limit(n int64) gin.HandlerFunc {
	return func(g *gin.Context) { of(g).limitBody(n) }
}

// param is an identifier from the path. What cannot be one is not found, before
// the database is asked.
func (c *call) param(name string) (string, error) {
	if id := c.Param(name); plainID(id) {
		return id, nil
	}
	return "", errNotFound
}

func plainID(id string) bool {
	return len(id) > 0 && len(id) <= 64 && strings.Trim(id, "0123456789abcdefghijklmnopqrstuvwxyz") == ""
}
