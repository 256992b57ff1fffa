package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"text/tabwriter"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"lynceus/imaging/worker"
	"lynceus/server/intake"
	"lynceus/server/jobs"
	"lynceus/server/search"
	"lynceus/server/web"
	"lynceus/storage/catalogue"
)

// serve runs the service until it is told to stop.
func serve(ctx context.Context, c *console, args []string) error {
	var cfg config
	o := newOptions(c, "serve", "[OPTIONS]", `Runs the service. Without any option it serves http://127.0.0.1:8080, keeps
everything below ./data, and prints a one-time link that makes the first
administrator. SIGTERM or SIGINT stops it when the uploads under way are done.`)
	cfg.serveOptions(o)
	rest, err := c.options(o, args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return usageError{fmt.Errorf("%q is not understood", rest[0])}
	}
	if err := cfg.check(); err != nil {
		return err
	}
	s, err := start(ctx, c, &cfg)
	if err != nil {
		return err
	}
	select {
	case <-ctx.Done():
	case err = <-s.failed:
	}
	return errors.Join(err, s.stop())
}

// service is a running server.
type service struct {
	cfg      *config
	log      *slog.Logger
	url      string // where it is reached
	listener net.Listener
	db       *database
	pool     *worker.Pool
	intake   *intake.Intake
	index    *search.Index
	jobs     *jobs.Runner
	http     *http.Server
	stopping atomic.Bool
	failed   chan error // serving ended by itself

	cancel context.CancelFunc // of what runs in the background
	behind sync.WaitGroup
}

// start opens everything, from the floor up, and serves. It returns when requests
// are answered; the index is read behind that, and /readyz says when it is.
func start(ctx context.Context, c *console, cfg *config) (_ *service, err error) {
	s := &service{cfg: cfg, log: newLog(c.err, cfg), failed: make(chan error, 1), cancel: func() {}}
	slog.SetDefault(s.log)
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	// The address first: where it is taken, nothing else is touched.
	if s.listener, err = listen(cfg); err != nil {
		return nil, err
	}
	s.url = cfg.publicURL
	if s.url == "" {
		s.url = localURL(s.listener.Addr().String(), cfg.tlsCert != "")
	}
	if !cfg.secure() && !loopback(s.listener.Addr()) {
		s.log.Warn("serving beyond this machine without TLS: passwords and pictures can be read on the way; give -tls-cert and -tls-key, or name a proxy that speaks TLS with -trusted-proxies")
	}
	if cfg.databaseInsecure {
		s.log.Warn("the connection to the database is not verified (-database-insecure)")
	}
	handler, err := s.build(ctx)
	if err != nil {
		return nil, err
	}
	background, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s.cancel = cancel
	if err := s.answer(handler); err != nil {
		return nil, err
	}
	s.inBackground(func() { s.keepIndex(background) })
	s.inBackground(func() { s.work(background) })
	return s, s.greet(ctx, c)
}

// build opens what requests need and wires it together.
func (s *service) build(ctx context.Context) (http.Handler, error) {
	cfg := s.cfg
	if err := writable(cfg.data); err != nil { // the spool is there in any case
		return nil, err
	}
	store, err := openStore(ctx, cfg)
	if err != nil {
		return nil, err
	}
	if s.db, err = openDatabase(ctx, cfg, false); err != nil {
		return nil, err
	}
	if s.pool, err = worker.NewPool(cfg.worker); err != nil {
		return nil, fmt.Errorf("start the workers: %w", err)
	}
	if s.intake, err = intake.New(s.db.DB, store, s.pool, filepath.Join(cfg.data, "spool")); err != nil {
		return nil, fmt.Errorf("the spool: %w", err)
	}
	if cfg.smtp.Address != "" {
		s.db.UseNotices()
		if cfg.smtp.Insecure {
			s.log.Warn("notices may be sent without TLS (-smtp-insecure)")
		}
	}
	s.index = search.New(s.db.DB)
	s.index.KeepIn(filepath.Join(cfg.data, "index.snapshot"))
	metrics := prometheus.NewRegistry()
	finished := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "lynceus_job_seconds", Help: "Time of a job, by its kind and result.",
		Buckets: []float64{.01, .1, 1, 10, 60, 600},
	}, []string{"kind", "result"})
	metrics.MustRegister(finished)
	s.jobs = jobs.New(s.db.DB, s.log, map[string]jobs.Work{
		catalogue.JobDerive: s.intake.Derive,
		catalogue.JobSweep:  jobs.Sweep(s.db.DB, store),

		catalogue.JobRefer:  s.index.Refer,
		catalogue.JobNotice: jobs.Notify(s.db.DB, &cfg.smtp, s.url),

		catalogue.JobLapse: jobs.Lapse(s.db.DB),

		catalogue.JobCheckpoint: jobs.Checkpoint(s.db.DB, store),
	}, func(kind string, took time.Duration, err error) {
		result := "done"
		if err != nil {
			result = "failed"
		}
		finished.WithLabelValues(kind, result).Observe(took.Seconds())
	})
	return web.New(web.Config{
		Log: s.log, DB: s.db.DB, Store: store, Intake: s.intake, Index: s.index, Metrics: metrics,
		Sessions: cfg.sessions, TrustedProxies: cfg.trustedProxies, Secure: cfg.secure(), PublicURL: cfg.publicURL,
		UploadBytes: cfg.uploadLimit, UploadPause: cfg.uploadPause, ReadyDeadline: cfg.readyTimeout, MetricsNetworks: cfg.metricsNetworks,
		ReferralTime: cfg.referralTime, Version: version(),
	})
}

