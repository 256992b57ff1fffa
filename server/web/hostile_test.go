package web_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"lynceus/imaging/format/formattest"
	"lynceus/imaging/format/hostile"
	"lynceus/imaging/worker"
	"lynceus/server/web"
	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
)

// TestHostileFiles sends every hostile file through the running service: the
// process lives, each answer comes before the client gives up (a minute) and is a
// picture or a refusal that says what and why, and memory stays.
func TestHostileFiles(t *testing.T) {
	h := newHouse(t)
	v, k := h.draftOf()
	for _, group := range []struct {
		name  string
		files []hostile.File
	}{
		{"bombs", hostile.Bombs()}, {"thin", hostile.Thin()},
		{"truncated", hostile.Truncated()}, {"flipped", hostile.Flipped()},
	} {
		t.Run(group.name, func(t *testing.T) {
			before := peak(t)
			for len(group.files) > 0 {
				n := min(len(group.files), 50)
				h.sendHostile(v, k, group.files[:n])
				group.files = group.files[n:]
			}
			if rise := peak(t) - before; rise > 100<<20 {
				t.Errorf("memory rose by %d MB", rise>>20)
			}
		})
	}
	h.want(200, ask{path: "/readyz"})
	if left := h.spooled(); len(left) > 0 {
		t.Errorf("left in the spool: %q", left)
	}
}

// sendHostile sends a batch and holds each answer against what is wanted.
func (h *house) sendHostile(v catalogue.Viewer, k catalogue.Case, files []hostile.File) {
	h.t.Helper()
	var batch []file
	for _, f := range files {
		batch = append(batch, file{name: f.Name, bytes: f.Bytes})
	}
	body, media := upload(nil, batch...)
	g := h.want(207, ask{method: "POST", path: "/cases/" + k.ID + "/pictures", as: &v, body: body, media: media})
	answers := into[batchAnswer](h, g).Files
	if len(answers) != len(files) {
		h.t.Fatalf("%d answers for %d files", len(answers), len(files))
	}
	for i, f := range files {
		a := answers[i]
		taken := a.Status == 201 || a.Status == 200
		refused := a.Status == 415 || a.Status == 422
		if !taken && !refused || f.Want == hostile.Taken && !taken || f.Want == hostile.Refused && !refused {
			h.t.Errorf("%s: %d, want %s: %+v", f.Name, a.Status, f.Want, a.Problem)
		}
		if refused && (a.Problem.Detail == "" || strings.HasPrefix(a.Problem.Detail, "refusal.")) {
			h.t.Errorf("%s is refused without a sentence: %+v", f.Name, a.Problem)
		}
	}
}

// peak is the largest resident memory of this process since the last call, after
// what is garbage is gone.
func peak(t *testing.T) int64 {
	t.Helper()
	runtime.GC()
	debug.FreeOSMemory()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // starts the peak anew
	return kb << 10
}

// TestOtherFilesUnderThePicturesName sends what is no picture as .jpg: 415, and nothing is kept.
func TestOtherFilesUnderThePicturesName(t *testing.T) {
	h := newHouse(t)
	v, k := h.draftOf()
	for name, body := range map[string]string{
		"HTML": "<!DOCTYPE html><html><script>alert(1)</script></html>",
		"SVG":  `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`,
		"PDF":  "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
		"ZIP":  "PK\x03\x04\x14\x00\x00\x00\x00\x00rest of an archive",
		"ELF":  "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00",
		"text": "just some text, which is no picture either",
	} {
		form, media := upload(nil, file{name: "picture.jpg", bytes: []byte(body)})
		for _, path := range []string{"/cases/" + k.ID + "/pictures", "/ask"} {
			g := h.do(ask{method: "POST", path: path, as: &v, body: form, media: media})
			if g.StatusCode != http.StatusUnsupportedMediaType {
				t.Errorf("%s at %s: %d %s", name, path, g.StatusCode, g)
			}
		}
	}
	if n := h.stored(); n != 0 {
		t.Errorf("%d objects stored", n)
	}
}

