package decode

import (
	"bytes"
	"slices"
	"testing"

	"lynceus/imaging/format"
	"lynceus/imaging/format/formattest"
)

// open parses and decodes a file that must be taken.
func open(t *testing.T, file []byte, least int) (format.Header, *Picture) {
	t.Helper()
	h, err := format.Parse(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatalf("parse: %v", err)
	}
	p, err := Decode(bytes.NewReader(file), int64(len(file)), h, least)
	if err != nil {
		t.Fatalf("decode: %v", err)
	}
	return h, p
}

// shown is a sample of a raster as formattest has it: grey, or red, green and blue.
func shown(r *Raster, x, y, c int) int {
	i := y*r.Width + x
	if r.Y16 != nil {
		return int(r.Y16[i])
	}
	if len(r.Cb) == 0 {
		return int(r.Y[i])
	}
	across, down := (r.Width+r.ChromaW-1)/r.ChromaW, (r.Height+r.ChromaH-1)/r.ChromaH
	j := y/down*r.ChromaW + x/across
	light, cb, cr := float64(r.Y[i]), float64(r.Cb[j])-128, float64(r.Cr[j])-128
	v := [3]float64{light + 1.402*cr, light - 0.344136*cb - 0.714136*cr, light + 1.772*cb}[c]
	return int(min(max(v, 0), 255) + 0.5)
}

func TestEveryVariantDecodesToItsSamples(t *testing.T) {
	for _, file := range formattest.Honest() {
		t.Run(file.Name, func(t *testing.T) {
			h, p := open(t, file.Bytes, 2048)
			want := file.Want
			if h.Width != want.Width || h.Height != want.Height || p.Width != want.Width || p.Height != want.Height || p.Scale != 1 {
				t.Fatalf("%dx%d, raster %dx%d at scale %d", h.Width, h.Height, p.Width, p.Height, p.Scale)
			}
			if !slices.Equal(p.Notes, file.Notes) {
				t.Errorf("notes %q, want %q", p.Notes, file.Notes)
			}
			if wide := want.Bits == 16; wide != (p.Y16 != nil) || wide != (p.Histogram != nil) || wide != (p.Y == nil) {
				t.Fatalf("%d bits wanted; Y %d, Y16 %d", want.Bits, len(p.Y), len(p.Y16))
			}
			// Colours go through lightness and differences, which costs up to 2 of 255.
			off := file.Error
			if want.Channels == 3 {
				off += 2
			}
			worst, at := 0, [3]int{}
			for y := range p.Height {
				for x := range p.Width {
					for c := range want.Channels {
						v := wanted(want, x, y, c)
						got := shown(&p.Raster, x, y, c)
						if d := max(got-v, v-got); d > worst {
							worst, at = d, [3]int{x, y, c}
						}
					}
				}
			}
			if worst > off {
				t.Errorf("off by %d at %v, want %d at most", worst, at, off)
			}
		})
	}
}
