package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"

	"lynceus/imaging/format"
)

// await reads a child's answer and ends the child, whatever comes.
func (p *Pool) await(ctx context.Context, c *child, h format.Header, renditions bool) (*Result, error) {
	limit := time.Duration(p.config.Seconds) * time.Second
	c.conn.SetReadDeadline(time.Now().Add(limit))
	stop := context.AfterFunc(ctx, func() { c.conn.SetReadDeadline(time.Unix(1, 0)) })
	result, err := receive(c.conn, h, renditions)
	stop()
	c.end()

	var refused *format.Refusal
	switch {
	case err == nil:
		usage := c.cmd.ProcessState
		result.Cost.CPU = usage.UserTime() + usage.SystemTime()
		return result, nil
	case errors.As(err, &refused):
		return nil, refused
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	refused = verdict(h.Kind, err, c, limit)
	// The cause is for the operator; it holds a decoder's stack and no picture.
	slog.WarnContext(ctx, "worker gave no picture", "code", refused.Code, "format", h.Kind,
		"width", h.Width, "height", h.Height, "cause", err, "state", c.cmd.ProcessState.String(), "said", c.stderr.String())
	return nil, refused
}

// verdict is what the officer is told of a child that did not answer.
func verdict(kind format.Kind, err error, c *child, limit time.Duration) *format.Refusal {
	r := &format.Refusal{Kind: kind, Args: []any{string(kind)}}
	state := c.cmd.ProcessState
	status, _ := state.Sys().(syscall.WaitStatus)
	said := c.stderr.String()
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded),
		// The kernel's processor limit and its memory killer use the same signal.
		gone(err) && status.Signaled() && state.UserTime()+state.SystemTime() > limit-time.Second/2:
		r.Code = "worker_time"
		r.Message = fmt.Sprintf("%s: reading this picture takes longer than %d seconds: export it anew, smaller or as a plain PNG", kind, limit/time.Second)
		r.Args = append(r.Args, int(limit/time.Second))
	case strings.Contains(said, "out of memory"), strings.Contains(said, "cannot allocate memory"),
		status.Signaled() && status.Signal() == syscall.SIGKILL && gone(err):
		r.Code = "worker_memory"
		r.Message = fmt.Sprintf("%s: reading this picture takes more memory than one picture may have: export it at a smaller size", kind)
	default:
		r.Code = "worker_died"
		r.Message = fmt.Sprintf("%s: this file stopped the program that reads pictures: it is damaged or made to do harm; export it anew as PNG or JPEG", kind)
	}
	return r
}

// gone reports whether the child ended before it had answered.
func gone(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET)
}

var once sync.Once

// unfiltered tells the operator once that the kernel takes no filter.
func unfiltered(why string) {
	once.Do(func() {
		slog.Warn("workers run without a filter of system calls, under resource limits alone", "cause", why)
	})
}