// TestPolyglotsComeBackAsPicturesOnly looks for the payload in all that is served.
func TestPolyglotsComeBackAsPicturesOnly(t *testing.T) {
	h := newHouse(t)
	v, k := h.draftOf()
	for _, f := range hostile.Polyglots() {
		body, media := upload(nil, file{name: f.Name, bytes: f.Bytes})
		g := h.do(ask{method: "POST", path: "/cases/" + k.ID + "/pictures", as: &v, body: body, media: media})
		if g.StatusCode > 299 {
			t.Errorf("%s: %d %s", f.Name, g.StatusCode, g)
			continue
		}
		p := into[web.UploadedFile](h, g).Picture
		for _, name := range []string{"thumb", "view", "large"} {
			served := h.want(200, ask{path: "/pictures/" + p.ID + "/" + name, as: &v})
			if served.Header.Get("Content-Type") != "image/jpeg" {
				t.Errorf("%s %s: %s", f.Name, name, served.Header.Get("Content-Type"))
			}
			for i := 0; i+12 <= len(hostile.Payload); i += 4 {
				if bytes.Contains(served.body, []byte(hostile.Payload[i:i+12])) {
					t.Errorf("%s %s carries the payload", f.Name, name)
				}
			}
			bare(t, f.Name+" "+name, served.body)
		}
		original := h.want(200, ask{path: "/pictures/" + p.ID + "/original", as: &v})
		if original.Header.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(original.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: the original is %v", f.Name, original.Header)
		}
	}
}

func TestHostileFileNames(t *testing.T) {
	h := newHouse(t)
	v, k := h.draftOf()
	lines := strings.Count(h.log.String(), "\n")
	for i, name := range []string{
		"../../etc/passwd", `..\..\boot.ini`, "nul\x00byte.png", "line\r\nSet-Cookie: x=y", `quote".png`, "<script>alert(1)</script>.png",
		"\u202egnp.exe", strings.Repeat("long", 75) + ".png", ".", "..", "/", "\xff\xfe.png", "';DROP TABLE pictures;--", "{{.Viewer}}",
	} {
		body, media := upload(nil, file{name: "placeholder", bytes: encoded(scene(uint64(i)))})
		// The writer of the standard library would escape what we want to send.
		body = strings.Replace(body, `"placeholder"`, `"`+strings.NewReplacer(`"`, `\"`, "\r\n", "\r\n ").Replace(name)+`"`, 1)
		g := h.do(ask{method: "POST", path: "/cases/" + k.ID + "/pictures", as: &v, body: body, media: media})
		if g.StatusCode != 201 && g.StatusCode != 400 {
			t.Errorf("%q: %d %s", name, g.StatusCode, g)
		}
		lines++
	}
	if got := strings.Count(h.log.String(), "\n"); got != lines {
		t.Errorf("%d lines in the log, want %d", got, lines)
	}
	for _, p := range h.pictures(v, k.ID) {
		if strings.ContainsAny(p.Name, "\x00\r\n\u202e/\\") || len([]rune(p.Name)) > 200 {
			t.Errorf("kept as %q", p.Name)
		}
	}
	page := h.want(200, ask{path: "/cases/" + k.ID, as: &v, html: true})
	if strings.Contains(page.String(), "<script>alert") {
		t.Error("a file name is markup on the page")
	}
	_ = filepath.WalkDir(h.objects, func(p string, _ os.DirEntry, _ error) error {
		for _, part := range []string{"passwd", "boot", "script", "DROP"} {
			if strings.Contains(p, part) {
				t.Errorf("a file name is in the store: %s", p)
			}
		}
		return nil
	})
}

// TestLargePicturesAtOnce sends ten large pictures at once under a budget for one
// or two: each is taken, or told to come back, and then taken.
func TestLargePicturesAtOnce(t *testing.T) {
	h := newHouse(t)
	server := h.openWith(worker.Config{Budget: 256 << 20, Waiting: 2})
	v, k := h.draftOf()
	var wg sync.WaitGroup
	for i := range 10 {
		flat := formattest.Flat(6000, 4000)
		flat.Before = formattest.Segment(0xfe, fmt.Append(nil, i)) // another file each time, of equal pixels
		body, media := upload(nil, file{name: "large.jpg", bytes: flat.Bytes()})
		wg.Go(func() {
			for try := 0; ; try++ {
				g := h.do(ask{method: "POST", path: "/cases/" + k.ID + "/pictures", as: &v, body: body, media: media, server: server})
				if g.StatusCode == 201 {
					return
				}
				if g.StatusCode != 503 || g.Header.Get("Retry-After") == "" || try > 300 {
					t.Errorf("%d %v %s", g.StatusCode, g.Header, g)
					return
				}
				time.Sleep(100 * time.Millisecond)
			}
		})
	}
	wg.Wait()
}

