package web

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"
	"time"

	"lynceus/imaging/format"
	"lynceus/imaging/worker"
	"lynceus/server/intake"
	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
)

// failure is an answer that is not what was asked for. Code is a key of the text
// catalogue: "problem.<code>" is the title, "problem.<code>.detail" the sentence.
type failure struct {
	status int
	code   string
	detail string // key of the sentence; empty for the code's own
	args   []any
	fields []*catalogue.Invalid
	after  time.Duration // Retry-After; 0 for none
	cause  error
}

func (f *failure) Error() string {
	if f.cause != nil {
		return f.cause.Error()
	}
	return f.code
}

func (f *failure) Unwrap() error { return f.cause }

// What handlers find by themselves.
var (
	errNotFound    = &failure{status: http.StatusNotFound, code: "not_found"}
	errMethod      = &failure{status: http.StatusMethodNotAllowed, code: "wrong_method"}
	errSignIn      = &failure{status: http.StatusUnauthorized, code: "signed_out"}
	errCredentials = &failure{status: http.StatusUnauthorized, code: "wrong_password"}
	errForbidden   = &failure{status: http.StatusForbidden, code: "forbidden"}
	errCrossSite   = &failure{status: http.StatusForbidden, code: "cross_site"}
	errMedia       = &failure{status: http.StatusUnsupportedMediaType, code: "wrong_body"}
	errInternal    = &failure{status: http.StatusInternalServerError, code: "internal"}
	errNoPicture   = &failure{status: http.StatusBadRequest, code: "no_picture"}
	errTooMany     = &failure{status: http.StatusRequestEntityTooLarge, code: "too_many_files", args: []any{maxFiles}}
)

// badRequest is a request that no form of ours makes.
func badRequest(cause error) error {
	return &failure{status: http.StatusBadRequest, code: "bad_request", cause: cause}
}

// invalid is one field that the officer can mend.
func invalid(field, code string, args ...any) error {
	return &catalogue.Invalid{Field: field, Code: code, Args: args}
}

// classify is the table from kinds of errors to answers. What is not in it is our fault.
func classify(err error) *failure {
	var (
		own     *failure
		refused *format.Refusal
		tooLong *http.MaxBytesError
		stale   *catalogue.Stale
	)
	fields := invalids(err)
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &refused):
		status := http.StatusUnprocessableEntity
		if refused.Media {
			status = http.StatusUnsupportedMediaType
		}
		return &failure{status: status, code: "refused", detail: "refusal." + refused.Code, args: refused.Args, cause: err}
	case len(fields) > 0:
		return &failure{status: http.StatusUnprocessableEntity, code: "invalid", fields: fields, cause: err}
	case errors.As(err, &stale):
		for _, field := range stale.Fields {
			fields = append(fields, &catalogue.Invalid{Field: field, Code: "stale"})
		}
		return &failure{status: http.StatusPreconditionFailed, code: "stale", fields: fields, cause: err}
	case errors.Is(err, intake.ErrSum):
		return &failure{status: http.StatusUnprocessableEntity, code: "wrong_sum", cause: err}
	case errors.Is(err, intake.ErrTooLarge), errors.As(err, &tooLong):
		return &failure{status: http.StatusRequestEntityTooLarge, code: "too_large", cause: err}
	case errors.Is(err, intake.ErrFull):
		return &failure{status: http.StatusInsufficientStorage, code: "full", cause: err}
	case errors.Is(err, worker.ErrBusy):
		return &failure{status: http.StatusServiceUnavailable, code: "busy", after: retrySoon, cause: err}
	case errors.Is(err, intake.ErrStopping):
		return &failure{status: http.StatusServiceUnavailable, code: "stopping", after: 10 * time.Second, cause: err}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled), errors.Is(err, blob.ErrUnavailable):
		return &failure{status: http.StatusServiceUnavailable, code: "timeout", after: 10 * time.Second, cause: err}
	case errors.Is(err, fs.ErrNotExist):
		return &failure{status: http.StatusNotFound, code: "not_found", cause: err}
	case errors.Is(err, fs.ErrExist):
		return &failure{status: http.StatusConflict, code: "conflict", cause: err}
	case errors.Is(err, fs.ErrPermission):
		return &failure{status: http.StatusForbidden, code: "forbidden", cause: err}
	}
	return &failure{status: http.StatusInternalServerError, code: "internal", cause: err}
}

