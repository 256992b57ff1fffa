// Package web answers HTTP: pages for people and JSON for programs from the same
// routes. A handler parses, makes one call and replies.
package web

import (
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"lynceus/server/intake"
	"lynceus/server/search"
	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
)

// Config is what main decides.
type Config struct {
	Log             *slog.Logger
	DB              *catalogue.DB
	Store           blob.Store
	Intake          *intake.Intake
	Index           *search.Index
	Metrics         *prometheus.Registry
	Sessions        catalogue.SessionPolicy
	TrustedProxies  []netip.Prefix // whose X-Forwarded-For and -Proto are believed; none by default
	Secure          bool           // served over TLS here or by a named proxy: __Host- cookie, HSTS
	PublicURL       string         // for links in invitations; empty: from the request
	UploadBytes     int64          // per file
	ReadyDeadline   time.Duration
	MetricsNetworks []netip.Prefix // who may read /metrics; loopback by default
}

// New is the handler of the whole service.
func New(c Config) (http.Handler, error) { panic("unbuilt") }

// Hash makes the argon2id string of a password; Check compares in constant time.
func Hash(password string) (string, error) { panic("unbuilt") }
