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
// nothing is kept, and before it the part to ask with, where it is not the whole. That somebody asked is on record, and what came of it, but
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
	name, asked, x, err := s.examine(c)
	if err != nil {
		return s.askRefused(c, name, err)
	}
	done := s.meters.search("asked")
	found, err := s.Index.Similar(c.ctx(), c.viewer, search.Query{
		FileSum: x.FileSum, PixelSum: x.PixelSum, Fingerprint: x.Fingerprint, Part: asked != nil,
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
	thumb := thumbURL(x.Renditions)
	alikes := c.alikes(found, asker{thumb: thumb, width: x.Width, height: x.Height, part: asked}, nil)
	if !c.wantsHTML() {
		return c.json(http.StatusOK, map[string]any{
			"width": x.Width, "height": x.Height, "flat": x.Fingerprint.Flat, "notes": notes, "look_alikes": bare(alikes),
		})
	}
	return c.html(http.StatusOK, "ask/results.html", AskPage{
		Page: c.page("ask/results"), Name: name, Thumb: thumb, Width: x.Width, Height: x.Height,
		Part: shownPart(asked, x.Width, x.Height), Flat: x.Fingerprint.Flat, Notes: notes, LookAlikes: alikes, MaySend: maySend(c.viewer),
	})
}

// mostPartFields is how many fields of the form are looked at for the part.
const mostPartFields = 8

// examine reads the one file of the form and the part that the fields before it name.
func (s *server) examine(c *call) (name string, asked part, x intake.Examined, err error) {
	mr, err := c.Request.MultipartReader()
	if err != nil {
		return "", nil, x, errMedia
	}
	fields := form{}
	for {
		var p *multipart.Part
		p, err = mr.NextRawPart()
		if err == io.EOF {
			return "", nil, x, errNoPicture
		}
		if err != nil {
			return "", nil, x, readFault(err)
		}
		if p.FormName() != "picture" || p.FileName() == "" {
			value, err := io.ReadAll(io.LimitReader(p, maxFields))
			if err != nil {
				return "", nil, x, readFault(err)
			}
			if len(value) <= longestPart && len(fields) < mostPartFields {
				fields[p.FormName()] = []string{string(value)}
			}
			continue
		}
		name = strings.ToValidUTF8(p.FileName(), "")
		if asked, err = partOf(fields); err != nil {
			return name, nil, x, err
		}
		if x, err = s.Intake.Examine(c.ctx(), &capped{p, s.UploadBytes}, asked); err != nil {
			return name, asked, x, err
		}
		return name, asked, x, lateParts(mr)
	}
}

// lateParts refuses a form that names the part after its picture, which has been
// read as a whole by then.
func lateParts(mr *multipart.Reader) error {
	for {
		p, err := mr.NextRawPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return readFault(err)
		}
		if name := p.FormName(); name == "region" || name == "left" {
			return invalid("region", "part_late")
		}
	}
}

// askRefused shows a browser why its file was not taken, on the page where the
// next one can be chosen.
func (s *server) askRefused(c *call, name string, err error) error {
	var refused *format.Refusal
	f := classify(err)
	if !c.wantsHTML() || !errors.As(err, &refused) && f.status != http.StatusBadRequest && len(f.fields) == 0 {
		return err
	}
	c.fault = err
	s.meters.refused(f)
	detail := c.problem(f).Detail
	if len(f.fields) > 0 {
		detail = c.problem(f).Errors[0].Detail
	}
	return c.html(f.status, "ask/results.html", AskPage{
		Page: c.page("ask/results"), Name: name, Refused: detail, MaySend: maySend(c.viewer),
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