// invalids are all faults of fields in err, which may have been joined.
func invalids(err error) []*catalogue.Invalid {
	switch e := err.(type) {
	case nil:
		return nil
	case *catalogue.Invalid:
		return []*catalogue.Invalid{e}
	case interface{ Unwrap() []error }:
		var all []*catalogue.Invalid
		for _, err := range e.Unwrap() {
			all = append(all, invalids(err)...)
		}
		return all
	}
	return invalids(errors.Unwrap(err))
}

// problem is a failure in the words of the request's language. The body of
// "not found" is the same to the byte for what is hidden and for what is missing,
// so the request's id goes into a body only when the fault is ours.
func (c *call) problem(f *failure) *Problem {
	detail := f.detail
	code := f.code
	if detail == "" {
		detail = "problem." + f.code + ".detail"
	} else {
		code = detail
	}
	p := &Problem{
		Type: "about:blank", Title: c.t("problem." + f.code), Status: f.status,
		Detail: c.t(detail, f.args...), Code: code,
	}
	if f.status == http.StatusInternalServerError {
		p.RequestID = c.id
	}
	for _, in := range f.fields {
		p.Errors = append(p.Errors, FieldError{
			Field: in.Field, Code: in.Code, Detail: c.t("invalid."+in.Code, in.Args...),
		})
	}
	return p
}

// retrySoon is how long a client should wait for a server that is short of something.
const retrySoon = 5 * time.Second

// retryAfter is the header for a status that passes; empty for one that does not.
func retryAfter(status int) string {
	if status != http.StatusServiceUnavailable {
		return ""
	}
	return strconv.Itoa(int(retrySoon.Seconds()))
}

// fail answers err, once. The cause goes to the log and never to the client.
func (s *server) fail(c *call, err error) {
	c.fault = err
	c.Abort()
	if c.Writer.Written() {
		return
	}
	f := classify(err)
	s.meters.refused(f)
	if f.status == http.StatusForbidden && c.signed {
		s.recordRefusal(c)
	}
	if f.after > 0 {
		c.Header("Retry-After", strconv.Itoa(int(f.after.Seconds())))
	}
	if f.status == http.StatusUnauthorized && f.code == errSignIn.code {
		c.Header("WWW-Authenticate", `Session realm="lynceus"`)
	}
	c.Header("Cache-Control", "no-store")
	p := c.problem(f)
	if !c.wantsHTML() {
		c.Header("Content-Type", "application/problem+json")
		c.JSON(p.Status, p)
		return
	}
	page := ErrorPage{
		Page: c.page("error/error"), Status: p.Status, Heading: p.Title, Detail: p.Detail,
		RequestID: p.RequestID, Fields: p.Errors,
	}
	page.Title = p.Title
	page.Path = "/" // the address may be hidden, and is not worth returning to
	if err := c.html(p.Status, "error/error.html", page); err != nil {
		s.Log.Error("error page", "id", c.id, "cause", err)
		c.String(p.Status, "%s\n", fmt.Sprintf("%d %s", p.Status, p.Title))
	}
}

// recordRefusal puts on record that somebody tried what is not theirs to do. What
// is hidden from them is answered as missing, and is not on record as either.
func (s *server) recordRefusal(c *call) {
	e := catalogue.Event{What: "refusal", Details: map[string]any{"method": c.Request.Method, "route": c.FullPath()}}
	if err := s.DB.Record(c.ctx(), c.viewer, e); err != nil {
		s.Log.Error("a refusal is not on record", "id", c.id, "cause", err)
	}
}

func (s *server) notFound(*call) error    { return errNotFound }
func (s *server) wrongMethod(*call) error { return errMethod }
