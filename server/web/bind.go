package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// form is what a browser's form sent.
type form url.Values

// one is the first value of a field, without the space around it.
func (f form) one(name string) string {
	if v := f[name]; len(v) > 0 {
		return strings.TrimSpace(v[0])
	}
	return ""
}

// raw is the first value of a field as it was typed: passwords may begin with a space.
func (f form) raw(name string) string {
	if v := f[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// all are the values of a repeated field that are not empty.
func (f form) all(name string) []string {
	var out []string
	for _, v := range f[name] {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// bind reads the body: JSON into the struct, a form through fromForm. Fields
// that the struct does not know are refused, so that a misspelt one is not lost unseen.
func (c *call) bind(into any, fromForm func(form)) error {
	media, _, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if err != nil {
		media = ""
	}
	switch media {
	case "application/json":
		body, err := io.ReadAll(c.Request.Body)
		if err != nil {
			return readFault(err)
		}
		return decodeJSON(body, into)
	case "application/x-www-form-urlencoded", "":
		if err := c.Request.ParseForm(); err != nil {
			return readFault(err)
		}
		f := form(c.Request.PostForm)
		if err := f.check(); err != nil {
			return err
		}
		fromForm(f)
		return nil
	}
	return errMedia
}

// decodeJSON wants one value that fits, and no NUL, which the database cannot keep.
func decodeJSON(body []byte, into any) error {
	if !utf8.Valid(body) || bytes.Contains(body, []byte(`\u0000`)) {
		return badRequest(errors.New("text is not UTF-8 or has a NUL"))
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return badRequest(err)
	}
	if d.More() {
		return badRequest(errors.New("more than one JSON value"))
	}
	return nil
}

func (f form) check() error {
	for name, values := range f {
		for _, v := range append(values, name) {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return badRequest(errors.New("text is not UTF-8 or has a NUL"))
			}
		}
	}
	return nil
}

// readFault tells a body that is too long or too slow from one that breaks off or is none.
func readFault(err error) error {
	var long *http.MaxBytesError
	var own *failure // a paced body says by itself that it is slow
	if errors.As(err, &long) || errors.As(err, &own) {
		return err
	}
	if isTimeout(err) {
		return &failure{status: http.StatusRequestTimeout, code: "slow_body", cause: err}
	}
	return badRequest(err)
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}
