package main

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"lynceus/imaging/worker"
)

// TestMain lets the program under test start itself as a worker.
func TestMain(m *testing.M) {
	worker.RunIfChild()
	m.Run()
}

// testService is the whole program, started in this process as main starts it.
type testService struct {
	*service
	out *said
}

// said keeps what a program writes.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// said is all that the service has written to its standard output.
func (s *testService) said() string { return s.out.String() }

// startService starts a service with its own data folder, on a free port, and
// waits until it is ready. env is what the operator set.
func startService(t *testing.T, env ...string) *testService {
	t.Helper()
	variables := map[string]string{"LYNCEUS_LISTEN": "127.0.0.1:0", "LYNCEUS_DATA": t.TempDir(), "LYNCEUS_LOG_LEVEL": "warn"}
	for _, e := range env {
		name, value, _ := strings.Cut(e, "=")
		variables[name] = value
	}
	out := &said{}
	c := &console{in: strings.NewReader(""), out: out, err: t.Output(), env: func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}}
	var cfg config
	o := newOptions(c, "serve", "", "")
	cfg.serveOptions(o)
	if _, err := c.options(o, nil); err != nil {
		t.Fatal(err)
	}
	if err := cfg.check(); err != nil {
		t.Fatal(err)
	}
	s, err := start(context.Background(), c, &cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.stop(); err != nil {
			t.Error(err)
		}
	})
	for range 200 {
		answer, err := http.Get(s.url + "/readyz")
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return &testService{s, out}
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("not ready in ten seconds")
	return nil
}
