// Package pglocal runs the machine's own PostgreSQL privately in a data folder,
// on a Unix socket, for those who bring no server.
package pglocal

import "context"

// Server is a running private PostgreSQL.
type Server struct{ DSN string }

// Start makes a cluster in dir when there is none, and starts it. As root the
// server runs as an unprivileged user. Where PostgreSQL is missing the error says
// the one line that installs it.
func Start(ctx context.Context, dir string) (*Server, error) { panic("unbuilt") }

// Stop shuts down fast and waits.
func (s *Server) Stop() error { panic("unbuilt") }
