package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"time"
)

// health asks the service on this machine whether it lives. Containers run it.
func health(ctx context.Context, c *console, args []string) error {
	var cfg config
	o := newOptions(c, "health", "[OPTIONS]", "Ends with 0 when the service on this machine answers, with 1 when it does not.")
	o.section = "Where it is reached"
	o.text(&cfg.listen, "listen", "HOST:PORT", "LYNCEUS_LISTEN", "127.0.0.1:8080", "address that it serves on")
	o.text(&cfg.tlsCert, "tls-cert", "FILE", "LYNCEUS_TLS_CERT", "", "given when it serves over TLS")
	if _, err := c.options(o, args); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, localURL(cfg.listen, cfg.tlsCert != "")+"/healthz", nil)
	if err != nil {
		return usageError{fmt.Errorf("-listen: %w", err)}
	}
	client := http.Client{Transport: &http.Transport{
		// The certificate names the public address; this asks the machine itself.
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
	}}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the service answers %s", resp.Status)
	}
	return nil
}

// localURL is where this machine reaches what is served on an address.
func localURL(address string, secure bool) string {
	scheme := "http"
	if secure {
		scheme = "https"
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return scheme + "://" + address
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}
