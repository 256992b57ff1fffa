package format_test

import (
	"bytes"
	"errors"
	"testing"

	"lynceus/imaging/format"
	"lynceus/imaging/format/formattest"
	"lynceus/imaging/format/hostile"
)

// seeds adds a file of each variant and each bomb that is small.
func seeds(f *testing.F) {
	for _, file := range append(formattest.Honest(), formattest.Unread()...) {
		f.Add(file.Bytes)
	}
	for _, file := range hostile.Bombs() {
		if len(file.Bytes) < 4096 {
			f.Add(file.Bytes)
		}
	}
}

func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, file []byte) {
		h, err := format.Parse(bytes.NewReader(file), int64(len(file)))
		var refused *format.Refusal
		if err != nil {
			if !errors.As(err, &refused) {
				t.Fatalf("%v is no refusal", err)
			}
			return
		}
		if h.Width < 1 || h.Height < 1 || h.Width > format.MaxSide || h.Height > format.MaxSide ||
			h.Width*h.Height > format.MaxStreamed || !h.Streamed && h.Width*h.Height > format.MaxWhole ||
			h.Bits < 1 || h.Bits > 16 || h.Orientation < 1 || h.Orientation > 8 || h.Frames < 1 {
			t.Fatalf("header %+v", h)
		}
	})
}
