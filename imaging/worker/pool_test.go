package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestCancelEndsTheChild(t *testing.T) {
	p := newPool(t, Config{})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := p.process(ctx, tiny, file(t, []byte(order+"spin")), 64, Ask{Renditions: true}); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
}

// TestBudget has more pictures come than may run and than may wait.
func TestBudget(t *testing.T) {
	const room, waiting = 2, 3
	p := newPool(t, Config{Budget: room * expected(tiny), Waiting: waiting})
	p.least = 0
	var answers [room + waiting + 4]error
	var all sync.WaitGroup
	for i := range answers {
		f := file(t, []byte(order+"be slow"))
		all.Go(func() { _, answers[i] = p.process(t.Context(), tiny, f, 64, Ask{Renditions: true}) })
	}
	all.Wait()
	busy := 0
	for _, err := range answers {
		if errors.Is(err, ErrBusy) {
			busy++
		} else if err != nil {
			t.Error(err)
		}
	}
	if busy == 0 || busy > 4 {
		t.Errorf("%d of %d were told to come again", busy, len(answers))
	}
	if _, err := p.process(t.Context(), tiny, file(t, []byte(order+"be honest")), 64, Ask{Renditions: true}); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// TestNothingIsLeft counts processes and descriptors after all kinds of ends.
func TestNothingIsLeft(t *testing.T) {
	descriptorsBefore, childrenBefore := descriptors(t), children(t)
	p := newPool(t, Config{Seconds: 1})
	for _, what := range []string{"be honest", "panic", "exit", "lie about length", "babble", "socket", "spin", "be honest"} {
		p.process(t.Context(), tiny, file(t, []byte(order+what)), 64, Ask{Renditions: true})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p.process(ctx, tiny, file(t, []byte(order+"be slow")), 64, Ask{Renditions: true})
	p.Close()
	p.living.Wait()
	if n := children(t); n != childrenBefore {
		t.Errorf("%d processes left", n-childrenBefore)
	}
	// The test's own files are open until it ends.
	if n := descriptors(t) - 9; n > descriptorsBefore {
		t.Errorf("%d descriptors left", n-descriptorsBefore)
	}
	if _, err := p.process(t.Context(), tiny, file(t, []byte(order+"be honest")), 64, Ask{Renditions: true}); !errors.Is(err, ErrClosed) {
		t.Errorf("closed pool: %v", err)
	}
}

// TestSpareDied kills the child that waits, as an operator or the kernel might.
func TestSpareDied(t *testing.T) {
	p := newPool(t, Config{})
	p.spare.cmd.Process.Kill()
	p.spare.cmd.Process.Wait()
	if _, err := p.process(t.Context(), tiny, file(t, []byte(order+"be honest")), 64, Ask{Renditions: true}); err != nil {
		t.Error(err)
	}
}

// TestFileStaysTheCallers reads a file that is open for writing at an offset, and already unlinked.
func TestFileStaysTheCallers(t *testing.T) {
	p := newPool(t, Config{})
	f := file(t, []byte(order+"be honest"))
	f.Seek(3, io.SeekStart)
	os.Remove(f.Name())
	if _, err := p.process(t.Context(), tiny, f, 64, Ask{Renditions: true}); err != nil {
		t.Fatal(err)
	}
	if at, err := f.Seek(0, io.SeekCurrent); at != 3 || err != nil {
		t.Errorf("offset %d, %v", at, err)
	}
	if _, err := fmt.Fprint(f, "still open"); err != nil {
		t.Error(err)
	}
}

// children counts the processes under this one, dead ones not waited for included.
func children(t *testing.T) int {
	t.Helper()
	n := 0
	tasks, _ := filepath.Glob("/proc/self/task/*/children")
	for _, name := range tasks {
		b, _ := os.ReadFile(name) // a thread may have ended since
		n += len(strings.Fields(string(b)))
	}
	return n
}

func descriptors(t *testing.T) int {
	t.Helper()
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}
