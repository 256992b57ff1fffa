package worker

import (
	"bytes"
	"image"
	"image/jpeg"
	"slices"
	"testing"
)

func TestBaseline(t *testing.T) {
	good := tinyJPEG()
	// segment puts one behind the first marker.
	segment := func(marker byte, body ...byte) []byte {
		n := len(body) + 2
		return slices.Concat(good[:2], []byte{0xFF, marker, byte(n >> 8), byte(n)}, body, good[2:])
	}
	var grown bytes.Buffer
	jpeg.Encode(&grown, image.NewYCbCr(image.Rect(0, 0, 33, 17), image.YCbCrSubsampleRatio420), nil)
	scan := bytes.Index(good, []byte{0xFF, 0xDA})
	for name, c := range map[string]struct {
		b    []byte
		w, h int // 0 for refused
	}{
		"grey":                   {good, 8, 8},
		"colour":                 {grown.Bytes(), 33, 17},
		"JFIF header":            {segment(0xE0, append([]byte("JFIF\x00"), make([]byte, 9)...)...), 8, 8},
		"JFIF with a thumbnail":  {segment(0xE0, append([]byte("JFIF\x00"), make([]byte, 12)...)...), 0, 0},
		"EXIF":                   {segment(0xE1, []byte("Exif\x00\x00")...), 0, 0},
		"colour profile":         {segment(0xE2, []byte("ICC_PROFILE\x00")...), 0, 0},
		"comment":                {segment(0xFE, []byte("hello")...), 0, 0},
		"bytes after the end":    {append(slices.Clone(good), 0), 0, 0},
		"a second picture":       {append(slices.Clone(good), good...), 0, 0},
		"comment within a scan":  {slices.Concat(good[:len(good)-2], []byte{0xFF, 0xFE, 0, 3, 'x'}, good[len(good)-2:]), 0, 0},
		"no end":                 {good[:len(good)-2], 0, 0},
		"no scan":                {good[:scan], 0, 0},
		"progressive":            {bytes.Replace(good, []byte{0xFF, 0xC0}, []byte{0xFF, 0xC2}, 1), 0, 0},
		"two frames":             {slices.Concat(good[:scan], good[2:]), 0, 0},
		"no width":               {bytes.Replace(good, []byte{0, 8, 0, 8}, []byte{0, 8, 0, 0}, 1), 0, 0},
		"segment longer than it": {[]byte{0xFF, 0xD8, 0xFF, 0xDB, 0xFF, 0xFF}, 0, 0},
		"empty":                  {nil, 0, 0},
		"another format":         {[]byte("\x89PNG\r\n\x1a\n"), 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w, h, err := baseline(c.b)
			if w != c.w || h != c.h || (err == nil) != (c.w > 0) {
				t.Errorf("%dx%d, %v", w, h, err)
			}
		})
	}
}
