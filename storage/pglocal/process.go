package pglocal

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// environment of PostgreSQL's programs: nothing of ours, above all no PG* variable.
var environment = []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"}

// settings are how much a cluster cares.
type settings struct {
	initdb []string
	server []string // name=value
}

var (
	durable   = settings{server: []string{"shared_buffers=256MB", "fsync=on"}}
	temporary = settings{
		initdb: []string{"--no-sync"},
		server: []string{"shared_buffers=64MB", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"},
	}
)

// command is one way to start the server.
type command struct {
	program, cluster, socket, log string
	who                           account
	settings                      settings
}

// descriptor is the path by which a child opens its i-th extra file. A folder
// that is handed over open is reached even where its parents are closed to the
// server's user, as /root is.
func descriptor(i int) string { return "/proc/self/fd/" + strconv.Itoa(3+i) }

// start runs the server. The calling thread must outlive it: the kernel sends the
// parent's death signal when the thread that started the child ends, not the process.
func (c command) start() (*exec.Cmd, error) {
	log, err := openLog(c.log)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	cluster, err := os.Open(c.cluster)
	if err != nil {
		return nil, err
	}
	defer cluster.Close()
	socket, err := os.Open(c.socket)
	if err != nil {
		return nil, err
	}
	defer socket.Close()

	cmd := exec.Command(c.program, "-D", descriptor(0))
	for _, s := range append([]string{
		"listen_addresses=", "port=5432", "unix_socket_directories=" + descriptor(1), "unix_socket_permissions=0700",
		"max_connections=100", "timezone=UTC", "log_timezone=UTC", "log_checkpoints=off", "logging_collector=off",
	}, c.settings.server...) {
		cmd.Args = append(cmd.Args, "-c", s)
	}
	cmd.ExtraFiles = []*os.File{cluster, socket}
	cmd.Stdout, cmd.Stderr = log, log
	cmd.Env = environment
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Setpgid:   true,           // Ctrl-C at the terminal is for the program, which closes the server last
		Pdeathsig: syscall.SIGINT, // "fast shutdown" when the program dies
	}
	c.who.become(cmd)
	return cmd, cmd.Start()
}

// openLog appends, and starts afresh past 8 MB, keeping one older file.
func openLog(name string) (*os.File, error) {
	if info, err := os.Stat(name); err == nil && info.Size() > 8<<20 {
		if err := os.Rename(name, name+".old"); err != nil {
			return nil, err
		}
	}
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
}

// supervisor keeps the server running until stop.
type supervisor struct {
	ready   atomic.Bool   // has taken connections once
	failed  chan struct{} // closed when the server ends before that; then failure says why
	failure error

	done   chan struct{}
	cancel context.CancelFunc

	mu      sync.Mutex
	process *os.Process // nil while none runs
}

// patience is how long a fast shutdown may take, checkpoint included, before the
// server is told to drop everything, which costs a recovery at the next start.
const patience = time.Minute

// supervise starts the server, and starts it again when it ends unasked (killed
// for memory, say); what was committed survives that.
func supervise(c command) *supervisor {
	ctx, cancel := context.WithCancel(context.Background())
	s := &supervisor{failed: make(chan struct{}), done: make(chan struct{}), cancel: cancel}
	go func() {
		runtime.LockOSThread()
		defer close(s.done)
		for pause := 100 * time.Millisecond; ; pause = min(2*pause, 10*time.Second) {
			began := time.Now()
			err := s.runOnce(ctx, c)
			if ctx.Err() != nil {
				return
			}
			if !s.ready.Load() {
				s.failure = fmt.Errorf("private PostgreSQL does not start: %w: %s", err, tail(c.log))
				close(s.failed)
				return
			}
			if time.Since(began) > time.Minute {
				pause = 100 * time.Millisecond
			}
			slog.Error("private PostgreSQL ended unasked; starting it again", "error", err, "log", c.log)
			select {
			case <-ctx.Done():
				return
			case <-time.After(pause):
			}
			if err := evict(ctx, c.cluster); err != nil {
				slog.Error("private PostgreSQL", "error", err)
			}
		}
	}()
	return s
}

func (s *supervisor) runOnce(ctx context.Context, c command) error {
	s.mu.Lock()
	if ctx.Err() != nil {
		s.mu.Unlock()
		return ctx.Err()
	}
	cmd, err := c.start()
	if err != nil {
		s.mu.Unlock()
		return err
	}
	s.process = cmd.Process
	s.mu.Unlock()

	err = cmd.Wait()
	s.mu.Lock()
	s.process = nil
	s.mu.Unlock()
	if err == nil {
		err = errors.New("it was asked to end by someone else")
	}
	return err
}

func (s *supervisor) signal(sig os.Signal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.process != nil {
		_ = s.process.Signal(sig)
	}
}

func (s *supervisor) stop() error {
	s.cancel()
	s.signal(syscall.SIGINT)
	select {
	case <-s.done:
		return nil
	case <-time.After(patience):
	}
	s.signal(syscall.SIGQUIT)
	select {
	case <-s.done:
		return errors.New("private PostgreSQL did not close in time and will recover at the next start")
	case <-time.After(patience):
		return errors.New("private PostgreSQL does not end")
	}
}

// tail is the end of the log, for an error message.
func tail(name string) string {
	b, err := os.ReadFile(name)
	if err != nil {
		return err.Error()
	}
	return string(b[max(0, len(b)-1000):])
}
