package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"lynceus/storage/catalogue"
)

// files writes files into a folder and returns their paths.
func files(t *testing.T, contents map[string][]byte) map[string]string {
	t.Helper()
	dir, paths := t.TempDir(), map[string]string{}
	for name, content := range contents {
		paths[name] = filepath.Join(dir, name)
		if err := os.WriteFile(paths[name], content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

// uploads calls the command as a script does and reads its lines.
func uploads(t *testing.T, server string, args ...string) (status int, lines []answered, stderr string) {
	t.Helper()
	p := newTyped(map[string]string{"LYNCEUS_SERVER": server, "LYNCEUS_USER": "one@example.org", "LYNCEUS_PASSWORD": secret, "LYNCEUS_TRIES": "2"})
	status = run(t.Context(), &p.console, append([]string{"upload"}, args...))
	for out := bufio.NewScanner(&p.stdout); out.Scan(); {
		var a answered
		if err := json.Unmarshal(out.Bytes(), &a); err != nil {
			t.Fatalf("%v in %q", err, out.Text())
		}
		lines = append(lines, a)
	}
	return status, lines, p.stderr.String()
}

func results(lines []answered) string {
	var words []string
	for _, a := range lines {
		words = append(words, a.Result)
	}
	return strings.Join(words, " ")
}

func TestUploadSendsGoesOnAndKeepsTheOthersOfARefusedFile(t *testing.T) {
	s := startService(t)
	cl := officer(t, s.service, "one@example.org", contributor...)
	paths := files(t, map[string][]byte{
		"a.jpg": xray(t, 1), "b.jpg": xray(t, 2), "c.jpg": xray(t, 3), "page.jpg": []byte("<html>not a picture</html>"),
	})
	missing := filepath.Join(t.TempDir(), "missing.jpg")

	status, lines, stderr := uploads(t, s.url, "-new", "-title", "By hand", "-month", "2026-05", "-concealment", "VEH.FUEL", "-commodity", "DRG.COC",
		"-technique", "XT1", paths["a.jpg"], paths["page.jpg"], missing, paths["b.jpg"])
	if status != statusRefused || results(lines) != "made stored refused failed stored" {
		t.Fatalf("status %d, %s, %s", status, results(lines), stderr)
	}
	id := lines[0].Case
	if refused := lines[2]; refused.Code == "" || len(refused.Detail) < 20 {
		t.Errorf("a refusal without its sentence: %+v", refused)
	}
	if !strings.Contains(stderr, "-case "+id) {
		t.Errorf("it does not say how to go on: %q", stderr)
	}
	var k catalogue.Case
	cl.get(t, "/cases/"+id, &k)
	if k.Title != "By hand" || k.Month != "2026-05" || len(k.Concealment) != 1 || len(k.Goods) != 1 || len(k.Pictures) != 2 || k.Pictures[0].Technique != "XT1" {
		t.Errorf("the case is %+v", k)
	}

	status, lines, stderr = uploads(t, s.url, "-case", id, paths["a.jpg"], paths["b.jpg"], paths["c.jpg"])
	if status != 0 || len(lines) != 3 || lines[2].Result != "stored" {
		t.Errorf("going on: status %d, %s, %s", status, results(lines), stderr)
	}
	if cl.get(t, "/cases/"+id, &k); len(k.Pictures) != 3 {
		t.Errorf("after going on the case has %d pictures", len(k.Pictures))
	}
	other := newCase(t, cl)
	if status, lines, _ = uploads(t, s.url, "-case", other, paths["a.jpg"]); status != 0 || lines[0].Result != "already" || lines[0].Case != id {
		t.Errorf("in another case: status %d, %+v", status, lines)
	}
	if status, _, stderr = uploads(t, s.url, "-new", "-title", "x", "-submit", paths["c.jpg"]); status != statusRefused || !strings.Contains(stderr, "not submitted") {
		t.Errorf("an incomplete case is submitted: %d, %s", status, stderr)
	}
}

func TestUploadThatCannotBeginSaysSo(t *testing.T) {
	s := startService(t)
	cl := officer(t, s.service, "one@example.org", contributor...)
	id := newCase(t, cl)
	path := files(t, map[string][]byte{"a.jpg": xray(t, 1)})["a.jpg"]
	strange := catalogue.NewID()
	for name, test := range map[string]struct {
		server string
		args   []string
		want   string
		status int
	}{
		"nobody answers":    {"http://127.0.0.1:1", []string{"-case", id, path}, "does not answer", statusNothing},
		"wrong password":    {s.url, []string{"-user", "two@example.org", "-case", id, path}, "sign in", statusNothing},
		"case of nobody":    {s.url, []string{"-case", strange, path}, "-case " + strange, statusRefused},
		"a month of nobody": {s.url, []string{"-new", "-month", "soon", path}, "make a case", statusNothing},
		"in the clear":      {"http://192.0.2.1", []string{"-case", id, path}, "-plain-http", statusUsage},
		"no case":           {s.url, []string{path}, "-new", statusUsage},
	} {
		status, _, stderr := uploads(t, test.server, test.args...)
		if status != test.status || !strings.Contains(stderr, test.want) {
			t.Errorf("%s: status %d, %q", name, status, stderr)
		}
	}
	p := newTyped(map[string]string{"LYNCEUS_SERVER": s.url})
	if status := run(t.Context(), &p.console, []string{"upload", "-case", id, path}); status != statusNothing || !strings.Contains(p.stderr.String(), "LYNCEUS_PASSWORD") {
		t.Errorf("without a terminal to ask at: %d, %q", status, p.stderr.String())
	}
}

// A connection that is cut before or after the service has acted is like a
// service that is busy: the same file under the same key, once more.
func TestUploadOutlastsFailuresThatPass(t *testing.T) {
	s := startService(t)
	cl := officer(t, s.service, "one@example.org", contributor...)
	target, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	for name, fault := range map[string]func(w http.ResponseWriter, r *http.Request, service http.Handler){
		"busy": func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			w.WriteHeader(http.StatusServiceUnavailable)
		},
		"cut before the body": func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
			panic(http.ErrAbortHandler)
		},
		"answer lost": func(w http.ResponseWriter, r *http.Request, service http.Handler) {
			service.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		},
	} {
		service := httputil.NewSingleHostReverseProxy(target)
		var failed atomic.Bool
		between := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/pictures") && failed.CompareAndSwap(false, true) {
				fault(w, r, service)
				return
			}
			service.ServeHTTP(w, r)
		}))
		id := newCase(t, cl)
		path := files(t, map[string][]byte{"a.jpg": xray(t, uint64(len(name)))})["a.jpg"]
		status, lines, stderr := uploads(t, between.URL, "-case", id, path)
		between.Close()
		if status != 0 || results(lines) != "stored" || !failed.Load() {
			t.Errorf("%s: status %d, %s, %s", name, status, results(lines), stderr)
		}
		var k catalogue.Case
		if cl.get(t, "/cases/"+id, &k); len(k.Pictures) != 1 {
			t.Errorf("%s: the case has %d pictures", name, len(k.Pictures))
		}
	}
}

func TestProgressIsDrawnOnATerminalAndNowhereElse(t *testing.T) {
	path := files(t, map[string][]byte{"a.jpg": bytes.Repeat([]byte("x"), 100_000)})["a.jpg"]
	for _, terminal := range []bool{true, false} {
		p := newTyped(nil)
		p.terminal = terminal
		var f uploadForm
		picture, err := f.picture(&p.console, path)
		if err != nil {
			t.Fatal(err)
		}
		r, err := picture.open()
		if err != nil {
			t.Fatal(err)
		}
		if n, err := io.Copy(io.Discard, r); err != nil || n != 100_000 {
			t.Errorf("%d bytes, %v", n, err)
		}
		if err := errors.Join(r.Close()); err != nil {
			t.Error(err)
		}
		if drawn := strings.Contains(p.stderr.String(), "a.jpg"); drawn != terminal {
			t.Errorf("terminal %v: drawn %v", terminal, drawn)
		}
	}
}
