package web_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"net/http"

	"lynceus/storage/catalogue"
)

// scene draws boxes in a truck, other ones for each seed: a picture of many
// edges, as x-rays are, so that it has a fingerprint of its own.
func scene(seed uint64) *image.Gray {
	r := rand.New(rand.NewPCG(seed, 7))
	m := image.NewGray(image.Rect(0, 0, 480, 320))
	for y := range 320 {
		for x := range 480 {
			m.SetGray(x, y, color.Gray{uint8(200 + 20*math.Sin(float64(x+y)/90))})
		}
	}
	for range 14 {
		w, h := 30+r.IntN(120), 30+r.IntN(90)
		x0, y0, shade := r.IntN(480-w), r.IntN(320-h), uint8(20+r.IntN(170))
		for y := y0; y < y0+h; y++ {
			for x := x0; x < x0+w; x++ {
				m.SetGray(x, y, color.Gray{shade})
			}
		}
	}
	return m
}

func encoded(m image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// disguised is a scene as another scanner shows it: mirrored and inverted.
func disguised(m *image.Gray) *image.Gray {
	out := image.NewGray(m.Bounds())
	w := m.Bounds().Dx()
	for y := range m.Bounds().Dy() {
		for x := range w {
			out.SetGray(w-1-x, y, color.Gray{255 - m.GrayAt(x, y).Y})
		}
	}
	return out
}

// pictured is a complete draft of an organisation with a real picture and a
// region on it, sent through the service.
func (h *house) pictured(o catalogue.Organisation, tlp catalogue.TLP, seed uint64) catalogue.Case {
	h.t.Helper()
	v, f := h.Officer(o), formOf(tlp)
	k, err := h.DB.CreateCase(h.t.Context(), v, f)
	h.must(err)
	body, media := upload(nil, file{name: "Scan 1.png", bytes: encoded(scene(seed))})
	h.want(http.StatusCreated, ask{method: "POST", path: "/cases/" + k.ID + "/pictures", as: &v, body: body, media: media})
	k, err = h.DB.Case(h.t.Context(), v, k.ID)
	h.must(err)
	h.want(http.StatusCreated, ask{method: "POST", path: "/pictures/" + k.Pictures[0].ID + "/regions", as: &v,
		body: `{"polygon":[[0.1,0.1],[0.5,0.1],[0.5,0.5]],"label":"false wall"}`})
	k, err = h.DB.Case(h.t.Context(), v, k.ID)
	h.must(err)
	return k
}

// release submits a case and opens it to an audience.
func (h *house) release(k catalogue.Case, o catalogue.Organisation, a catalogue.Audience) {
	h.t.Helper()
	h.Check(o, k.ID)
	v := h.Officer(o)
	_, err := h.DB.Submit(h.t.Context(), v, k.ID, "")
	h.must(err)
	_, err = h.DB.Release(h.t.Context(), v, k.ID, a, "")
	h.must(err)
}

var everyone = catalogue.Audience{Everyone: true}
