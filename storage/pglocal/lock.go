package pglocal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// lockFolder makes sure that one program at a time runs dir. The kernel lets go
// of the lock when the program ends, however it ends.
func lockFolder(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f, nil
	}
	f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("another lynceus is already running with the data folder %s", dir)
	}
	return nil, fmt.Errorf("lock %s: %w", dir, err)
}

// evict waits until no process of an earlier server is left in the cluster: after
// a kill -9 of the program the old server is still closing. The lock says that
// nobody else looks after it, so it is asked to close. A postmaster.pid that
// remains is stale then, and must go: its number may be another program's by
// now, at which PostgreSQL would refuse to start. It must not go earlier, as it is
// also how PostgreSQL finds memory that processes left behind still write to.
func evict(ctx context.Context, cluster string) error {
	for {
		left, err := processesIn(cluster)
		if err != nil {
			return err
		}
		if len(left) == 0 {
			break
		}
		for _, pid := range left {
			// SIGINT ends a postmaster fast and does a backend no harm.
			_ = syscall.Kill(pid, syscall.SIGINT)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("processes %v of an earlier PostgreSQL in %s do not end: %w", left, cluster, context.Cause(ctx))
		case <-time.After(50 * time.Millisecond):
		}
	}
	err := os.Remove(filepath.Join(cluster, "postmaster.pid"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// processesIn lists the processes whose working folder is dir, which is where
// every process of a PostgreSQL server stays.
func processesIn(dir string) ([]int, error) {
	want, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, err
	}
	var pids []int
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		exe, err := os.Readlink(filepath.Join("/proc", e.Name(), "exe"))
		if err != nil || filepath.Base(exe) != "postgres" {
			continue
		}
		if got, err := os.Stat(filepath.Join("/proc", e.Name(), "cwd")); err == nil && os.SameFile(want, got) {
			pids = append(pids, pid)
		}
	}
	return pids, nil
}
