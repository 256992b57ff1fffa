package web

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"

	"lynceus/server/intake"
)

// promises are the sum and the key that came with a file.
func (b *batch) promises(h textproto.MIMEHeader) (sum *[32]byte, key string, err error) {
	first := len(b.files) == 0
	request := textproto.MIMEHeader(b.c.Request.Header)
	if key = h.Get("Idempotency-Key"); key == "" {
		if key = request.Get("Idempotency-Key"); key != "" && !first {
			key += "." + strconv.Itoa(len(b.files))
		}
	}
	if len(key) > 200 || strings.ContainsFunc(key, func(r rune) bool { return r < ' ' || r > '~' }) {
		return nil, "", badRequest(errors.New("idempotency key"))
	}
	if sum, err = promisedSum(h); sum == nil && err == nil && first {
		sum, err = promisedSum(request)
	}
	return sum, key, err
}

// promisedSum reads the SHA-256 that the client computed; nil when it did not.
func promisedSum(h textproto.MIMEHeader) (*[32]byte, error) {
	var b []byte
	var err error
	if v := h.Get("X-Content-SHA256"); v != "" {
		b, err = hex.DecodeString(v)
	} else {
		for entry := range strings.SplitSeq(h.Get("Repr-Digest"), ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(entry), "=")
			if strings.EqualFold(name, "sha-256") {
				b, err = base64.StdEncoding.DecodeString(strings.Trim(value, ":"))
			}
		}
	}
	if b == nil && err == nil {
		return nil, nil
	}
	if err != nil || len(b) != 32 {
		return nil, badRequest(errors.New("the SHA-256 is not one"))
	}
	return (*[32]byte)(b), nil
}

// capped ends a file at the limit of the operator, with the error that says so,
// and names the fault when the form ends within it.
type capped struct {
	r    io.Reader
	left int64
}

func (l *capped) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, intake.ErrTooLarge
	}
	if err == io.ErrUnexpectedEOF {
		err = &failure{status: http.StatusBadRequest, code: "cut_off", cause: err}
	}
	return n, err
}
