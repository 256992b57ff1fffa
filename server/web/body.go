package web

import (
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// An upload may take as long as it moves. It is slow when nothing comes for the
// pause of the configuration, or when less than slowest bytes a second came in all
// the time that was spent waiting for it, once that is more than a pause.
const (
	slowest    = 1 << 10
	uploadTime = 30 * time.Minute // for all of a batch
	maxFiles   = 100              // in a batch
	maxFields  = 1 << 20          // bytes of all fields of a form with files, and of their names
	fieldCost  = 100              // what keeping a field takes besides, about
)

var errSlowBody = &failure{status: http.StatusRequestTimeout, code: "slow_body"}

// limitUpload is the middleware for bodies with files. A batch may be as long as
// eight of the largest files.
func (s *server) limitUpload(g *gin.Context) {
	c := of(g)
	c.allow(s.UploadPause, uploadTime, answerTime)
	c.Request.Body = &paced{ReadCloser: c.Request.Body, rc: http.NewResponseController(c.Writer), pause: s.UploadPause}
	c.limitBody(8*s.UploadBytes + maxFields)
}

// paced is a body that must keep moving.
type paced struct {
	io.ReadCloser
	rc     *http.ResponseController
	pause  time.Duration
	waited time.Duration
	read   int64
}

func (p *paced) Read(b []byte) (int, error) {
	started := time.Now()
	_ = p.rc.SetReadDeadline(started.Add(p.pause))
	n, err := p.ReadCloser.Read(b)
	p.waited += time.Since(started)
	p.read += int64(n)
	var long *http.MaxBytesError
	switch {
	case err == io.EOF:
		_ = p.rc.SetReadDeadline(time.Time{}) // see allow
		return n, err
	case err == nil && p.waited > p.pause && float64(p.read) < p.waited.Seconds()*slowest:
		return n, errSlowBody
	case err == nil || errors.As(err, &long):
		return n, err
	case isTimeout(err):
		return n, &failure{status: errSlowBody.status, code: errSlowBody.code, cause: err}
	}
	return n, &failure{status: http.StatusBadRequest, code: "cut_off", cause: err}
}
