package catalogue_test

import (
	"errors"
	"io/fs"
	"math"
	"reflect"
	"strings"
	"testing"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

func TestRegionsAreKeptOnTheirPicture(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, v := t.Context(), w.Officer(w.Home)
	c, other := w.Draft(w.Home), w.Draft(w.Home)
	in := catalogue.Region{PictureID: c.Pictures[0].ID, Polygon: [][2]float64{{0.1, 0.2}, {0.9, 0.2}, {0.5, 1}}, Label: " bricks\x00 "}
	r, err := w.DB.AddRegion(ctx, v, in)
	if err != nil || r.Label != "bricks" || r.ID == "" || r.Created.IsZero() {
		t.Fatalf("%+v, %v", r, err)
	}
	p, err := w.DB.Picture(ctx, v, in.PictureID)
	if err != nil || len(p.Regions) != 1 || !p.Regions[0].Created.Equal(r.Created) {
		t.Fatalf("%+v, %v", p.Regions, err)
	}
	p.Regions[0].Created = r.Created
	if !reflect.DeepEqual(p.Regions[0], r) {
		t.Errorf("kept %+v, want %+v", p.Regions[0], r)
	}
	for name, ids := range map[string][2]string{
		"through another picture": {other.Pictures[0].ID, r.ID},
		"a missing region":        {in.PictureID, catalogue.NewID()},
		"no region":               {in.PictureID, "\x00"},
		"a missing picture":       {catalogue.NewID(), r.ID},
	} {
		if err := w.DB.RemoveRegion(ctx, v, ids[0], ids[1]); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := w.DB.RemoveRegion(ctx, v, in.PictureID, r.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.DB.RemoveRegion(ctx, v, in.PictureID, r.ID); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("removed twice: %v", err)
	}
}

func TestPolygonsThatAreNoneAreRefused(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	id := w.Draft(w.Home).Pictures[0].ID
	triangle := [][2]float64{{0, 0}, {1, 0}, {1, 1}}
	for name, c := range map[string]struct {
		polygon [][2]float64
		label   string
		want    string
	}{
		"the whole picture": {[][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}}, "", "ok"},
		"nothing":           {nil, "", "polygon polygon"},
		"a line":            {[][2]float64{{0, 0}, {1, 1}}, "", "polygon polygon"},
		"no area":           {[][2]float64{{0, 0}, {0.5, 0.5}, {1, 1}}, "", "polygon polygon"},
		"outside":           {[][2]float64{{0, 0}, {1.01, 0}, {1, 1}}, "", "polygon polygon"},
		"negative":          {[][2]float64{{0, 0}, {1, -0.01}, {1, 1}}, "", "polygon polygon"},
		"not a number":      {[][2]float64{{0, 0}, {math.NaN(), 0}, {1, 1}}, "", "polygon polygon"},
		"too many corners":  {make([][2]float64, 501), "", "polygon too_many"},
		"a long label":      {triangle, strings.Repeat("x", 201), "label too_long"},
	} {
		_, err := w.DB.AddRegion(t.Context(), w.Officer(w.Home), catalogue.Region{PictureID: id, Polygon: c.polygon, Label: c.label})
		if got := outcome(t, err); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}
