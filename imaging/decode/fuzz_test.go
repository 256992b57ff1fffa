package decode

import (
	"bytes"
	"errors"
	"testing"

	"lynceus/imaging/format"
	"lynceus/imaging/format/formattest"
	"lynceus/imaging/format/hostile"
)

// FuzzDecode looks for a file that stops a decoder. Our own decoders run without
// the net under them, so that a panic in one shows.
func FuzzDecode(f *testing.F) {
	for _, file := range formattest.Honest() {
		f.Add(file.Bytes, 7)
	}
	for _, file := range hostile.Bombs() {
		if len(file.Bytes) < 4096 {
			f.Add(file.Bytes, 2048)
		}
	}
	f.Fuzz(func(t *testing.T, file []byte, least int) {
		size := int64(len(file))
		h, err := format.Parse(bytes.NewReader(file), size)
		if err != nil || h.Width*h.Height > 1<<20 {
			return
		}
		read := Decode
		if h.Kind == format.PNG || h.Kind == format.TIFF || h.Kind == format.BMP {
			read = decode
		}
		p, err := read(bytes.NewReader(file), size, h, max(1, least))
		if err = refusal(h.Kind, err); err != nil {
			var refused *format.Refusal
			if !errors.As(err, &refused) {
				t.Fatalf("%v is no refusal", err)
			}
			return
		}
		if p.Width*p.Height != len(p.Y)+len(p.Y16) || p.ChromaW*p.ChromaH != len(p.Cb) || len(p.Cb) != len(p.Cr) {
			t.Fatalf("%dx%d, %dx%d: %d, %d, %d, %d samples", p.Width, p.Height, p.ChromaW, p.ChromaH, len(p.Y), len(p.Y16), len(p.Cb), len(p.Cr))
		}
		if longer := max(h.Width, h.Height); max(p.Width, p.Height) < min(longer, least) {
			t.Fatalf("%dx%d of %dx%d is less than %d", p.Width, p.Height, h.Width, h.Height, least)
		}
		if (p.Histogram != nil) != (p.Y16 != nil) {
			t.Fatal("a histogram belongs to 16 bits")
		}
	})
}
