package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/textproto"
	"net/url"
	"strconv"
	"time"

	"lynceus/server/web"
	"lynceus/storage/catalogue"
)

// client speaks with a running service as a signed-in officer.
type client struct {
	server   string // without a slash at its end
	email    string
	password string
	code     string // of the second factor; empty for none
	http     *http.Client
	tries    int // of one request, while it fails for a reason that passes
}

func newClient(server string, tries int) *client {
	jar, _ := cookiejar.New(nil) // no options, no error
	return &client{server: server, tries: tries, http: &http.Client{
		Jar: jar,
		Transport: &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
			TLSHandshakeTimeout:   10 * time.Second,
			ResponseHeaderTimeout: 5 * time.Minute, // from the end of the upload: the queue and the picture
			ExpectContinueTimeout: 2 * time.Second,
			ForceAttemptHTTP2:     true,
		},
	}}
}

// refusal is an answer of the service that will not change by asking again.
type refusal struct{ web.Problem }

func (r *refusal) Error() string {
	switch {
	case r.Detail != "":
		return r.Detail
	case r.Title != "":
		return r.Title
	}
	return "the service answers " + strconv.Itoa(r.Status)
}

// passing is a failure that may be over soon.
type passing struct {
	error
	after time.Duration // what the service asks to wait
}

func (p passing) Unwrap() error { return p.error }

// signIn starts a session.
func (c *client) signIn(ctx context.Context) error {
	body, err := json.Marshal(map[string]string{"email": c.email, "password": c.password, "code": c.code})
	if err != nil {
		return err
	}
	return c.try(ctx, func() error { return c.post(ctx, "/signin", "application/json", body, nil) })
}

// createCase makes a draft.
func (c *client) createCase(ctx context.Context, f catalogue.CaseForm) (k catalogue.Case, err error) {
	body, err := json.Marshal(f)
	if err != nil {
		return k, err
	}
	// Not tried again when the answer is lost: that might make two.
	err = c.post(ctx, "/cases", "application/json", body, &k)
	return k, err
}

func (c *client) submit(ctx context.Context, id string) error {
	return c.try(ctx, func() error { return c.post(ctx, "/cases/"+id+"/submit", "application/json", []byte("{}"), nil) })
}

func (c *client) post(ctx context.Context, path, media string, body []byte, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.server+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", media)
	return c.do(req, into)
}

// picture is a file to send.
type picture struct {
	caseID    string
	name      string
	size      int64
	sum       string // SHA-256, hexadecimal
	technique string
	role      string
	open      func() (io.ReadCloser, error) // from the beginning, for each try
}

// key is the same for the same file in the same case, so that sending it again,
// from here or by another run, is answered like the first time.
func (p picture) key() string { return p.caseID + "." + p.sum }

// send uploads a file until there is an answer that stays.
func (c *client) send(ctx context.Context, p picture) (f web.UploadedFile, err error) {
	signed := false
	err = c.try(ctx, func() error {
		err := c.sendOnce(ctx, p, &f)
		var r *refusal
		if errors.As(err, &r) && r.Status == http.StatusUnauthorized && !signed {
			signed = true // the session has ended meanwhile
			if err := c.signIn(ctx); err != nil {
				return err
			}
			return c.sendOnce(ctx, p, &f)
		}
		return err
	})
	return f, err
}

func (c *client) sendOnce(ctx context.Context, p picture, into *web.UploadedFile) error {
	file, err := p.open()
	if err != nil {
		return err
	}
	defer file.Close()
	var frame bytes.Buffer
	form := multipart.NewWriter(&frame)
	for _, field := range [][2]string{{"technique", p.technique}, {"role", p.role}} {
		if field[1] != "" {
			if err := form.WriteField(field[0], field[1]); err != nil {
				return err
			}
		}
	}
	part := textproto.MIMEHeader{}
	part.Set("Content-Disposition", multipart.FileContentDisposition("picture", p.name))
	part.Set("Content-Type", "application/octet-stream")
	if _, err := form.CreatePart(part); err != nil {
		return err
	}
	head := bytes.Clone(frame.Bytes())
	frame.Reset()
	if err := form.Close(); err != nil {
		return err
	}
	body := io.MultiReader(bytes.NewReader(head), file, &frame)
	length := int64(len(head)) + p.size + int64(frame.Len())

	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.server+"/cases/"+url.PathEscape(p.caseID)+"/pictures", body)
	if err != nil {
		return err
	}
	req.ContentLength = length
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("Idempotency-Key", p.key())
	req.Header.Set("X-Content-SHA256", p.sum)
	req.Header.Set("Expect", "100-continue") // a refusal by name costs no upload
	return c.do(req, into)
}

// do asks once, and sorts what came back.
func (c *client) do(req *http.Request, into any) error {
	req.Header.Set("Accept", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		var e *url.Error
		if errors.As(err, &e) {
			err = e.Err
		}
		return passing{fmt.Errorf("%s does not answer: %w", c.server, err), 0}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 4<<20))
	if err != nil {
		return passing{fmt.Errorf("the answer broke off: %w", err), 0}
	}
	if resp.StatusCode >= 300 {
		r := &refusal{}
		if json.Unmarshal(body, &r.Problem) != nil || r.Status != resp.StatusCode {
			r.Problem = web.Problem{Status: resp.StatusCode, Title: fmt.Sprintf("%s answers %s", c.server, resp.Status)}
		}
		switch resp.StatusCode {
		case http.StatusRequestTimeout, http.StatusTooManyRequests:
		default:
			if resp.StatusCode < 500 {
				return r
			}
		}
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		return passing{r, time.Duration(seconds) * time.Second}
	}
	if into == nil {
		return nil
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("%s does not answer as Lynceus does: %w", c.server, err)
	}
	return nil
}

// Waits between tries double from the first to the longest.
const (
	firstWait   = time.Second
	longestWait = 30 * time.Second
)

// try repeats what fails for a reason that passes.
func (c *client) try(ctx context.Context, once func() error) error {
	wait := firstWait
	for n := 1; ; n++ {
		err := once()
		var p passing
		if err == nil || !errors.As(err, &p) || n >= c.tries || ctx.Err() != nil {
			return err
		}
		// Half of it by chance, so that many clients do not come back together.
		pause := max(p.after, wait/2+rand.N(wait/2))
		select {
		case <-ctx.Done():
			return err
		case <-time.After(min(pause, 2*longestWait)):
		}
		wait = min(2*wait, longestWait)
	}
}
