package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/lib/pq"
	"golang.org/x/sys/unix"
)

// session is what every connection asks of the server, in milliseconds. No
// question of ours takes a second; a lock that is held longer than ten is held by
// something broken.
var session = map[string]string{
	"statement_timeout":                   "30000",
	"lock_timeout":                        "10000",
	"idle_in_transaction_session_timeout": "60000",
	"application_name":                    "lynceus",
	"timezone":                            "UTC",
}

func connect(dsn string, insecure bool) (*sql.DB, error) {
	cfg, err := pq.NewConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	if err := checkHosts(cfg, insecure); err != nil {
		return nil, err
	}
	if cfg.Runtime == nil {
		cfg.Runtime = map[string]string{}
	}
	for k, v := range session {
		if _, set := cfg.Runtime[k]; !set {
			cfg.Runtime[k] = v
		}
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = 5 * time.Second
	}
	cfg.BinaryParameters = true // one round trip a query instead of two
	connector, err := pq.NewConnectorConfig(cfg)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	connector.Dialer(dialer{})
	pool := sql.OpenDB(connector)
	n := max(16, 4*runtime.NumCPU())
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	pool.SetConnMaxLifetime(time.Hour)
	return pool, nil
}

// checkHosts refuses to send pictures' facts and password hashes over a network
// to a server that has not proved who it is.
func checkHosts(cfg pq.Config, insecure bool) error {
	if insecure || cfg.SSLMode == pq.SSLModeVerifyFull {
		return nil
	}
	hosts := []pq.ConfigMultihost{{Host: cfg.Host, Hostaddr: cfg.Hostaddr}}
	for _, h := range append(hosts, cfg.Multi...) {
		if !local(h.Host, h.Hostaddr) {
			return fmt.Errorf("the database at %s must be reached with sslmode=verify-full", h.Host)
		}
	}
	return nil
}

func local(host string, addr netip.Addr) bool {
	if addr.IsValid() {
		return addr.IsLoopback()
	}
	if host == "" || host == "localhost" || strings.HasPrefix(host, "/") || strings.HasPrefix(host, "@") {
		return true
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && ip.IsLoopback()
}

// dialer bounds how long a connection into a black hole is believed. The driver
// has no read deadline: without this a query whose answer never comes would wait
// until TCP gives up, some 15 minutes.
type dialer struct{}

var netDialer = net.Dialer{
	KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 5 * time.Second, Interval: 5 * time.Second, Count: 3},
	Control: func(network, _ string, c syscall.RawConn) error {
		if !strings.HasPrefix(network, "tcp") {
			return nil
		}
		var err error
		if e := c.Control(func(fd uintptr) {
			err = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, 15_000)
		}); e != nil {
			return e
		}
		return err
	},
}

func (d dialer) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

func (d dialer) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

func (dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := netDialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return ended{c}, nil
}

// ended reads a reset as the end that it is. After an end the driver lets
// database/sql take another connection; a reset it would report, and a restarted
// server would cost one failed request for each idle connection.
type ended struct{ net.Conn }

func (c ended) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) {
		err = io.EOF
	}
	return n, err
}