// TestDamagedObjectsAreNotServed flips one byte in each stored object.
func TestDamagedObjectsAreNotServed(t *testing.T) {
	h := newHouse(t)
	k := h.pictured(h.Home, "GREEN", 1)
	v := h.Officer(h.Home)
	var keys []string
	h.must(h.store.Walk(t.Context(), "", func(i blob.Info) error { keys = append(keys, i.Key); return nil }))
	h.must(filepath.WalkDir(h.objects, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		if err != nil || len(b) == 0 {
			return err
		}
		b[len(b)/2] ^= 1
		return os.WriteFile(p, b, 0o600)
	}))
	for _, name := range []string{"thumb", "view", "large", "original"} {
		g := h.do(ask{path: "/pictures/" + k.Pictures[0].ID + "/" + name, as: &v})
		if g.StatusCode < 500 || g.Header.Get("ETag") != "" || strings.HasPrefix(g.Header.Get("Content-Type"), "image/") {
			t.Errorf("%s: %d %v", name, g.StatusCode, g.Header)
		}
	}
	if job, err := h.DB.ClaimJob(t.Context(), time.Minute); err != nil || job.Kind != catalogue.JobDerive || job.Subject != k.Pictures[0].ID {
		t.Errorf("the renditions should be derived anew: %+v %v", job, err)
	}
	for _, key := range keys {
		h.must(h.store.Delete(t.Context(), key))
	}
	for _, name := range []string{"thumb", "original"} {
		if g := h.do(ask{path: "/pictures/" + k.Pictures[0].ID + "/" + name, as: &v}); g.StatusCode < 500 {
			t.Errorf("%s, whose object is gone: %d", name, g.StatusCode)
		}
	}
}

// TestSlowClients sends an upload that stops and one that never ends, while an
// honest client is served.
func TestSlowClients(t *testing.T) {
	h := newHouse(t, func(c *web.Config) { c.UploadPause = 200 * time.Millisecond })
	v, k := h.draftOf()
	head := func(length int) string {
		return "POST /cases/" + k.ID + "/pictures HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nCookie: " + h.cookie(v) +
			"\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: " + strconv.Itoa(length) +
			"\r\n\r\n--b\r\nContent-Disposition: form-data; name=picture; filename=a.jpg\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\xff\xe0"
	}
	for name, dribble := range map[string]bool{"stops": false, "a byte at a time": true} {
		t.Run(name, func(t *testing.T) {
			conn, err := net.Dial("tcp", strings.TrimPrefix(h.url, "http://"))
			h.must(err)
			defer conn.Close()
			_, err = io.WriteString(conn, head(1<<20))
			h.must(err)
			stop := make(chan struct{})
			defer close(stop)
			if dribble {
				go func() {
					for {
						select {
						case <-stop:
							return
						case <-time.After(50 * time.Millisecond):
							if _, err := conn.Write([]byte{0}); err != nil {
								return
							}
						}
					}
				}()
			}
			h.want(200, ask{path: "/cases", as: &v})
			_ = conn.SetReadDeadline(time.Now().Add(time.Minute))
			resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatal(err)
			}
			if resp.StatusCode != http.StatusRequestTimeout || !resp.Close {
				t.Errorf("%d, close %v", resp.StatusCode, resp.Close)
			}
		})
	}
}

// TestASlowCaseIsToldSo sends a case in JSON that stops half-way.
func TestASlowCaseIsToldSo(t *testing.T) {
	h := newHouse(t, func(c *web.Config) { c.UploadPause = 200 * time.Millisecond })
	v := h.Officer(h.Home)
	conn, err := net.Dial("tcp", strings.TrimPrefix(h.url, "http://"))
	h.must(err)
	defer conn.Close()
	_, err = io.WriteString(conn, "POST /cases HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nCookie: "+h.cookie(v)+
		"\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"title\":")
	h.must(err)
	_ = conn.SetReadDeadline(time.Now().Add(time.Minute))
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusRequestTimeout || !strings.Contains(string(body), "slow_body") {
		t.Errorf("%d %s, %v", resp.StatusCode, body, err)
	}
}