// answer begins to serve. Deadlines of bodies and answers are set by web, request
// by request, since an upload over a slow line is honest as long as it moves.
func (s *service) answer(handler http.Handler) error {
	s.http = &http.Server{
		Handler:           s.refuseReady(handler),
		ReadHeaderTimeout: s.cfg.readHeaderTimeout,
		IdleTimeout:       s.cfg.idleTimeout,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	run := func() error { return s.http.Serve(s.listener) }
	if s.cfg.tlsCert != "" {
		var err error
		if s.http.TLSConfig, err = tlsConfig(s.cfg.tlsCert, s.cfg.tlsKey); err != nil {
			return err
		}
		run = func() error { return s.http.ServeTLS(s.listener, "", "") }
	}
	s.inBackground(func() {
		if err := run(); !errors.Is(err, http.ErrServerClosed) {
			s.failed <- fmt.Errorf("serve: %w", err)
		}
	})
	return nil
}

// refuseReady takes a stopping server out of rotation while it finishes.
func (s *service) refuseReady(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.stopping.Load() && r.URL.Path == "/readyz" {
			http.Error(w, "stopping", http.StatusServiceUnavailable)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *service) inBackground(fn func()) { s.behind.Go(fn) }

// keepIndex reads the index, however often that takes, and keeps it in step.
func (s *service) keepIndex(ctx context.Context) {
	begun := time.Now()
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		err := s.index.Load(ctx)
		if err == nil {
			break
		}
		if ctx.Err() != nil {
			return
		}
		s.log.Error("the index could not be read, trying again", "error", err, "wait", wait)
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
	s.log.Info("index read", "pictures", s.index.Pictures(), "took", time.Since(begun).Round(time.Millisecond))
	if err := s.index.Run(ctx); err != nil && ctx.Err() == nil {
		s.log.Error("the index is no longer kept in step", "error", err)
	}
}

// work does jobs, and sees to it that there are those that every start wants.
func (s *service) work(ctx context.Context) {
	for _, always := range []string{catalogue.JobSweep, catalogue.JobCheckpoint} {
		if err := s.db.EnqueueJob(ctx, always, "", time.Now()); err != nil && ctx.Err() == nil {
			s.log.Error("a job that should always be there is not", "kind", always, "error", err)
		}
	}
	if n, err := s.db.EnqueueStale(ctx); err != nil && ctx.Err() == nil {
		s.log.Error("pictures of other versions are not derived anew", "error", err)
	} else if n > 0 {
		s.log.Info("pictures of other versions will be derived anew", "pictures", n)
	}
	s.jobs.Run(ctx)
}

// greet says where the service is, and on a fresh one how to begin.
func (s *service) greet(ctx context.Context, c *console) error {
	fmt.Fprintf(c.out, "Lynceus is at %s\n", s.url)
	if s.cfg.demo {
		if err := s.demonstrate(ctx, c); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return nil // told to stop meanwhile
	}
	token, err := s.db.InviteFirst(ctx)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("invite the first administrator: %w", err)
	}
	fmt.Fprintf(c.out, "The first administrator begins here, once and within seven days:\n%s/join/%s\n", s.url, token)
	return nil
}

// demonstrate fills an empty catalogue and tells how to sign in to it.
func (s *service) demonstrate(ctx context.Context, c *console) error {
	accounts, err := demo(ctx, c, s.db.DB, s.intake, s.log)
	switch {
	case ctx.Err() != nil:
		return nil // the next start goes on
	case errors.Is(err, errNotEmpty):
		s.log.Warn("no demonstration", "error", err)
		return nil
	case err != nil:
		return fmt.Errorf("demonstration: %w", err)
	}
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "Sign in to the demonstration with the password %q as\n", demoPassword)
	for _, a := range accounts {
		roles := make([]string, len(a.Roles))
		for i, r := range a.Roles {
			roles[i] = string(r)
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\n", a.Email, strings.Join(roles, ", "), a.Organisation)
	}
	return table.Flush()
}

// stop ends the service so that nothing acknowledged is lost: no longer ready,
// nothing new accepted, uploads under way finished within the grace; then what
// works behind, and last what they all stand on. A client whose upload was cut
// off by the end of the grace sends it again under the same key.
func (s *service) stop() error {
	s.stopping.Store(true)
	s.log.Info("stopping", "grace", s.cfg.shutdownGrace)
	grace, cancel := context.WithTimeout(context.Background(), s.cfg.shutdownGrace)
	defer cancel()
	var drain sync.WaitGroup
	drain.Go(func() {
		if err := s.intake.Drain(grace); err != nil {
			s.log.Warn("uploads under way were cut off", "error", err)
		}
	})
	if err := s.http.Shutdown(grace); err != nil {
		s.log.Warn("requests under way were cut off", "error", err)
	}
	drain.Wait()
	err := s.close()
	s.log.Info("stopped")
	return err
}

// close closes what is open, from the top down.
func (s *service) close() error {
	var errs []error
	if s.http != nil {
		errs = append(errs, s.http.Close())
	} else if s.listener != nil {
		errs = append(errs, s.listener.Close())
	}
	s.cancel()
	s.behind.Wait()
	if s.pool != nil {
		errs = append(errs, s.pool.Close())
	}
	if s.db != nil {
		errs = append(errs, s.db.close())
	}
	return errors.Join(errs...)
}
