package web

import (
	"encoding/base64"
	"errors"
	"html/template"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"lynceus/imaging/format"
	"lynceus/imaging/render"
	"lynceus/server/intake"
	"lynceus/server/search"
	"lynceus/storage/catalogue"
)

// ask is POST /ask: who has seen this? A form with one file "picture", of which
// nothing is kept. That somebody asked is on record, and what came of it, but
// nothing of the picture.
func (s *server) ask(c *call) error {
	if !c.viewer.SeesPictures() {
		return errForbidden
	}
	if !s.Index.Ready() {
		return errLoading
	}
	if err := s.terms.refresh(c.ctx()); err != nil {
		return err
	}
	name, x, err := s.examine(c)
	if err != nil {
		return s.askRefused(c, name, err)
	}
	done := s.meters.search("asked")
	found, err := s.Index.Similar(c.ctx(), c.viewer, search.Query{
		FileSum: x.FileSum, PixelSum: x.PixelSum, Fingerprint: x.Fingerprint,
	}, alikesOfPicture)
	done()
	if err != nil {
		return err
	}
	e := catalogue.Event{What: "search.ask", Details: map[string]any{"found": len(found)}}
	if err := s.DB.Record(c.ctx(), c.viewer, e); err != nil {
		return err
	}
	notes := []string{}
	for _, key := range x.Notes {
		notes = append(notes, c.t(key))
	}
	alikes := c.alikes(found, "")
	if !c.wantsHTML() {
		return c.json(http.StatusOK, map[string]any{
			"width": x.Width, "height": x.Height, "flat": x.Fingerprint.Flat, "notes": notes, "look_alikes": bare(alikes),
		})
	}
	return c.html(http.StatusOK, "ask/results.html", AskPage{
		Page: c.page("ask/results"), Name: name, Thumb: thumbURL(x.Renditions), Width: x.Width, Height: x.Height,
		Flat: x.Fingerprint.Flat, Notes: notes, LookAlikes: alikes, MaySend: maySend(c.viewer),
	})
}

// examine reads the one file of the form.
func (s *server) examine(c *call) (name string, x intake.Examined, err error) {
	mr, err := c.Request.MultipartReader()
	if err != nil {
		return "", x, errMedia
	}
	for {
		var part *multipart.Part
		part, err = mr.NextRawPart()
		if err == io.EOF {
			return "", x, errNoPicture
		}
		if err != nil {
			return "", x, readFault(err)
		}
		if part.FormName() != "picture" || part.FileName() == "" {
			if _, err := io.Copy(io.Discard, io.LimitReader(part, maxFields)); err != nil {
				return "", x, readFault(err)
			}
			continue
		}
		name = strings.ToValidUTF8(part.FileName(), "")
		x, err = s.Intake.Examine(c.ctx(), &capped{part, s.UploadBytes}, nil)
		return name, x, err
	}
}

// askRefused shows a browser why its file was not taken, on the page where the
// next one can be chosen.
func (s *server) askRefused(c *call, name string, err error) error {
	var refused *format.Refusal
	f := classify(err)
	if !c.wantsHTML() || !errors.As(err, &refused) && f.status != http.StatusBadRequest {
		return err
	}
	c.fault = err
	s.meters.refused(f)
	return c.html(f.status, "ask/results.html", AskPage{
		Page: c.page("ask/results"), Name: name, Refused: c.problem(f).Detail, MaySend: maySend(c.viewer),
	})
}

// thumbURL is the thumbnail in the page itself, since it is stored nowhere.
func thumbURL(levels []render.Rendition) template.URL {
	for _, l := range levels {
		if l.Name == "thumb" {
			return template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(l.JPEG))
		}
	}
	return ""
}

// bare are look-alikes as programs get them, without our words.
func bare(all []LookAlike) []search.LookAlike {
	out := make([]search.LookAlike, 0, len(all))
	for _, a := range all {
		out = append(out, a.LookAlike)
	}
	return out
}
