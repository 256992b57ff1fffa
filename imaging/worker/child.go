package worker

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"lynceus/imaging/decode"
	"lynceus/imaging/fingerprint"
	"lynceus/imaging/format"
	"lynceus/imaging/kind"
	"lynceus/imaging/render"
)

// RunIfChild turns this process into a worker when it was started as one, and
// then never returns. main and every TestMain whose tests use a Pool call it first.
func RunIfChild() {
	if os.Args[0] == childName {
		// Loaded before the limits hold, while the child waits for its picture.
		if len(os.Args) == 3 {
			if err := kind.Plug(kind.Model{File: os.Args[1], Library: os.Args[2]}); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
		serve(examine)
	}
}

// serve does one job and exits. The parent kills a child whose answer it has, so
// nothing after the answer counts.
func serve(work func(io.ReaderAt, job) (*answer, []render.Rendition, error)) {
	socket := os.NewFile(3, "parent")
	j, picture, err := receiveJob(3)
	if err != nil {
		os.Exit(0) // the parent went away or has no use for this child any more
	}
	status, _ := os.Open("/proc/self/status") // no file can be opened once the limits hold
	open := limit(j)
	a, renditions, err := work(picture, j)
	var refused *format.Refusal
	switch {
	case errors.As(err, &refused):
		a, renditions = &answer{Refusal: refused}, nil
	case err != nil:
		a, renditions = &answer{Failure: err.Error()}, nil
	}
	a.Peak, a.Open = peak(status), open
	if err := a.send(socket, renditions); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// receiveJob waits for the job and the descriptor that comes with it.
func receiveJob(fd int) (j job, picture *os.File, err error) {
	message := make([]byte, maxJob)
	control := make([]byte, unix.CmsgSpace(4))
	var n, c int
	for {
		n, c, _, _, err = unix.Recvmsg(fd, message, control, unix.MSG_CMSG_CLOEXEC)
		if err != unix.EINTR {
			break
		}
	}
	if err != nil {
		return j, nil, err
	}
	if n == 0 {
		return j, nil, io.EOF
	}
	messages, err := unix.ParseSocketControlMessage(control[:c])
	if err != nil || len(messages) != 1 {
		return j, nil, fmt.Errorf("no picture came with the job: %w", err)
	}
	fds, err := unix.ParseUnixRights(&messages[0])
	if err != nil || len(fds) != 1 {
		return j, nil, fmt.Errorf("no picture came with the job: %w", err)
	}
	return j, os.NewFile(uintptr(fds[0]), "picture"), json.Unmarshal(message[:n], &j)
}

// examine is the work: the way from a file to what is kept of it.
func examine(picture io.ReaderAt, j job) (*answer, []render.Rendition, error) {
	h, err := format.Parse(picture, j.Size)
	if err != nil {
		return nil, nil, err
	}
	p, err := decode.Decode(picture, j.Size, h, render.Least)
	if err != nil {
		return nil, nil, err
	}
	names := []string{"thumb"}
	if j.Renditions {
		names = nil
	}
	set, err := render.Make(p, names...)
	if err != nil {
		return nil, nil, err
	}
	var print fingerprint.Fingerprint
	if j.Region != nil {
		print = fingerprint.OfRegion(set.Large, j.Region)
	} else {
		print = fingerprint.Of(set.View)
	}
	return &answer{
		Width: set.Width, Height: set.Height, Window: set.Window,
		Notes: p.Notes, PixelSum: p.PixelSum[:],
		Fingerprint: print.Marshal(),
	}, set.Renditions, nil
}

// peak reads the largest resident memory in bytes. The kernel's ru_maxrss is no
// use here: it starts with the memory of the parent.
func peak(status *os.File) int64 {
	b := make([]byte, 4096)
	n, _ := status.ReadAt(b, 0)
	for line := range strings.Lines(string(b[:n])) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kB, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64)
			return kB << 10
		}
	}
	return 0
}

// limit shuts this process in before it touches a byte of the picture. It says
// why the kernel takes no filter of system calls, which leaves the other limits,
// under which no socket and no file can be opened either.
func limit(j job) (open string) {
	time.NewTimer(0).Stop() // opens the runtime's poller, which it does for the first timer and not before
	debug.SetMemoryLimit(j.Expected)
	for _, l := range []struct {
		what int
		most uint64
	}{
		{unix.RLIMIT_DATA, uint64(j.Memory + kind.Room())},
		{unix.RLIMIT_CPU, uint64(j.Seconds)},
		{unix.RLIMIT_CORE, 0},
		{unix.RLIMIT_FSIZE, 0},
		{unix.RLIMIT_NOFILE, 0}, // what is open stays open
	} {
		if err := unix.Setrlimit(l.what, &unix.Rlimit{Cur: l.most, Max: l.most}); err != nil {
			fmt.Fprintln(os.Stderr, "worker limit:", err)
			os.Exit(1)
		}
	}
	if err := confine(); err != nil {
		return err.Error()
	}
	return ""
}
