// Package web answers HTTP: pages for people and JSON for programs from the same
// routes. A handler parses, makes one call and replies; what it returns as an
// error is answered in one place.
package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"lynceus/frontend"
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
	Metrics         *prometheus.Registry // nil: a registry of its own
	Sessions        catalogue.SessionPolicy
	TrustedProxies  []netip.Prefix // whose X-Forwarded-For and -Proto are believed; none by default
	Secure          bool           // served over TLS here or by a named proxy: __Host- cookie, HSTS
	PublicURL       string         // for links in invitations; empty: from the request
	UploadBytes     int64          // per file; 0 is intake.MaxFile
	UploadPause     time.Duration  // longest silence within an upload; 0 is 30 seconds
	ReadyDeadline   time.Duration  // 0 is two seconds
	ReferralTime    time.Duration  // longest until an inquiry is looked into; 0 is ten minutes
	MetricsNetworks []netip.Prefix // who may read /metrics; loopback by default
	Version         string         // of the program, shown in the footer
}

// server is what handlers share.
type server struct {
	Config
	texts     *texts
	assets    *assets
	templates *templates
	terms     *vocabulary
	meters    *meters
	passwords *passwords
	crossSite *http.CrossOriginProtection
	byAddress *limiters // sign-ins
	byAccount *limiters
}

// New is the handler of the whole service. It sets gin's process-wide mode.
func New(c Config) (http.Handler, error) {
	s := &server{Config: c, terms: &vocabulary{db: c.DB}}
	if s.Metrics == nil {
		s.Metrics = prometheus.NewRegistry()
	}
	if s.UploadBytes <= 0 || s.UploadBytes > intake.MaxFile {
		s.UploadBytes = intake.MaxFile
	}
	if s.UploadPause <= 0 {
		s.UploadPause = 30 * time.Second
	}
	if s.ReadyDeadline <= 0 {
		s.ReadyDeadline = 2 * time.Second
	}
	if s.ReferralTime <= 0 {
		s.ReferralTime = 10 * time.Minute
	}
	if len(s.MetricsNetworks) == 0 {
		s.MetricsNetworks = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	}
	var err error
	if s.texts, err = loadTexts(frontend.Files); err != nil {
		return nil, err
	}
	if s.assets, err = loadAssets(frontend.Files); err != nil {
		return nil, err
	}
	if s.templates, err = loadTemplates(frontend.Files, s.texts, s.assets, s.terms); err != nil {
		return nil, err
	}
	if s.meters, err = newMeters(s.Metrics, c.Index); err != nil {
		return nil, err
	}
	if s.passwords, err = newPasswords(); err != nil {
		return nil, err
	}
	s.crossSite = http.NewCrossOriginProtection()
	if s.PublicURL != "" { // behind a proxy that changes Host, older browsers' Origin is held against this
		if err := s.crossSite.AddTrustedOrigin(strings.TrimSuffix(s.PublicURL, "/")); err != nil {
			return nil, fmt.Errorf("public URL: %w", err)
		}
	}
	s.byAddress = newLimiters(addressEvery, addressBurst)
	s.byAccount = newLimiters(accountEvery, accountBurst)

	gin.SetMode(gin.ReleaseMode)
	g := gin.New()
	g.RedirectTrailingSlash = false // a redirect would tell an outsider which paths exist
	g.HandleMethodNotAllowed = true
	g.ForwardedByClientIP = false // see address.go
	if err := g.SetTrustedProxies(nil); err != nil {
		return nil, err
	}
	g.Use(s.begin, s.recover, s.headers, s.refuseCrossSite)
	s.routes(g)
	return headAsGet(g), nil
}

// headAsGet has HEAD answered by the route for GET; net/http leaves the body out.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			get := *r
			get.Method = http.MethodGet
			r = &get
		} else {
			r.Header.Del(watchHeader) // who gets something to look at has looked at it
		}
		next.ServeHTTP(w, r)
	})
}
