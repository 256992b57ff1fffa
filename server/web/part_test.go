package web_test

import (
	"encoding/json"
	"image"
	"image/draw"
	"net/url"
	"slices"
	"strings"
	"testing"

	"lynceus/storage/catalogue"
)

const quarter = `[[0.25,0.25],[0.75,0.25],[0.75,0.75],[0.25,0.75]]`

// parts are ways to name a part, and what is wrong with them.
var parts = map[string]struct{ field, value, fault string }{
	"a box":              {"region", quarter, ""},
	"a triangle":         {"region", `[[0,0],[1,0],[0.5,1]]`, ""},
	"the whole":          {"region", `[[0,0],[1,0],[1,1],[0,1]]`, ""},
	"a line":             {"region", `[[0,0],[1,1]]`, "part"},
	"no area":            {"region", `[[0,0],[0.5,0.5],[1,1]]`, "part_small"},
	"a thousandth":       {"region", `[[0,0],[0.0316,0],[0.0316,0.0316],[0,0.0316]]`, "part_small"},
	"outside":            {"region", `[[0,0],[1.01,0],[1,1]]`, "part"},
	"negative":           {"region", `[[0,0],[1,-0.01],[1,1]]`, "part"},
	"not JSON":           {"region", `0,0,1,1`, "part"},
	"not a number":       {"region", `[[0,0],["x",0],[1,1]]`, "part"},
	"three values":       {"region", `{"x":1}`, "part"},
	"sixty-five corners": {"region", "[" + strings.Repeat("[0.1,0.1],", 64) + "[1,1]]", "part"},
	"very long":          {"region", "[" + strings.Repeat(" ", 9000) + quarter[1:], "part"},
	"only the left":      {"left", "20", "part"},
	"words":              {"left", "x", "part"},
}

func TestAskingWithAPart(t *testing.T) {
	h := newHouse(t)
	k := h.pictured(h.Home, "GREEN", 1)
	id := k.Pictures[0].ID
	v := h.As(h.Home, catalogue.RoleViewer)
	objects, pictures, regions := h.stored(), h.rows("pictures"), h.rows("regions")
	asked := func(fields map[string][]string) ask {
		body, media := upload(fields, file{name: "q.png", bytes: encoded(disguised(scene(1)))})
		return ask{method: "POST", path: "/ask", as: &v, body: body, media: media}
	}
	for name, c := range parts {
		status := 200
		if c.fault != "" {
			status = 422
		}
		for _, a := range []ask{
			asked(map[string][]string{c.field: {c.value}}),
			{path: "/pictures/" + id + "/similar?" + url.Values{c.field: {c.value}}.Encode(), as: &v},
		} {
			if strings.HasPrefix(a.path, "/ask") && name == "very long" {
				continue // too long to be looked at
			}
			g := h.do(a)
			if g.StatusCode != status || c.fault != "" && !strings.Contains(g.String(), `"code":"`+c.fault+`"`) {
				t.Errorf("%s: %s %.40s: %d: %.300s", name, a.method, a.path, g.StatusCode, g.body)
			}
		}
	}
	box := map[string][]string{"left": {"25"}, "top": {"25,5"}, "width": {"50"}, "height": {"50"}}
	h.want(200, asked(box))
	a := asked(box)
	a.html = true
	selects(t, h.want(200, a), `lyn-part .outlines polygon`, `input[name="top"][value="25.5"]`)
	a = asked(map[string][]string{"region": {"[]"}})
	a.html = true
	selects(t, h.want(422, a), `.notice.bad`)

	late, media := upload(nil, file{name: "q.png", bytes: encoded(scene(1))})
	late = strings.Replace(late, "\r\n--"+boundary(media)+"--", "\r\n--"+boundary(media)+"\r\nContent-Disposition: form-data; name=\"region\"\r\n\r\n"+quarter+"\r\n--"+boundary(media)+"--", 1)
	if g := h.want(422, ask{method: "POST", path: "/ask", as: &v, body: late, media: media}); !strings.Contains(g.String(), "part_late") {
		t.Errorf("%s", g)
	}
	if n := h.stored(); n != objects || len(h.spooled()) > 0 || h.rows("pictures") != pictures || h.rows("regions") != regions {
		t.Errorf("asking with parts has left %d objects more, %q, %d pictures more, %d regions", n-objects, h.spooled(), h.rows("pictures")-pictures, h.rows("regions")-regions)
	}
}

