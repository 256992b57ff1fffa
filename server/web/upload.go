package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"time"

	"lynceus/imaging/format"
	"lynceus/server/intake"
	"lynceus/storage/catalogue"
)

// addPictures is POST /cases/{id}/pictures: a form with any number of files
// "picture", streamed, each answered on its own, so that one refused file does
// not cost the others. The fields technique and role go with the files after them.
//
// Idempotency-Key makes a repeat the same answer; X-Content-SHA256 (hexadecimal)
// or Repr-Digest (RFC 9530, sha-256) is held against what arrives. They may stand
// at each part, or at the request, where a sum means the first file.
func (s *server) addPictures(c *call) error {
	k, err := s.caseOf(c)
	if err != nil {
		return err
	}
	if !k.Mine || !maySend(c.viewer) {
		return errForbidden
	}
	b := &batch{c: c, caseID: func() (string, error) { return k.ID, nil }}
	if err := b.read(); err != nil {
		return err
	}
	if len(b.files) == 0 {
		return errNoPicture
	}
	return b.answer(k)
}

// createCaseWithPictures makes an empty draft when the first file comes, whatever
// the order in which the browser sends files and fields, and fills it in at the
// end: what is wrong with a field does not cost the pictures.
func (s *server) createCaseWithPictures(c *call) error {
	var k catalogue.Case
	b := &batch{c: c}
	b.caseID = func() (string, error) {
		if k.ID != "" {
			return k.ID, nil
		}
		var err error
		k, err = s.DB.CreateCase(c.ctx(), c.viewer, catalogue.CaseForm{})
		return k.ID, err
	}
	if err := b.read(); err != nil {
		return err
	}
	f := caseFormOf(b.fields)
	saved, err := s.saveForm(c, k.ID, f)
	switch {
	case err != nil && k.ID == "":
		return c.again(err, "cases/new.html", func(p Page) (any, error) {
			return CaseFormPage{Page: p, Form: f, TLPs: catalogue.TLPs, MaySubmit: true}, nil
		})
	case err != nil:
		c.Header("Location", "/cases/"+k.ID) // where the pictures are
		return s.editAgain(c, err, k.ID, f)
	case c.wantsHTML() && b.refused() > 0:
		return b.answer(saved)
	case c.wantsHTML():
		return s.caseSaved(c, saved, b.fields.one("then"), http.StatusCreated)
	}
	c.Header("Location", "/cases/"+saved.ID)
	return c.json(http.StatusCreated, map[string]any{"case": saved, "files": append([]UploadedFile{}, b.files...)})
}

// saveForm fills in the case, or makes it when there is none yet.
func (s *server) saveForm(c *call, id string, f catalogue.CaseForm) (catalogue.Case, error) {
	if id == "" {
		return s.DB.CreateCase(c.ctx(), c.viewer, f)
	}
	return s.DB.UpdateCase(c.ctx(), c.viewer, id, f)
}

// batch is a form with files on its way in.
type batch struct {
	c      *call
	caseID func() (string, error) // asked at the first file
	fields form
	files  []UploadedFile
	length int // bytes of fields and their names
}

// read takes the body part by part. It fails only as long as no file was
// answered; what breaks off later is a file's answer, the last.
func (b *batch) read() error {
	mr, err := b.c.Request.MultipartReader()
	if err != nil {
		return errMedia
	}
	b.fields = form{}
	for {
		part, err := mr.NextRawPart()
		if err == io.EOF {
			return b.fields.check()
		}
		if err == nil {
			err = b.part(part)
		} else {
			err = readFault(err)
		}
		if err == nil {
			continue
		}
		if len(b.files) == 0 {
			return err
		}
		if err != errOver {
			b.files = append(b.files, b.c.refusedFile("", err))
		}
		return nil
	}
}

// errOver says that nothing more can be read, and that the last file has said so.
var errOver = errors.New("the body is over")

