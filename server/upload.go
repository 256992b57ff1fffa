package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/schollz/progressbar/v3"

	"lynceus/storage/catalogue"
)

// uploadForm is what the command line says of an upload.
type uploadForm struct {
	server, email, password string
	code                    string
	plain                   bool
	caseID                  string
	new, submit             bool
	form                    catalogue.CaseForm
	concealment, commodity  string
	technique, role         string
	tries                   int
}

// Exit statuses of upload, for scripts.
const (
	statusRefused = 1 // some files are not in
	statusNothing = 2 // nothing could be done
)

// upload sends files to a running service. Each file's answer stands for itself:
// a refused one does not hold up the others.
func upload(ctx context.Context, c *console, args []string) error {
	var f uploadForm
	files, err := c.options(f.options(c), args)
	if err == nil {
		err = f.check(files)
	}
	if err != nil {
		return err
	}
	cl := newClient(strings.TrimSuffix(f.server, "/"), f.tries)
	if cl.email, cl.password, err = f.credentials(c); err != nil {
		return exitStatus{err, statusNothing}
	}
	cl.code = f.code
	if err := cl.signIn(ctx); err != nil {
		return exitStatus{fmt.Errorf("sign in: %w", err), statusNothing}
	}
	if f.new {
		k, err := cl.createCase(ctx, f.form)
		if err != nil {
			return exitStatus{fmt.Errorf("make a case: %w", err), statusNothing}
		}
		f.caseID = k.ID
	}
	r := &report{c: c, caseID: f.caseID}
	r.begin(f.new, cl.server)
	in := 0
	for _, path := range files {
		answer := f.file(ctx, c, cl, path)
		r.file(answer)
		if answer.ok() {
			in++
		}
		if ctx.Err() != nil {
			break
		}
	}
	switch {
	case in == len(files):
	case in == 0 && r.refused == 0:
		return exitStatus{fmt.Errorf("no file is in; call again with -case %s to go on", f.caseID), statusNothing}
	default:
		return exitStatus{fmt.Errorf("%d of %d files are in; call again with -case %s to go on", in, len(files), f.caseID), statusRefused}
	}
	if f.submit {
		if err := cl.submit(ctx, f.caseID); err != nil {
			return exitStatus{fmt.Errorf("all files are in, but the case is not submitted: %w", err), statusRefused}
		}
	}
	return nil
}

func (f *uploadForm) options(c *console) *options {
	o := newOptions(c, "upload", "[OPTIONS] -case ID|-new FILES...", `Sends pictures to a running service. Calling it again with the same files and
-case goes on where it stopped: what is already there is not stored twice.
Draws progress on a terminal; prints a JSON line a file otherwise.
Ends with 0 when all files are in, 1 when some are not, 2 when nothing could be done.`)
	o.section = "Where to"
	o.text(&f.server, "server", "URL", "LYNCEUS_SERVER", "http://127.0.0.1:8080", "address of the service")
	o.toggle(&f.plain, "plain-http", "", "allow http:// to another machine, where password and pictures can be read on the way")
	o.text(&f.email, "user", "ADDRESS", "LYNCEUS_USER", "", "e-mail address to sign in with; asked for without it")
	o.secret(&f.password, "password-file", "LYNCEUS_PASSWORD", "password to sign in with; asked for without it")
	o.text(&f.code, "code", "CODE", "", "", "code of the second factor, for accounts that have one")
	o.number(&f.tries, "tries", "LYNCEUS_TRIES", "8", "how often a request is sent while the service is away or busy")
	o.section = "Which case"
	o.text(&f.caseID, "case", "ID", "", "", "case that gets the pictures")
	o.toggle(&f.new, "new", "", "make a new case, of what follows")
	o.text(&f.form.Title, "title", "TEXT", "", "", "title")
	o.text(&f.form.Month, "month", "YYYY-MM", "", "", "month of the event")
	o.text(&f.form.Country, "country", "CODE", "", "", "country, ISO 3166-1 alpha-2")
	o.text(&f.form.Mode, "mode", "CODE", "", "", "transport mode")
	o.text(&f.form.Means, "means", "CODE", "", "", "means of transport")
	o.text(&f.concealment, "concealment", "CODE,...", "", "", "where it was hidden, as VEH.FUEL")
	o.text(&f.commodity, "commodity", "CODE,...", "", "", "what was hidden, as DRG.COC")
	o.text((*string)(&f.form.TLP), "tlp", "LABEL", "", "", "label of the Traffic Light Protocol")
	o.toggle(&f.submit, "submit", "", "hand the case to the releasers when all files are in")
	o.section = "Of all files"
	o.text(&f.technique, "technique", "CODE", "", "", "how the pictures were taken, as XT1 or PHO")
	o.text(&f.role, "role", "CODE", "", "", "what they show, as POS or NEG")
	return o
}

