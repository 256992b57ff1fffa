package render

import (
	"math/rand/v2"
	"testing"

	"lynceus/imaging/decode"
	"lynceus/imaging/synth"
)

func deep(w, h int, sample func(i int) uint16) *decode.Picture {
	r := decode.Raster{Width: w, Height: h, Y16: make([]uint16, w*h)}
	for i := range r.Y16 {
		r.Y16[i] = sample(i)
	}
	return picture(r)
}

func TestWindowShowsWhatIsThere(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	noise := func(mean, sigma float64) uint16 {
		return uint16(max(0, min(mean+sigma*r.NormFloat64(), 65535)))
	}
	type span [2]int
	for name, c := range map[string]struct {
		sample    func(i int) uint16
		low, high span // where the ends of the window must lie
	}{
		"evenly spread":         {func(i int) uint16 { return uint16(i * 6) }, span{100, 900}, span{59000, 60000}},
		"12 bits not stretched": {func(i int) uint16 { return uint16(i % 4096) }, span{5, 40}, span{4050, 4095}},
		"8 bits not stretched":  {func(i int) uint16 { return uint16(i % 256) }, span{0, 4}, span{250, 255}},
		"a small thing in much air": {func(i int) uint16 {
			if i < 100 { // a hundredth of a percent of the picture
				return uint16(2000 + 300*i)
			}
			return noise(60000, 150)
		}, span{2000, 5000}, span{60000, 61000}},
		"dead and burnt pixels": {func(i int) uint16 {
			switch i {
			case 5:
				return 0
			case 6:
				return 65535
			}
			return noise(30000+float64(i%9000), 200)
		}, span{27000, 31000}, span{38000, 42000}},
		"an empty scan":           {func(int) uint16 { return noise(60000, 80) }, span{54000, 57500}, span{59900, 60400}},
		"a black frame":           {func(int) uint16 { return noise(20, 8) }, span{0, 0}, span{128, 128}},
		"one level":               {func(int) uint16 { return 777 }, span{0, 0}, span{65535, 65535}},
		"two levels":              {func(i int) uint16 { return uint16(40000 + i%2) }, span{40000, 40000}, span{40001, 40001}},
		"a drawing of few levels": {func(i int) uint16 { return uint16(i % 7 * 9000) }, span{0, 0}, span{54000, 54000}},
		"a drawing mostly blank": {func(i int) uint16 {
			if i == 0 {
				return 500
			}
			return 65535
		}, span{500, 500}, span{65535, 65535}},
	} {
		w := windowOf(deep(100, 100, c.sample))
		if int(w.Low) < c.low[0] || int(w.Low) > c.low[1] || int(w.High) < c.high[0] || int(w.High) > c.high[1] {
			t.Errorf("%s: %d to %d, want %v to %v", name, w.Low, w.High, c.low, c.high)
		}
	}
}

func TestWindowReadsTheHistogramOfTheFile(t *testing.T) {
	p := deep(10, 10, func(i int) uint16 { return uint16(1000 * i) })
	p.Histogram = new([65536]uint32)
	for v := 20000; v < 30000; v++ {
		p.Histogram[v] = 5
	}
	if w := windowOf(p); w.Low < 19900 || w.Low > 20200 || w.High < 29800 || w.High > 30100 {
		t.Errorf("%d to %d", w.Low, w.High)
	}
}

// A scan of cargo keeps its shades from 16 bits to 8, whichever way round.
func TestScanOf16BitsKeepsItsShades(t *testing.T) {
	scene := synth.Draw(synth.Spec{Kind: synth.Container, Seed: 3, Width: 900})
	for _, polarity := range []synth.Polarity{synth.DarkAbsorbs, synth.BrightAbsorbs} {
		m := scene.XRay16(polarity, 1)
		p := deep(m.Rect.Dx(), m.Rect.Dy(), func(i int) uint16 { return (uint16(m.Pix[2*i])<<8 | uint16(m.Pix[2*i+1])) / 16 })
		s, err := Make(p)
		if err != nil {
			t.Fatal(err)
		}
		if s.Window == nil || s.Window.High > 4095 {
			t.Fatalf("window %v of a picture of 12 bits", s.Window)
		}
		seen := map[uint8]bool{}
		for _, v := range s.Thumb.Y {
			seen[v] = true
		}
		if len(seen) < 200 || !seen[0] || !seen[255] {
			t.Errorf("polarity %v: %d of 256 shades are used", polarity, len(seen))
		}
	}
	if s, err := Make(picture(grey(raster(scenery(30, 20), 1, 1)))); err != nil || s.Window != nil {
		t.Errorf("a picture of 8 bits has a window: %v, %v", s.Window, err)
	}
}