func (b *batch) part(part *multipart.Part) error {
	name := part.FileName()
	if name == "" && part.Header.Get("Content-Type") == "" {
		value, err := io.ReadAll(io.LimitReader(part, int64(maxFields-b.length)+1))
		if err != nil {
			return readFault(err)
		}
		if b.length += len(value) + len(part.FormName()) + fieldCost; b.length > maxFields {
			return &http.MaxBytesError{Limit: maxFields}
		}
		b.fields[part.FormName()] = append(b.fields[part.FormName()], string(value))
		return nil
	}
	if part.FormName() != "picture" {
		return badRequest(errors.New("file in another field than picture"))
	}
	if name == "" {
		return b.unnamed(part)
	}
	if len(b.files) >= maxFiles {
		return errTooMany
	}
	id, err := b.caseID()
	if err != nil {
		return err
	}
	file, err := b.add(id, part)
	b.files = append(b.files, file)
	return err
}

// unnamed is what a browser sends for a file field that was left empty. A file
// without a name that does hold something is refused.
func (b *batch) unnamed(part *multipart.Part) error {
	n, err := io.Copy(io.Discard, io.LimitReader(part, 1))
	if err != nil {
		return readFault(err)
	}
	if n > 0 {
		return badRequest(errors.New("file without a name"))
	}
	return nil
}

// add stores one file. The error is errOver when the body, and not the file, was at fault.
func (b *batch) add(caseID string, part *multipart.Part) (UploadedFile, error) {
	c := b.c
	u := intake.Upload{
		CaseID: caseID, Name: part.FileName(), Body: &capped{part, c.s.UploadBytes},
		Technique: b.fields.one("technique"), Role: b.fields.one("role"),
	}
	var err error
	if u.SHA256, u.Key, err = b.promises(part.Header); err != nil {
		return c.refusedFile(u.Name, err), nil
	}
	started := time.Now()
	added, err := c.s.Intake.Add(c.ctx(), c.viewer, u)
	c.s.meters.upload(added, err, time.Since(started))
	if err != nil {
		c.recordRefusal(caseID, err)
		if body := (*failure)(nil); errors.As(err, &body) || c.ctx().Err() != nil {
			return c.refusedFile(u.Name, err), errOver
		}
		return c.refusedFile(u.Name, err), nil
	}
	f := UploadedFile{Name: u.Name, Status: http.StatusCreated, Picture: &added.Picture, Already: added.Already}
	if added.Already {
		f.Status = http.StatusOK
	}
	for _, key := range added.Notes {
		f.Notes = append(f.Notes, c.t(key))
	}
	return f, nil
}

// recordRefusal puts on record that a file was refused and why, not which.
func (c *call) recordRefusal(caseID string, err error) {
	var refused *format.Refusal
	if !errors.As(err, &refused) {
		return
	}
	e := catalogue.Event{What: "picture.refused", CaseID: caseID, Details: map[string]any{"code": refused.Code}}
	if err := c.s.DB.Record(c.ctx(), c.viewer, e); err != nil {
		c.s.Log.Error("record", "id", c.id, "cause", err)
	}
}

// refusedFile is a file's answer when it was not kept.
func (c *call) refusedFile(name string, err error) UploadedFile {
	f := classify(err)
	p := c.problem(f)
	if f.status >= 500 {
		c.s.Log.Error("upload", "id", c.id, "cause", err)
	}
	c.s.meters.refused(f)
	return UploadedFile{Name: name, Status: f.status, Problem: p}
}

func (b *batch) refused() (n int) {
	for _, f := range b.files {
		if f.Problem != nil {
			n++
		}
	}
	return n
}

// answer tells what became of the files. A single one is answered as if it were
// the request; of several each has its status in a list (207).
func (b *batch) answer(k catalogue.Case) error {
	c := b.c
	status := http.StatusMultiStatus
	if len(b.files) == 1 {
		status = b.files[0].Status
		if after := retryAfter(status); after != "" {
			c.Header("Retry-After", after)
		}
	}
	if !c.wantsHTML() {
		if len(b.files) > 1 {
			return c.json(status, map[string]any{"files": b.files})
		}
		if p := b.files[0].Problem; p != nil {
			c.Header("Content-Type", "application/problem+json")
			return c.json(status, p)
		}
		c.Header("Location", "/pictures/"+b.files[0].Picture.ID)
		return c.json(status, b.files[0])
	}
	if b.refused() == 0 {
		c.setFlash("done", "flash.pictures_added")
		c.Redirect(http.StatusSeeOther, "/cases/"+k.ID)
		return nil
	}
	return c.html(status, "pictures/uploaded.html", UploadPage{Page: c.page("pictures/uploaded"), Case: k, Files: b.files})
}
