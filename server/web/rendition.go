package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"lynceus/imaging/format"
	"lynceus/storage/blob"
	"lynceus/storage/catalogue"
)

// rendition is GET /pictures/{id}/{name}: thumb, view, large, and for the own
// organisation the original. What is served was hashed first: the picture that
// was stored, or nothing. Access is decided at every request, also when the
// browser has the bytes already and only asks whether they still hold.
func (s *server) rendition(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	name := c.Param("name")
	if !slices.Contains([]string{"thumb", "view", "large", catalogue.Original}, name) {
		return errNotFound
	}
	o, err := s.DB.PictureObject(c.ctx(), c.viewer, id, name)
	if err != nil {
		return err
	}
	if name == catalogue.Original {
		return s.original(c, id, o)
	}
	h := c.Writer.Header()
	etag := `"` + hex.EncodeToString(o.SHA256[:12]) + `"`
	h.Set("Cache-Control", "private, no-cache") // kept, but asked about each time
	if marked(o.TLP) {
		h.Set("Cache-Control", "private, no-store")
	}
	h.Set("Vary", "Cookie")
	h.Set("ETag", etag)
	if etagMatches(c.GetHeader("If-None-Match"), etag) {
		c.Status(http.StatusNotModified)
		return nil
	}
	b, err := blob.Verified(c.ctx(), s.Store, o.Key, o.Size, o.SHA256)
	if err != nil {
		h.Del("ETag")
		return s.lost(c, id, o, err)
	}
	h.Set("Content-Length", strconv.Itoa(len(b)))
	c.Data(http.StatusOK, "image/jpeg", b)
	return nil
}

// marked reports whether caches must not keep it: everything but GREEN and CLEAR.
func marked(t catalogue.TLP) bool { return t != "GREEN" && t != "CLEAR" }

// lost is a rendition whose object is missing or damaged. It is derived again
// from the original; until then the client is asked to wait.
func (s *server) lost(c *call, id string, o catalogue.Object, cause error) error {
	if !errors.Is(cause, blob.ErrSum) && !errors.Is(cause, fs.ErrNotExist) {
		return cause
	}
	s.Log.Error("rendition is lost or damaged", "id", c.id, "picture", id, "name", o.Name, "key", o.Key, "cause", cause)
	s.meters.damaged.Inc()
	if err := s.DB.EnqueueJob(c.ctx(), catalogue.JobDerive, id, time.Now()); err != nil {
		return err
	}
	return &failure{status: http.StatusServiceUnavailable, code: "damaged", after: 2 * retrySoon, cause: fmt.Errorf("%s of %s: %w", o.Name, id, cause)}
}

const originalTime = 30 * time.Minute

// original sends the sealed file to its owner's organisation, as a download under
// a name that we made. It is read twice: once to be sure, before the first byte
// is sent, and once to send it, so that no file of half a gigabyte lies in memory.
// Should it change in between, the connection ends before its last byte.
func (s *server) original(c *call, id string, o catalogue.Object) error {
	c.allow(bodyTime, originalTime, answerTime)
	p, err := s.DB.Picture(c.ctx(), c.viewer, id)
	if err != nil {
		return err
	}
	if err := verify(c.ctx(), s.Store, o, io.Discard); err != nil {
		s.meters.damaged.Inc()
		return fmt.Errorf("original of %s: %w", id, hideKind(err))
	}
	h := c.Writer.Header()
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": id + extension(p.Format)}))
	h.Set("Content-Length", strconv.FormatInt(o.Size, 10))
	c.Status(http.StatusOK)
	if err := verify(c.ctx(), s.Store, o, c.Writer); err != nil {
		s.Log.Error("original broke off", "id", c.id, "picture", id, "cause", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

// verify copies an object to w and holds its size and SHA-256 against the row's.
// Of an object that is longer than it should be, w gets no byte too many.
func verify(ctx context.Context, store blob.Store, o catalogue.Object, w io.Writer) error {
	r, err := store.Open(ctx, o.Key, 0, -1)
	if err != nil {
		return err
	}
	defer r.Close()
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, sum), io.LimitReader(r, o.Size))
	if err != nil {
		return err
	}
	if n != o.Size || [32]byte(sum.Sum(nil)) != o.SHA256 {
		return blob.ErrSum
	}
	return nil
}

// hideKind keeps a missing object from being answered as a missing picture: the
// row says that there is one, so it is our fault.
func hideKind(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New(err.Error())
	}
	return err
}

// extension is what programs that open a downloaded original go by.
func extension(f string) string {
	switch format.Kind(f) {
	case format.JPEG:
		return ".jpg"
	case format.TIFF:
		return ".tif"
	}
	return "." + strings.ToLower(f)
}
