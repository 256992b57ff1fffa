package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lynceus/imaging/worker"
	"lynceus/server/intake"
	"lynceus/server/search"
	"lynceus/server/web"
	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

func TestMain(m *testing.M) {
	worker.RunIfChild()
	os.Exit(m.Run())
}

// house is a whole service for one test: a database of its own, a folder of
// objects, workers in child processes, an index, and a server on a real socket.
type house struct {
	*cataloguetest.World
	t       *testing.T
	dsn     string
	store   blob.Store
	objects string // folder of the store
	spool   string
	index   *search.Index
	url     string
	log     *logBuffer

	mu      sync.Mutex
	cookies map[string]string            // by user id
	one     map[string]catalogue.Picture // by organisation; see onePicture
}

// option changes the configuration of a house before it is built.
type option func(*web.Config)

func newHouse(t *testing.T, options ...option) *house {
	t.Helper()
	h := &house{t: t, dsn: cataloguetest.DSN(t), objects: t.TempDir(), spool: t.TempDir(), log: &logBuffer{}, cookies: map[string]string{}, one: map[string]catalogue.Picture{}}
	db, err := catalogue.Open(t.Context(), h.dsn, true)
	h.must(err)
	t.Cleanup(func() { db.Close() })
	h.must(db.UseKey(t.Context(), cataloguetest.Key))
	h.World = cataloguetest.Fill(t, db, cataloguetest.SQL(t, h.dsn))
	h.store, err = blob.NewDir(h.objects)
	h.must(err)
	h.url = h.open(options...)
	return h
}

// open starts one more server over the same database and objects.
func (h *house) open(options ...option) string {
	h.t.Helper()
	return h.openWith(worker.Config{}, options...)
}

func (h *house) openWith(wc worker.Config, options ...option) string {
	h.t.Helper()
	pool, err := worker.NewPool(wc)
	h.must(err)
	h.t.Cleanup(func() { pool.Close() })
	in, err := intake.New(h.DB, h.store, pool, h.spool)
	h.must(err)
	h.index = search.New(h.DB)
	h.must(h.index.Load(h.t.Context()))
	c := web.Config{
		Log: slog.New(slog.NewJSONHandler(h.log, nil)), DB: h.DB, Store: h.store, Intake: in, Index: h.index,
		Sessions: catalogue.SessionPolicy{Idle: time.Hour, Absolute: 12 * time.Hour}, Version: "test",
	}
	for _, o := range options {
		o(&c)
	}
	handler, err := web.New(c)
	h.must(err)
	s := httptest.NewServer(handler)
	h.t.Cleanup(s.Close)
	return s.URL
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// logBuffer keeps what the service logs.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// ask is one request. Without a viewer it has no session; it asks for JSON unless html is set.
type ask struct {
	method string // GET when empty
	path   string
	as     *catalogue.Viewer
	html   bool
	body   string
	media  string // of the body; JSON when empty and there is a body
	header map[string]string
	server string // another one than the first
}

// got is its answer, read whole.
type got struct {
	*http.Response
	body []byte
}

func (g got) String() string { return string(g.body) }

// into reads a JSON answer.
func into[T any](h *house, g got) T {
	h.t.Helper()
	var v T
	if err := json.Unmarshal(g.body, &v); err != nil {
		h.t.Fatalf("%s %s: %v in %.300s", g.Request.Method, g.Request.URL, err, g.body)
	}
	return v
}

var client = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Timeout:       time.Minute,
}

// do asks and holds every JSON answer against the OpenAPI document.
func (h *house) do(a ask) got {
	h.t.Helper()
	r := h.request(a)
	resp, err := client.Do(r)
	h.must(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	h.must(err)
	g := got{resp, body}
	documented(h.t, r.Method, g)
	return g
}

func (h *house) request(a ask) *http.Request {
	h.t.Helper()
	if a.method == "" {
		a.method = http.MethodGet
	}
	server := h.url
	if a.server != "" {
		server = a.server
	}
	r, err := http.NewRequestWithContext(h.t.Context(), a.method, server+a.path, strings.NewReader(a.body))
	h.must(err)
	r.Header.Set("Accept", "application/json")
	if a.html {
		r.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	}
	if a.media == "" && a.body != "" {
		a.media = "application/json"
	}
	if a.media != "" {
		r.Header.Set("Content-Type", a.media)
	}
	if a.as != nil {
		r.Header.Set("Cookie", h.cookie(*a.as))
	}
	for k, v := range a.header {
		r.Header.Set(k, v)
	}
	return r
}

// cookie is a session of the viewer, started once.
func (h *house) cookie(v catalogue.Viewer) string {
	h.t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.cookies[v.UserID] == "" {
		token, err := h.DB.StartSession(context.WithoutCancel(h.t.Context()), v.UserID, "127.0.0.1", "test")
		h.must(err)
		h.cookies[v.UserID] = "lynceus=" + token
	}
	return h.cookies[v.UserID]
}

// want fails the test unless the status is the one wanted.
func (h *house) want(status int, a ask) got {
	h.t.Helper()
	g := h.do(a)
	if g.StatusCode != status {
		h.t.Fatalf("%s %s: %d, want %d: %.600s", g.Request.Method, a.path, g.StatusCode, status, g.body)
	}
	return g
}

const formMedia = "application/x-www-form-urlencoded"

// file is a part of an upload.
type file struct {
	name   string
	bytes  []byte
	header map[string]string
}

// upload writes a form with files: fields first, in any order.
func upload(fields map[string][]string, files ...file) (body, media string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, name := range sortedKeys(fields) {
		for _, v := range fields[name] {
			w.WriteField(name, v)
		}
	}
	for _, f := range files {
		writeFile(w, f)
	}
	w.Close()
	return b.String(), w.FormDataContentType()
}

func writeFile(w *multipart.Writer, f file) {
	head := textproto.MIMEHeader{}
	head.Set("Content-Disposition", multipart.FileContentDisposition("picture", f.name))
	head.Set("Content-Type", "application/octet-stream")
	for k, v := range f.header {
		head.Set(k, v)
	}
	part, _ := w.CreatePart(head)
	part.Write(f.bytes)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// stored counts the objects of the house.
func (h *house) stored() (n int) {
	h.t.Helper()
	h.must(h.store.Walk(h.t.Context(), "", func(blob.Info) error { n++; return nil }))
	return n
}

// spooled lists what lies in the spool.
func (h *house) spooled() []string {
	h.t.Helper()
	names, err := filepath.Glob(filepath.Join(h.spool, "*"))
	h.must(err)
	return names
}

func jsonOf(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}