// Of a picture with an empty corner, the corner is flat and the rest is not: what is
// asked with is the part.
func TestThePartIsWhatIsCompared(t *testing.T) {
	h := newHouse(t)
	v, k := h.draftOf()
	m := scene(1)
	draw.Draw(m, image.Rect(0, 0, 240, 160), image.White, image.Point{}, draw.Src)
	body, media := upload(nil, file{name: "corner.png", bytes: encoded(m)})
	h.want(201, ask{method: "POST", path: "/cases/" + k.ID + "/pictures", as: &v, body: body, media: media})
	k, err := h.DB.Case(t.Context(), v, k.ID)
	h.must(err)
	for name, c := range map[string]struct {
		left, top string
		flat      bool
	}{"the empty corner": {"2", "2", true}, "the full one": {"50", "50", false}} {
		fields := map[string][]string{"left": {c.left}, "top": {c.top}, "width": {"45"}, "height": {"45"}}
		body, media := upload(fields, file{name: "corner.png", bytes: encoded(m)})
		g := h.want(200, ask{method: "POST", path: "/ask", as: &v, body: body, media: media})
		if got := into[struct {
			Flat bool `json:"flat"`
		}](h, g); got.Flat != c.flat {
			t.Errorf("asked with %s: flat %t", name, got.Flat)
		}
		g = h.want(200, ask{path: "/pictures/" + k.Pictures[0].ID + "/similar?" + url.Values(fields).Encode(), as: &v, html: true})
		if got := strings.Contains(g.String(), "nothing to see in this part"); got != c.flat {
			t.Errorf("stored, %s: flat %t", name, got)
		}
	}
}

func TestARegionIsLookedForElsewhere(t *testing.T) {
	h := newHouse(t)
	v := h.Officer(h.Home)
	k, other := h.pictured(h.Home, "GREEN", 1), h.pictured(h.Home, "GREEN", 2)
	id := k.Pictures[0].ID
	var polygon [][2]float64
	h.must(json.Unmarshal([]byte(quarter), &polygon))
	r, err := h.DB.AddRegion(t.Context(), v, catalogue.Region{PictureID: id, Polygon: polygon})
	h.must(err)
	fine := slices.Repeat(polygon[:1], 200) // more corners than a question may have
	f, err := h.DB.AddRegion(t.Context(), v, catalogue.Region{PictureID: id, Polygon: append(fine, polygon[1:]...)})
	h.must(err)
	selects(t, h.want(200, ask{path: "/pictures/" + id, as: &v, html: true}), `a[href="/pictures/`+id+`/similar?region_id=`+r.ID+`"]`)
	for _, region := range []string{r.ID, f.ID} {
		g := h.want(200, ask{path: "/pictures/" + id + "/similar?region_id=" + region, as: &v, html: true})
		selects(t, g, `.outlines polygon`, `input[name="left"][value="25"]`, `a[href="/pictures/`+id+`/similar"]`)
		if strings.Contains(h.want(200, ask{path: "/pictures/" + id + "/similar?region_id=" + region, as: &v}).String(), `"id":"`+id+`","case"`) {
			t.Error("the picture itself is an answer")
		}
	}
	// A region of another picture, and one that is none, are the same answer.
	g := h.want(404, ask{path: "/pictures/" + other.Pictures[0].ID + "/similar?region_id=" + r.ID, as: &v})
	same(t, "region", g, h.want(404, ask{path: "/pictures/" + id + "/similar?region_id=" + catalogue.NewID(), as: &v}))
	g = h.want(422, ask{path: "/pictures/" + id + "/similar?left=200&top=0&width=1&height=1", as: &v, html: true})
	selects(t, g, `.notice.bad`, `lyn-part form`)
}

func boundary(media string) string {
	_, b, _ := strings.Cut(media, "boundary=")
	return b
}

// rows counts those of a table.
func (h *house) rows(table string) (n int) {
	h.t.Helper()
	h.must(h.SQL.QueryRowContext(h.t.Context(), `SELECT count(*) FROM `+table).Scan(&n))
	return n
}
