package worker

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"lynceus/imaging/kind"
)

// childName is the argv[0] that makes this program a worker.
const childName = "lynceus-worker"

// nobody is the user and group that children of a root server run as.
const nobody = 65534

// ErrClosed is what a closed pool answers.
var ErrClosed = errors.New("worker pool closed")

// child is one process, seen from its parent.
type child struct {
	cmd    *exec.Cmd
	conn   *net.UnixConn
	stderr *tail
	ended  func()
}

type started struct {
	child *child
	err   error
}

// parent starts children on one thread of the operating system that outlives
// them. What they inherit hangs on the thread and not on the process: the signal
// that ends them when their parent dies, and the promise to gain no privileges.
func (p *Pool) parent() {
	runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		slog.Warn("workers are not kept from gaining privileges", "cause", err)
	}
	unprivileged := os.Geteuid() == 0
	for {
		select {
		case reply := <-p.starts:
			c, err := spawn(unprivileged)
			if err != nil && unprivileged {
				// A sandbox without that user, or a program file that only root may read.
				if c, err = spawn(false); err == nil {
					slog.Warn("workers run as root")
					unprivileged = false
				}
			}
			if err == nil {
				p.living.Add(1)
				c.ended = p.living.Done
			}
			reply <- started{c, err}
		case <-p.closing:
			p.living.Wait()
			return
		}
	}
}

// start has a child started.
func (p *Pool) start() (*child, error) {
	reply := make(chan started)
	select {
	case p.starts <- reply:
		s := <-reply
		return s.child, s.err
	case <-p.closing:
		return nil, ErrClosed
	}
}

// spawn starts this program as a child that waits for a job on descriptor 3.
func spawn(unprivileged bool) (*child, error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("worker socket: %w", err)
	}
	ours, theirs := os.NewFile(uintptr(fds[0]), "worker"), os.NewFile(uintptr(fds[1]), "worker")
	defer theirs.Close()
	conn, err := net.FileConn(ours)
	ours.Close()
	if err != nil {
		return nil, fmt.Errorf("worker socket: %w", err)
	}
	c := &child{conn: conn.(*net.UnixConn), stderr: &tail{}}
	c.cmd = &exec.Cmd{
		Path: "/proc/self/exe", // the file that runs, even when another now has its name
		Args: arguments(),
		// One thread of work; a collector that waits for the memory expected.
		Env: []string{"GOMAXPROCS=1", "GOTRACEBACK=single", "GOGC=400"},
		Dir: "/",

		ExtraFiles:  []*os.File{theirs},
		Stderr:      c.stderr,
		WaitDelay:   time.Second,
		SysProcAttr: &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL},
	}
	if unprivileged {
		c.cmd.SysProcAttr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
	if err := c.cmd.Start(); err != nil {
		conn.Close()
		return nil, fmt.Errorf("start worker: %w", err)
	}
	return c, nil
}

// arguments make this program a worker, and name the model of kinds it is to load.
func arguments() []string {
	m := kind.Plugged()
	if m == (kind.Model{}) {
		return []string{childName}
	}
	return []string{childName, m.File, m.Library}
}

// hand gives the picture and the job to a child: the waiting one, else a new one.
func (p *Pool) hand(f *os.File, j job) (*child, error) {
	message, err := json.Marshal(j)
	if err != nil {
		return nil, err
	}
	picture, err := reopen(f)
	if err != nil {
		return nil, err
	}
	defer picture.Close()
	rights := unix.UnixRights(int(picture.Fd()))
	if c := p.take(); c != nil {
		if _, _, err := c.conn.WriteMsgUnix(message, rights, nil); err == nil {
			return c, nil
		}
		c.end() // it died while it waited
	}
	c, err := p.start()
	if err != nil {
		return nil, err
	}
	if _, _, err := c.conn.WriteMsgUnix(message, rights, nil); err != nil {
		c.end()
		return nil, fmt.Errorf("hand a picture to a worker: %w: %s", err, c.stderr)
	}
	return c, nil
}

// reopen makes a read-only description of f's file with an offset of its own, so
// that a child can neither write to it nor move where its owner reads.
func reopen(f *os.File) (*os.File, error) {
	raw, err := f.SyscallConn()
	if err != nil {
		return nil, err
	}
	var again *os.File
	if e := raw.Control(func(fd uintptr) {
		again, err = os.Open(fmt.Sprintf("/proc/self/fd/%d", fd))
	}); e != nil {
		return nil, e
	}
	return again, err
}

// refill starts the next child while nobody waits for it.
func (p *Pool) refill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.spare != nil || p.refilling || p.closed {
		return
	}
	p.refilling = true
	p.living.Add(1) // from before the child is there, so that whoever waits for all waits for it
	go func() {
		defer p.living.Done()
		c, err := p.start()
		p.mu.Lock()
		defer p.mu.Unlock()
		p.refilling = false
		switch {
		case err != nil: // whoever needs one meets it
		case p.closed:
			c.end()
		default:
			p.spare = c
		}
	}()
}

// take returns the waiting child, or nil.
func (p *Pool) take() *child {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.spare
	p.spare = nil
	return c
}

// end kills the process, if it still lives, and waits for it.
func (c *child) end() {
	c.cmd.Process.Kill()
	c.conn.Close()
	c.cmd.Wait()
	c.ended()
}

// tail keeps the first bytes of what a child says as it dies: the reason stands
// before the stack.
type tail struct{ text []byte }

func (t *tail) Write(b []byte) (int, error) {
	const most = 4096
	t.text = append(t.text, b[:min(len(b), most-len(t.text))]...)
	return len(b), nil
}

// String is what was said in one line.
func (t *tail) String() string { return oneLine(strings.Join(strings.Fields(string(t.text)), " ")) }
