package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// listen opens the address to serve on.
func listen(c *config) (net.Listener, error) {
	l, err := net.Listen("tcp", c.listen)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is in use: stop the program that serves there, or choose another with -listen", c.listen)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("%s may not be opened by this user: choose a port above 1023 with -listen", c.listen)
	case err != nil:
		return nil, fmt.Errorf("%w; choose an address of this machine with -listen", err)
	}
	return l, nil
}

// certificate is a pair of files that are replaced when the certificate is renewed.
type certificate struct {
	certFile, keyFile string

	mu      sync.Mutex
	pair    *tls.Certificate
	looked  time.Time // when the files were last looked at
	written time.Time // modification time of certFile when pair was read
}

// lookAgain is how long what was read of the files holds.
const lookAgain = time.Minute

// tlsConfig reads the pair, so that a mistake in it ends the start.
func tlsConfig(certFile, keyFile string) (*tls.Config, error) {
	c := &certificate{certFile: certFile, keyFile: keyFile}
	if err := c.refresh(); err != nil {
		return nil, fmt.Errorf("-tls-cert and -tls-key: %w", err)
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS12,
		NextProtos: []string{"h2", "http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			return c.current(), nil
		},
	}, nil
}

// current is the pair, read again when its files have changed. One that cannot be
// read leaves the old one in use.
func (c *certificate) current() *tls.Certificate {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.looked) > lookAgain {
		if err := c.refresh(); err != nil {
			slog.Error("the new TLS certificate cannot be used, keeping the old one", "error", err)
		}
	}
	return c.pair
}

func (c *certificate) refresh() error {
	c.looked = time.Now()
	info, err := os.Stat(c.certFile)
	if err != nil {
		return err
	}
	if info.ModTime().Equal(c.written) {
		return nil
	}
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		return err
	}
	c.pair, c.written = &pair, info.ModTime()
	return nil
}

// loopback reports whether an address is reached from this machine alone.
func loopback(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}
