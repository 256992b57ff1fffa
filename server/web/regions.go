package web

import (
	"encoding/json"
	"net/http"

	"lynceus/storage/catalogue"
)

// regions is GET /pictures/{id}/regions.
func (s *server) regions(c *call) error {
	p, _, err := s.pictureOf(c)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, map[string]any{"regions": append([]catalogue.Region{}, p.Regions...)})
}

// addRegion is POST /pictures/{id}/regions: a polygon in fractions of the upright
// picture and a label. In a form the polygon is JSON in a field.
func (s *server) addRegion(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	var in struct {
		Polygon [][2]float64 `json:"polygon"`
		Label   string       `json:"label"`
	}
	var wrong error
	err = c.bind(&in, func(f form) {
		in.Label = f.one("label")
		if json.Unmarshal([]byte(f.one("polygon")), &in.Polygon) != nil {
			wrong = invalid("polygon", "polygon")
		}
	})
	if err == nil {
		err = wrong
	}
	if err != nil {
		return err
	}
	r, err := s.DB.AddRegion(c.ctx(), c.viewer, catalogue.Region{PictureID: id, Polygon: in.Polygon, Label: in.Label})
	if err != nil {
		return err
	}
	return c.done(http.StatusCreated, r, "/pictures/"+id, "flash.region_added")
}

// removeRegion is DELETE /pictures/{id}/regions/{region} and its form.
func (s *server) removeRegion(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	region, err := c.param("region")
	if err != nil {
		return err
	}
	if err := s.DB.RemoveRegion(c.ctx(), c.viewer, id, region); err != nil {
		return err
	}
	return c.done(http.StatusNoContent, nil, "/pictures/"+id, "flash.region_removed")
}
