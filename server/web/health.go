package web

import (
	"context"
	"errors"
	"io/fs"
	"net/http"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// health is GET /healthz: the process answers.
func (s *server) health(c *call) error {
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusOK, map[string]string{"status": "ok"})
	return nil
}

// ready is GET /readyz: the database and the store answer in time and the index
// is loaded, so requests may be sent here.
func (s *server) ready(c *call) error {
	ctx, cancel := context.WithTimeout(c.ctx(), s.ReadyDeadline)
	defer cancel()
	parts := map[string]error{"database": s.DB.Ping(ctx), "store": s.storeAnswers(ctx), "index": nil}
	if !s.Index.Ready() {
		parts["index"] = errLoading
	}
	status, said := http.StatusOK, map[string]string{}
	for name, err := range parts {
		said[name] = "ok"
		if err != nil {
			said[name], status = "failing", http.StatusServiceUnavailable
			c.fault = errors.Join(c.fault, err)
		}
	}
	c.Header("Cache-Control", "no-store")
	c.JSON(status, said)
	return nil
}

// storeAnswers asks for an object that there never is.
func (s *server) storeAnswers(ctx context.Context) error {
	r, err := s.Store.Open(ctx, "ready/probe", 0, 1)
	if err == nil {
		return r.Close()
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// showMetrics is GET /metrics, for the networks of the configuration, by the
// address of the socket. What comes through a proxy is not from there. To all
// others it is a path like any.
func (s *server) showMetrics(c *call) error {
	h := c.Request.Header
	forwarded := h.Get("X-Forwarded-For") != "" || h.Get("Forwarded") != "" || h.Get("X-Real-Ip") != ""
	if forwarded || !within(s.MetricsNetworks, socketAddress(c.Request)) {
		if s.needViewer(c.Context); c.IsAborted() {
			return nil
		}
		return errNotFound
	}
	promhttp.HandlerFor(s.Metrics, promhttp.HandlerOpts{}).ServeHTTP(c.Writer, c.Request)
	return nil
}