func (f *uploadForm) check(files []string) error {
	u, err := url.Parse(f.server)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return usageError{fmt.Errorf("-server: %q is no address, as https://lynceus.example.org", f.server)}
	case u.Scheme == "http" && !f.plain && !here(u.Hostname()):
		return usageError{fmt.Errorf("-server: http:// to another machine shows password and pictures to those in between; use https://, or -plain-http")}
	case (f.caseID == "") == !f.new:
		return usageError{errors.New("say which case: either -case ID or -new")}
	case len(files) == 0:
		return usageError{errors.New("name the files to send")}
	}
	f.form.Concealment = codes(f.concealment)
	for _, code := range codes(f.commodity) {
		f.form.Goods = append(f.form.Goods, catalogue.Good{Commodity: code})
	}
	return nil
}

func codes(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}

// here reports whether a host is this machine.
func here(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// credentials asks for what was not given.
func (f *uploadForm) credentials(c *console) (email, password string, err error) {
	email, password = f.email, f.password
	if email == "" {
		if email, err = c.ask("E-mail: ", false); err != nil {
			return "", "", fmt.Errorf("%w; set LYNCEUS_USER and LYNCEUS_PASSWORD", err)
		}
	}
	if password == "" {
		if password, err = c.ask("Password: ", true); err != nil {
			return "", "", fmt.Errorf("%w; set LYNCEUS_PASSWORD", err)
		}
	}
	return email, password, nil
}

// answered is what became of a file.
type answered struct {
	File    string   `json:"file"`
	Result  string   `json:"result"` // stored, already, refused, failed
	Picture string   `json:"picture,omitempty"`
	Case    string   `json:"case,omitempty"` // where it is
	Code    string   `json:"code,omitempty"`
	Detail  string   `json:"detail,omitempty"`
	Notes   []string `json:"notes,omitempty"`
}

func (a answered) ok() bool { return a.Result == "stored" || a.Result == "already" }

func (f *uploadForm) file(ctx context.Context, c *console, cl *client, path string) answered {
	a := answered{File: path, Result: "failed"}
	p, err := f.picture(c, path)
	if err != nil {
		a.Detail = err.Error()
		return a
	}
	sent, err := cl.send(ctx, p)
	var r *refusal
	switch {
	case err == nil:
		a.Result, a.Notes = "stored", sent.Notes
		if sent.Already {
			a.Result = "already"
		}
		if sent.Picture != nil {
			a.Picture, a.Case = sent.Picture.ID, sent.Picture.CaseID
		}
	case errors.As(err, &r):
		a.Code, a.Detail = r.Code, r.Error()
		if r.Status < 500 {
			a.Result = "refused"
		}
	default:
		a.Detail = err.Error()
	}
	return a
}

// picture reads a file once for its digest.
func (f *uploadForm) picture(c *console, path string) (picture, error) {
	file, err := os.Open(path)
	if err != nil {
		return picture{}, err
	}
	defer file.Close()
	digest := sha256.New()
	size, err := io.Copy(digest, file)
	if err != nil {
		return picture{}, err
	}
	name := filepath.Base(path)
	return picture{
		caseID: f.caseID, name: name, size: size, sum: hex.EncodeToString(digest.Sum(nil)),
		technique: f.technique, role: f.role,
		open: func() (io.ReadCloser, error) {
			file, err := os.Open(path)
			if err != nil || !c.terminal {
				return file, err
			}
			bar := progressbar.NewOptions64(size,
				progressbar.OptionSetWriter(c.err), progressbar.OptionSetDescription(name),
				progressbar.OptionShowBytes(true), progressbar.OptionClearOnFinish(),
				progressbar.OptionFullWidth())
			return &drawn{file, bar}, nil
		},
	}, nil
}

// drawn is a file whose reading moves a bar.
type drawn struct {
	*os.File
	bar *progressbar.ProgressBar
}

func (d *drawn) Read(p []byte) (int, error) {
	n, err := d.File.Read(p)
	_ = d.bar.Add(n)
	return n, err
}

// WriteTo hides that of the file, which would pass the bar by.
func (d *drawn) WriteTo(w io.Writer) (int64, error) {
	return io.Copy(w, struct{ io.Reader }{d})
}

func (d *drawn) Close() error {
	return errors.Join(d.bar.Exit(), d.File.Close())
}

// report tells what becomes of the files: in words on a terminal, else in JSON lines.
type report struct {
	c       *console
	caseID  string
	refused int
}

func (r *report) begin(made bool, server string) {
	if !made {
		return
	}
	if r.c.terminal {
		fmt.Fprintf(r.c.out, "new case %s, %s/cases/%s\n", r.caseID, server, r.caseID)
		return
	}
	r.line(map[string]string{"case": r.caseID, "result": "made"})
}

func (r *report) file(a answered) {
	if a.Result == "refused" {
		r.refused++
	}
	if !r.c.terminal {
		r.line(a)
		return
	}
	words := a.Detail
	if a.Picture != "" {
		words = a.Picture
	}
	if a.ok() && a.Case != r.caseID {
		words += ", in case " + a.Case
	}
	fmt.Fprintf(r.c.out, "%-8s %s  %s\n", a.Result, a.File, words)
	for _, note := range a.Notes {
		fmt.Fprintf(r.c.out, "         %s\n", note)
	}
}

func (r *report) line(v any) {
	if err := json.NewEncoder(r.c.out).Encode(v); err != nil {
		fmt.Fprintf(r.c.err, "lynceus upload: %v\n", err)
	}
}
