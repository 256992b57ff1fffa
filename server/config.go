package main

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"lynceus/imaging/kind"
	"lynceus/imaging/worker"
	"lynceus/server/jobs"
	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
)

// config is all that an operator decides. Zero values of other packages' fields
// mean their own defaults.
type config struct {
	// serving
	listen         string
	tlsCert        string
	tlsKey         string
	trustedProxies []netip.Prefix
	publicURL      string

	// keeping
	data             string
	database         string
	databaseInsecure bool
	s3               blob.S3Config
	keyFile          string

	// people
	sessions     catalogue.SessionPolicy
	referralTime time.Duration
	smtp         jobs.SMTP
	demo         bool

	// pictures
	uploadLimit int64
	worker      worker.Config

	// time
	readHeaderTimeout time.Duration
	uploadPause       time.Duration
	idleTimeout       time.Duration
	readyTimeout      time.Duration
	shutdownGrace     time.Duration

	// watching
	metricsNetworks []netip.Prefix
	logFormat       string
	logLevel        string
}

// storageOptions say where things are kept; every command that opens the
// catalogue or the objects has them.
func (c *config) storageOptions(o *options) {
	o.section = "Where things are kept"
	o.text(&c.data, "data", "FOLDER", "LYNCEUS_DATA", "data",
		"folder of the private database, the objects and the spool, as far as they are not elsewhere")
	o.add(option{name: "database", arg: "URL", env: "DATABASE_URL", secret: true,
		usage: "PostgreSQL to use, as postgres://user@host/name?sslmode=verify-full; without it a private one runs in the data folder",
		set:   func(s string) error { c.database = s; return nil }})
	o.toggle(&c.databaseInsecure, "database-insecure", "LYNCEUS_DATABASE_INSECURE",
		"allow a database on another host without a verified certificate; every byte may then be read and changed on the way")
	o.text(&c.s3.Endpoint, "s3-endpoint", "URL", "S3_ENDPOINT", "",
		"S3 server for the objects, as https://host:port; without it they are files in the data folder")
	o.text(&c.s3.Bucket, "s3-bucket", "NAME", "S3_BUCKET", "lynceus", "bucket of the objects, made when it is missing")
	o.text(&c.s3.Region, "s3-region", "NAME", "S3_REGION", "us-east-1", "region of the bucket")
	o.text(&c.s3.AccessKey, "s3-access-key", "NAME", "S3_ACCESS_KEY", "", "name of the key for the bucket")
	o.text(&c.keyFile, "key-file", "FILE", "LYNCEUS_KEY_FILE", "",
		"key that seals messages and secrets in the catalogue, 64 hexadecimal digits; the same for all servers; without it one is made in the data folder")
	o.secret(&c.s3.SecretKey, "s3-secret-key-file", "S3_SECRET_KEY", "secret of the key for the bucket")
}

// logOptions say how the program speaks to its operator.
func (c *config) logOptions(o *options) {
	o.section = "What is told to the operator"
	o.choice(&c.logFormat, "log-format", "LYNCEUS_LOG_FORMAT", "text", []string{"text", "json"}, "form of the log lines on standard error")
	o.choice(&c.logLevel, "log-level", "LYNCEUS_LOG_LEVEL", "info", []string{"debug", "info", "warn", "error"}, "least level that is logged")
}

func (c *config) workerOptions(o *options) {
	o.size(&c.worker.Budget, "worker-budget", "LYNCEUS_WORKER_BUDGET", "1GB", "memory that all pictures under way may be expected to need together")
	o.size(&c.worker.Memory, "worker-memory", "LYNCEUS_WORKER_MEMORY", "1GB", "memory that the child reading one picture may map at most")
	o.number(&c.worker.Seconds, "worker-seconds", "LYNCEUS_WORKER_SECONDS", "20", "processor and wall time that one picture may take, in seconds")
	o.number(&c.worker.Waiting, "worker-waiting", "LYNCEUS_WORKER_WAITING", "64", "pictures that may wait for memory before others are told to come back")
	modelOptions(o, &c.worker.Model)
}

func modelOptions(o *options, m *kind.Model) {
	o.text(&m.File, "onnx-model", "FILE", "LYNCEUS_ONNX_MODEL", "", "ONNX model that says what kind of thing a part shows, in place of our own net; workers must be able to read it; for programs built with the tag onnx")
	o.text(&m.Library, "onnx-library", "FILE", "LYNCEUS_ONNX_LIBRARY", "", "shared library of onnxruntime 1.20 or later that runs it")
}

