// Package pglocal runs the machine's own PostgreSQL privately in a data folder,
// on a Unix socket, for those who bring no server.
//
// The server listens on nothing but a socket in a folder of mode 0700, trusts
// whoever can open it, and lives and dies with this process: it is in a process
// group of its own, so that Ctrl-C reaches the program first and the database is
// closed last, and the kernel shuts it down when the program is killed.
//
// Linux only: folders are handed to the server as open descriptors, by way of
// /proc, and its death with ours is a Linux feature.
package pglocal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/lib/pq"
)

// Server is a running private PostgreSQL.
type Server struct {
	DSN string // for lib/pq: database and superuser are both "lynceus"

	run      *supervisor
	lock     *os.File
	stopOnce sync.Once
	stopErr  error
	socket   string // folder
	remove   string // folder of a temporary cluster
}

// Start makes a cluster in dir when there is none, and starts it. As root the
// server runs as an unprivileged user. Where PostgreSQL is missing the error says
// the one line that installs it; where another program runs the same folder it
// says so. ctx bounds the start, crash recovery included, not the server's life.
func Start(ctx context.Context, dir string) (*Server, error) {
	return start(ctx, dir, durable)
}

// Temporary starts a cluster for a test: in a new temporary folder, without a
// single sync to disk, gone after Stop.
func Temporary(ctx context.Context) (*Server, error) {
	dir, err := os.MkdirTemp("", "pglocal-")
	if err != nil {
		return nil, err
	}
	s, err := start(ctx, dir, temporary)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	s.remove = dir
	return s, nil
}

func start(ctx context.Context, dir string, settings settings) (_ *Server, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			lock.Close()
		}
	}()

	cluster := filepath.Join(dir, "cluster")
	who, err := serverUser(cluster)
	if err != nil {
		return nil, err
	}
	bin, err := findPrograms(ctx, cluster)
	if err != nil {
		return nil, err
	}
	if err := makeCluster(ctx, bin, cluster, who, settings); err != nil {
		return nil, err
	}
	socket, err := socketFolder(dir, who)
	if err != nil {
		return nil, err
	}
	if err := evict(ctx, cluster); err != nil {
		return nil, err
	}
	s := &Server{
		lock: lock, socket: socket,
		DSN: dsn(socket, "lynceus"),
		run: supervise(command{
			program: filepath.Join(bin, "postgres"), cluster: cluster, socket: socket,
			log: filepath.Join(dir, "log"), who: who, settings: settings,
		}),
	}
	if err := s.ready(ctx, dsn(socket, "postgres")); err != nil {
		return nil, errors.Join(err, s.run.stop())
	}
	return s, nil
}

// ready waits until the server takes connections, and makes the database once.
func (s *Server) ready(ctx context.Context, first string) error {
	db, err := sql.Open("postgres", first)
	if err != nil {
		return err
	}
	defer db.Close()
	for wait := 10 * time.Millisecond; ; wait = min(2*wait, 200*time.Millisecond) {
		var exists bool
		err := db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = 'lynceus')`).Scan(&exists)
		if err == nil && !exists {
			_, err = db.ExecContext(ctx, `CREATE DATABASE lynceus`)
		}
		if err == nil {
			s.run.ready.Store(true)
			return nil
		}
		var answer *pq.Error
		if errors.As(err, &answer) && answer.Code != "57P03" { // cannot_connect_now: starting up or recovering
			return fmt.Errorf("private PostgreSQL: %w", err)
		}
		select {
		case <-s.run.failed:
			return s.run.failure
		case <-ctx.Done():
			return fmt.Errorf("private PostgreSQL is not ready: %w (last: %v)", context.Cause(ctx), err)
		case <-time.After(wait):
		}
	}
}

// Stop shuts down fast, which ends open transactions, and waits.
func (s *Server) Stop() error {
	s.stopOnce.Do(func() {
		s.stopErr = s.run.stop()
		_ = os.Remove(s.socket) // stays when a server that would not end still has its socket there
		s.stopErr = errors.Join(s.stopErr, s.lock.Close())
		if s.remove != "" {
			s.stopErr = errors.Join(s.stopErr, os.RemoveAll(s.remove))
		}
	})
	return s.stopErr
}

// dsn is a lib/pq connection string; the folder may hold any character.
func dsn(socket, database string) string {
	quoted := strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(socket)
	return fmt.Sprintf("host='%s' port=5432 user=lynceus dbname=%s sslmode=disable", quoted, database)
}
