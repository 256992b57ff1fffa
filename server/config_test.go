package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// typed is a console with an environment, and what was printed on it.
type typed struct {
	console
	stdout, stderr bytes.Buffer
}

func newTyped(env map[string]string) *typed {
	p := &typed{}
	p.console = console{in: strings.NewReader(""), out: &p.stdout, err: &p.stderr,
		env: func(name string) (string, bool) {
			value, ok := env[name]
			return value, ok
		},
		ask: func(string, bool) (string, error) { return "", os.ErrClosed },
	}
	return p
}

// file writes a file of a test.
func file(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func parsed(t *testing.T, env map[string]string, args ...string) (config, error) {
	t.Helper()
	var cfg config
	o := newOptions(&newTyped(env).console, "serve", "", "")
	cfg.serveOptions(o)
	_, err := o.parse(args)
	if err == nil {
		err = cfg.check()
	}
	return cfg, err
}

func TestCommandLineWinsOverEnvironmentAndThatOverTheDefault(t *testing.T) {
	for name, test := range map[string]struct {
		env  map[string]string
		args []string
		want string
	}{
		"default":            {want: "127.0.0.1:8080"},
		"environment":        {env: map[string]string{"LYNCEUS_LISTEN": ":1"}, want: ":1"},
		"command line":       {env: map[string]string{"LYNCEUS_LISTEN": ":1"}, args: []string{"-listen", ":2"}, want: ":2"},
		"two dashes":         {args: []string{"--listen=:2"}, want: ":2"},
		"left out, as empty": {env: map[string]string{"LYNCEUS_LISTEN": ""}, want: "127.0.0.1:8080"},
	} {
		if cfg, err := parsed(t, test.env, test.args...); err != nil || cfg.listen != test.want {
			t.Errorf("%s: %q, %v; want %q", name, cfg.listen, err, test.want)
		}
	}
}

func TestValuesAreReadInTheirOwnForm(t *testing.T) {
	secret := file(t, "hidden\n")
	url := file(t, "postgres://me:pass@db/x?sslmode=verify-full\n")
	cfg, err := parsed(t, map[string]string{
		"DATABASE_URL_FILE": url, "S3_SECRET_KEY_FILE": secret, "LYNCEUS_DEMO": "true", "LYNCEUS_SESSION_IDLE": "1h",
	}, "-upload-limit", "64MB", "-trusted-proxies", "10.0.0.1, 192.168.7.9/16,::1", "-s3-endpoint", "https://s3:9000", "-s3-access-key", "me", "-worker-seconds", "5")
	if err != nil {
		t.Fatal(err)
	}
	if cfg.database != "postgres://me:pass@db/x?sslmode=verify-full" || cfg.s3.SecretKey != "hidden" || !cfg.demo ||
		cfg.sessions.Idle != time.Hour || cfg.uploadLimit != 64<<20 || cfg.worker.Seconds != 5 {
		t.Errorf("%+v", cfg)
	}
	if len(cfg.trustedProxies) != 3 || cfg.trustedProxies[0].String() != "10.0.0.1/32" || cfg.trustedProxies[1].String() != "192.168.0.0/16" {
		t.Errorf("proxies: %v", cfg.trustedProxies)
	}
	if !cfg.secure() {
		t.Error("behind a named proxy it is not secure")
	}
	if cfg, err := parsed(t, nil, "-s3-secret-key-file", secret); err != nil || cfg.s3.SecretKey != "hidden" {
		t.Errorf("secret by flag: %q, %v", cfg.s3.SecretKey, err)
	}
}

func TestOptionsStandBeforeAndBehindArguments(t *testing.T) {
	for line, want := range map[string]string{
		"-n 1 a b":       "1 a b",
		"a b -n 1":       "1 a b",
		"a -n 1 b":       "1 a b",
		"a -n 1 -- b -n": "1 a b -n",
	} {
		n := 0
		o := newOptions(&newTyped(nil).console, "upload", "", "")
		o.number(&n, "n", "", "9", "")
		words, err := o.parse(strings.Fields(line))
		if got := fmt.Sprint(n, " ", strings.Join(words, " ")); err != nil || got != want {
			t.Errorf("%q is read as %q, %v; want %q", line, got, err, want)
		}
	}
}

func TestMistakesAreNamedInOneLine(t *testing.T) {
	for name, test := range map[string]struct {
		env  map[string]string
		args []string
		want string
	}{
		"unknown option":       {args: []string{"-lsiten", ":1"}, want: "-lsiten"},
		"a size that is none":  {args: []string{"-upload-limit", "big"}, want: "512MB"},
		"a size too large":     {args: []string{"-upload-limit", "99999999999GB"}, want: "no size"},
		"a time in the past":   {args: []string{"-session-idle", "-5m"}, want: "15m"},
		"by the environment":   {env: map[string]string{"LYNCEUS_WORKER_SECONDS": "soon"}, want: "LYNCEUS_WORKER_SECONDS"},
		"a network":            {args: []string{"-metrics-networks", "10.0.0.0/99"}, want: "10.0.0.0/8"},
		"a choice":             {args: []string{"-log-format", "xml"}, want: "text, json"},
		"a switch":             {env: map[string]string{"LYNCEUS_DEMO": "perhaps"}, want: "LYNCEUS_DEMO"},
		"half of TLS":          {args: []string{"-tls-cert", "x"}, want: "-tls-key"},
		"public URL":           {args: []string{"-public-url", "lynceus.example.org"}, want: "https://"},
		"S3 without a key":     {args: []string{"-s3-endpoint", "https://s3"}, want: "S3_SECRET_KEY"},
		"S3 without a scheme":  {args: []string{"-s3-endpoint", "s3:9000"}, want: "-s3-endpoint"},
		"a missing secret":     {env: map[string]string{"DATABASE_URL_FILE": "/does/not/exist"}, want: "DATABASE_URL_FILE"},
		"sessions upside down": {args: []string{"-session-idle", "13h"}, want: "-session-absolute"},
	} {
		_, err := parsed(t, test.env, test.args...)
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		p := newTyped(nil)
		if status := status(&p.console, "serve", err); status != statusUsage {
			t.Errorf("%s: status %d", name, status)
		}
		said := p.stderr.String()
		if !strings.Contains(said, test.want) || strings.Count(said, "\n") != 1 {
			t.Errorf("%s: %q does not name %s in one line", name, said, test.want)
		}
	}
}

func TestHelpIsTheManualOfEveryOption(t *testing.T) {
	secrets := map[string]string{
		"DATABASE_URL": "postgres://me:topsecret@db/x", "S3_SECRET_KEY": "topsecret", "LYNCEUS_PASSWORD": "topsecret",
		"LYNCEUS_LISTEN": "topsecret:1",
	}
	for _, cmd := range commands {
		if cmd.name == "version" || cmd.name == "bench" {
			continue
		}
		for _, flag := range []string{"-help", "-h"} {
			p := newTyped(secrets)
			if status := run(t.Context(), &p.console, []string{cmd.name, flag}); status != 0 {
				t.Errorf("%s %s: status %d, %s", cmd.name, flag, status, p.stderr.String())
			}
			if said := p.stdout.String(); !strings.HasPrefix(said, "lynceus "+cmd.name) {
				t.Errorf("%s %s says %q", cmd.name, flag, said)
			}
			if strings.Contains(p.stdout.String()+p.stderr.String(), "topsecret") {
				t.Errorf("%s %s prints what is in the environment", cmd.name, flag)
			}
		}
	}
	var cfg config
	p := newTyped(nil)
	o := newOptions(&p.console, "serve", "", "")
	cfg.serveOptions(o)
	o.help(p.out)
	for _, x := range o.list {
		line := "-" + x.name
		if !strings.Contains(p.stdout.String(), line) || !strings.Contains(p.stdout.String(), x.usage) || x.env == "" ||
			!strings.Contains(p.stdout.String(), x.env) || !strings.Contains(p.stdout.String(), x.def) {
			t.Errorf("the manual has no %s with %s and its default", line, x.env)
		}
	}
}

func TestUnknownCommandsAndNoneAreMistakes(t *testing.T) {
	for _, args := range [][]string{nil, {"sevre"}, {"serve", "now"}, {"upload", "-case", "x"}, {"upload", "a.jpg"}, {"user"}, {"user", "burn"}, {"user", "invite"}} {
		p := newTyped(nil)
		if status := run(context.Background(), &p.console, args); status != statusUsage || p.stderr.Len() == 0 {
			t.Errorf("%v: status %d, %q", args, status, p.stderr.String())
		}
	}
	p := newTyped(nil)
	if status := run(t.Context(), &p.console, []string{"-help"}); status != 0 {
		t.Errorf("-help: status %d", status)
	}
	for _, cmd := range commands {
		if !strings.Contains(p.stdout.String(), cmd.name+" ") {
			t.Errorf("-help does not name %s", cmd.name)
		}
	}
}