// serveOptions are all of them.
func (c *config) serveOptions(o *options) {
	o.section = "Where it is reached"
	o.text(&c.listen, "listen", "HOST:PORT", "LYNCEUS_LISTEN", "127.0.0.1:8080", "address to serve on; port 0 takes a free one")
	o.text(&c.tlsCert, "tls-cert", "FILE", "LYNCEUS_TLS_CERT", "", "certificate chain in PEM, to serve over TLS; read again when it changes")
	o.text(&c.tlsKey, "tls-key", "FILE", "LYNCEUS_TLS_KEY", "", "its private key in PEM")
	o.networks(&c.trustedProxies, "trusted-proxies", "LYNCEUS_TRUSTED_PROXIES", "",
		"proxies in front that speak TLS with the client and whose X-Forwarded-For is believed")
	o.text(&c.publicURL, "public-url", "URL", "LYNCEUS_PUBLIC_URL", "", "address that people use, for links in invitations; without it that of the request")

	c.storageOptions(o)

	o.section = "People"
	o.duration(&c.sessions.Idle, "session-idle", "LYNCEUS_SESSION_IDLE", "30m", "unused time after which a session ends")
	o.duration(&c.sessions.Absolute, "session-absolute", "LYNCEUS_SESSION_ABSOLUTE", "12h", "time after which a session ends in any case")
	o.duration(&c.referralTime, "referral-time", "LYNCEUS_REFERRAL_TIME", "10m", "longest time until who asked is told of others' pictures that it may not see; a random one, so that it says nothing")
	o.text(&c.smtp.Address, "smtp-address", "HOST:PORT", "LYNCEUS_SMTP_ADDRESS", "", "server that sends e-mail notices of new messages, which say nothing of them; without it there are none")
	o.text(&c.smtp.From, "smtp-from", "ADDRESS", "LYNCEUS_SMTP_FROM", "", "sender of the notices")
	o.text(&c.smtp.User, "smtp-user", "NAME", "LYNCEUS_SMTP_USER", "", "name to sign in with to the server of mails")
	o.secret(&c.smtp.Password, "smtp-password-file", "LYNCEUS_SMTP_PASSWORD", "its password")
	o.toggle(&c.smtp.Insecure, "smtp-insecure", "LYNCEUS_SMTP_INSECURE", "allow a server of mails on another host that speaks no TLS")
	o.toggle(&c.demo, "demo", "LYNCEUS_DEMO", "fill an empty catalogue with cases to try it out, and print sign-ins of each role")

	o.section = "Pictures"
	o.size(&c.uploadLimit, "upload-limit", "LYNCEUS_UPLOAD_LIMIT", "512MB", "largest file taken; never more than 512MB")
	c.workerOptions(o)

	o.section = "Time"
	o.duration(&c.readHeaderTimeout, "read-header-timeout", "LYNCEUS_READ_HEADER_TIMEOUT", "10s", "time that a client has to send the head of a request")
	o.duration(&c.uploadPause, "upload-pause", "LYNCEUS_UPLOAD_PAUSE", "30s", "longest silence within an upload, and the time over which it must make 1 KB a second; slower ones are cut off")
	o.duration(&c.idleTimeout, "idle-timeout", "LYNCEUS_IDLE_TIMEOUT", "2m", "time that an unused connection is kept")
	o.duration(&c.readyTimeout, "ready-timeout", "LYNCEUS_READY_TIMEOUT", "2s", "time that database and objects have to answer /readyz")
	o.duration(&c.shutdownGrace, "shutdown-grace", "LYNCEUS_SHUTDOWN_GRACE", "30s", "time that uploads under way have to finish when the server stops")

	c.logOptions(o)
	o.networks(&c.metricsNetworks, "metrics-networks", "LYNCEUS_METRICS_NETWORKS", "127.0.0.0/8,::1", "who may read /metrics")
}

// check finds what single options cannot.
func (c *config) check() error {
	if (c.tlsCert == "") != (c.tlsKey == "") {
		return usageError{errors.New("-tls-cert and -tls-key go together: give both or neither")}
	}
	if (c.smtp.Address == "") != (c.smtp.From == "") {
		return usageError{errors.New("-smtp-address and -smtp-from go together: give both or neither")}
	}
	if c.publicURL != "" {
		u, err := url.Parse(c.publicURL)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return usageError{fmt.Errorf("-public-url: %q is no address, as https://lynceus.example.org", c.publicURL)}
		}
	}
	if c.sessions.Idle > c.sessions.Absolute {
		return usageError{errors.New("-session-idle is longer than -session-absolute")}
	}
	return c.checkStorage()
}

func (c *config) checkStorage() error {
	if c.s3.Endpoint == "" {
		return nil
	}
	u, err := url.Parse(c.s3.Endpoint)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return usageError{fmt.Errorf("-s3-endpoint: %q is no address, as https://host:port", c.s3.Endpoint)}
	}
	if c.s3.AccessKey == "" || c.s3.SecretKey == "" {
		return usageError{errors.New("-s3-endpoint needs S3_ACCESS_KEY and S3_SECRET_KEY, or S3_SECRET_KEY_FILE")}
	}
	return nil
}

// secure reports whether people reach the service over TLS, here or at a named proxy.
func (c *config) secure() bool {
	if c.tlsCert != "" {
		return true
	}
	return len(c.trustedProxies) > 0 && !strings.HasPrefix(c.publicURL, "http://")
}
