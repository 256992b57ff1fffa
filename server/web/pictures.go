package web

import (
	"net/http"
	"strconv"

	"lynceus/server/search"
	"lynceus/storage/catalogue"
)

// showPicture is GET /pictures/{id}. Who looks is on record.
func (s *server) showPicture(c *call) error {
	p, k, err := s.pictureOf(c)
	if err != nil {
		return err
	}
	if !c.watching() {
		if err := s.DB.Saw(c.ctx(), c.viewer, k.ID, p.ID); err != nil {
			return err
		}
	}
	return c.reply("pictures/show.html", p, func() (any, error) {
		page := PicturePage{
			Page: c.page("pictures/show"), Picture: p, Case: k,
			CanEdit: rightsOn(k, c.viewer).CanEdit, CanDownload: k.Mine, CanDisclose: rightsOn(k, c.viewer).CanDisclose,
		}
		for i, other := range k.Pictures {
			if other.ID != p.ID {
				continue
			}
			if i > 0 {
				page.Previous = k.Pictures[i-1].ID
			}
			if i+1 < len(k.Pictures) {
				page.Next = k.Pictures[i+1].ID
			}
		}
		var err error
		if page.LookAlikes, err = s.alikesOfPicture(c, p); err != nil {
			return nil, err
		}
		page.Rejected, err = s.rejected(c, p.ID, page.LookAlikes)
		return page, err
	})
}

func (s *server) pictureOf(c *call) (p catalogue.Picture, k catalogue.Case, err error) {
	id, err := c.param("id")
	if err != nil {
		return p, k, err
	}
	if p, err = s.DB.Picture(c.ctx(), c.viewer, id); err != nil {
		return p, k, err
	}
	k, err = s.DB.Case(c.ctx(), c.viewer, p.CaseID)
	return p, k, err
}

func (s *server) alikesOfPicture(c *call, p catalogue.Picture) ([]LookAlike, error) {
	if !s.Index.Ready() {
		return nil, nil
	}
	if err := s.terms.refresh(c.ctx()); err != nil {
		return nil, err
	}
	defer s.meters.search("stored")()
	found, err := s.Index.SimilarTo(c.ctx(), c.viewer, p.ID, alikesOfPicture)
	if err != nil {
		return nil, err
	}
	links, err := s.DB.Links(c.ctx(), c.viewer, p.ID)
	if err != nil {
		return nil, err
	}
	return c.alikes(found, asking(p), links), nil
}

// alikesOfPart are the look-alikes of a part of a stored picture, which is none of
// them itself. What is said of the whole picture is not said of its part.
func (s *server) alikesOfPart(c *call, p catalogue.Picture, asked part) (all []LookAlike, flat bool, err error) {
	if err := s.terms.refresh(c.ctx()); err != nil {
		return nil, false, err
	}
	x, err := s.Intake.ExamineStored(c.ctx(), c.viewer, p.ID, asked)
	if err != nil {
		return nil, false, err
	}
	defer s.meters.search("region")()
	found, err := s.Index.Similar(c.ctx(), c.viewer, search.Query{
		FileSum: x.FileSum, PixelSum: x.PixelSum, Fingerprint: x.Fingerprint, Part: true, Exclude: p.ID,
	}, alikesOfPicture)
	if err != nil {
		return nil, false, err
	}
	of := asking(p)
	of.part = asked
	links, err := s.DB.Links(c.ctx(), c.viewer, p.ID)
	if err != nil {
		return nil, false, err
	}
	return c.alikes(found, of, links), x.Fingerprint.Flat, nil
}

// similar is GET /pictures/{id}/similar.
func (s *server) similar(c *call) error {
	p, _, err := s.pictureOf(c)
	if err != nil {
		return err
	}
	if !s.Index.Ready() {
		return errLoading
	}
	page := SimilarPage{Picture: p}
	asked, err := c.storedPart(p)
	switch {
	case err != nil && (!c.wantsHTML() || len(invalids(err)) == 0):
		return err
	case err != nil:
		page.Fault = c.problem(classify(err)).Errors[0].Detail
		page.Page = c.page("pictures/similar")
		return c.html(http.StatusUnprocessableEntity, "pictures/similar.html", page)
	case asked != nil:
		page.Part = shownPart(asked, p.Width, p.Height)
		page.LookAlikes, page.Flat, err = s.alikesOfPart(c, p, asked)
	default:
		page.LookAlikes, err = s.alikesOfPicture(c, p)
	}
	if err != nil {
		return err
	}
	return c.reply("pictures/similar.html", map[string]any{"look_alikes": bare(page.LookAlikes)}, func() (any, error) {
		page.Page = c.page("pictures/similar")
		page.Rejected, err = s.rejected(c, p.ID, page.LookAlikes)
		return page, err
	})
}

// describePicture is PATCH /pictures/{id} and its form: what is not sent stays.
func (s *server) describePicture(c *call) error {
	p, k, err := s.pictureOf(c)
	if err != nil {
		return err
	}
	if !k.Mine {
		return errForbidden
	}
	var d struct {
		Technique *string `json:"technique"`
		Role      *string `json:"role"`
		Position  *int    `json:"position"`
	}
	var wrong error
	err = c.bind(&d, func(f form) {
		if f["technique"] != nil {
			v := f.one("technique")
			d.Technique = &v
		}
		if f["role"] != nil {
			v := f.one("role")
			d.Role = &v
		}
		if f.one("position") != "" {
			n, err := strconv.Atoi(f.one("position"))
			if err != nil {
				wrong = invalid("position", "position")
			}
			d.Position = &n
		}
	})
	if err == nil {
		err = wrong
	}
	if err != nil {
		return err
	}
	technique, role, position := p.Technique, p.Role, p.Position
	if d.Technique != nil {
		technique = *d.Technique
	}
	if d.Role != nil {
		role = *d.Role
	}
	if d.Position != nil {
		position = *d.Position
	}
	p, err = s.DB.DescribePicture(c.ctx(), c.viewer, p.ID, technique, role, position)
	if err != nil {
		return err
	}
	return c.done(http.StatusOK, p, "/pictures/"+p.ID, "flash.saved")
}

// removePicture is DELETE /pictures/{id} and its form.
func (s *server) removePicture(c *call) error {
	p, _, err := s.pictureOf(c)
	if err != nil {
		return err
	}
	if err := s.DB.RemovePicture(c.ctx(), c.viewer, p.ID); err != nil {
		return err
	}
	return c.done(http.StatusNoContent, nil, "/cases/"+p.CaseID, "flash.picture_removed")
}
