package decode

import (
	"bytes"
	"errors"
	"testing"

	"lynceus/imaging/format"
	"lynceus/imaging/format/formattest"
)

func sumOf(t *testing.T, file []byte, least int) [32]byte {
	t.Helper()
	_, p := open(t, file, least)
	if p.PixelSum == [32]byte{} {
		t.Error("no sum")
	}
	return p.PixelSum
}

func TestThePixelSumIsOfThePictureAlone(t *testing.T) {
	flat := formattest.Flat(64, 48)
	commented := flat
	commented.Before = append(formattest.Segment(0xfe, []byte("from the scanner at gate 4")), formattest.Segment(0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00<x/>"))...)
	turned, upright := flat, flat
	turned.Before = formattest.Segment(0xe1, append([]byte("Exif\x00\x00"), formattest.EXIF(6)...))
	upright.Before = formattest.Segment(0xe1, append([]byte("Exif\x00\x00"), formattest.EXIF(1)...))
	adobe := flat
	adobe.Adobe = 0 // the same data, but red, green and blue
	honest := func(name string) []byte { return formattest.Named(name).Bytes }
	for _, test := range []struct {
		name string
		a, b []byte
		same bool
	}{
		{"a comment and XMP added to a JPEG", flat.Bytes(), commented.Bytes(), true},
		{"EXIF that turns nothing", flat.Bytes(), upright.Bytes(), true},
		{"EXIF that turns", flat.Bytes(), turned.Bytes(), false},
		{"a film behind a JPEG", honest("JPEG flat"), honest("JPEG with a film after its end"), true},
		{"a JPEG whose colours mean something else", flat.Bytes(), adobe.Bytes(), false},
		{"a JPEG of another size", flat.Bytes(), formattest.Flat(64, 56).Bytes(), false},
		{"the same samples in PNG and TIFF", honest("PNG grey 16"), honest("TIFF grey 16 LZW predicted BigEndian tiles"), true},
		{"the same samples in PNG and BMP", honest("PNG colour 8"), honest("BMP 24"), true},
		{"the same samples interlaced", honest("PNG colour with alpha 8"), honest("PNG colour with alpha 8 interlaced"), true},
		{"black and white exchanged", honest("TIFF white is zero 8 BigEndian strips"), honest("TIFF grey 8 plain BigEndian strips"), false},
		{"16 bits and 8", honest("PNG grey 16"), honest("PNG grey 8"), false},
		{"EXIF around a WebP", honest("WebP lossy"), formattest.WebP(append(honest("WebP lossy")[12:], formattest.RIFFChunk("XMP ", []byte("<x/>"))...)), true},
		{"another WebP", honest("WebP lossy"), honest("WebP lossless"), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if same := sumOf(t, test.a, 2048) == sumOf(t, test.b, 2048); same != test.same {
				t.Errorf("same: %v", same)
			}
		})
	}
}

func TestThePixelSumDoesNotDependOnTheSizeWanted(t *testing.T) {
	for _, name := range []string{"JPEG 4:2:0", "JPEG progressive", "PNG grey 16", "PNG colour 8", "TIFF grey 8 LZW BigEndian tiles", "WebP lossy", "GIF", "BMP 24"} {
		if file := formattest.Named(name).Bytes; sumOf(t, file, 2048) != sumOf(t, file, 5) {
			t.Errorf("%s: the sums differ", name)
		}
	}
}

// broken fails to read from a place on.
type broken struct {
	*bytes.Reader
	from int64
}

var errDisk = errors.New("the disk is gone")

func (b broken) ReadAt(p []byte, off int64) (int, error) {
	if off+int64(len(p)) > b.from {
		return 0, errDisk
	}
	return b.Reader.ReadAt(p, off)
}

func TestAFailureOfReadingIsNoFaultOfThePicture(t *testing.T) {
	for _, name := range []string{"JPEG 4:2:0", "PNG grey 16", "TIFF grey 8 LZW BigEndian tiles", "WebP lossy", "GIF", "BMP 24"} {
		t.Run(name, func(t *testing.T) {
			file := formattest.Named(name).Bytes
			h, err := format.Parse(bytes.NewReader(file), int64(len(file)))
			if err != nil {
				t.Fatal(err)
			}
			r := broken{bytes.NewReader(file), int64(len(file) / 2)}
			if _, err := format.Parse(r, int64(len(file))); !errors.Is(err, errDisk) {
				t.Errorf("parse: %v", err)
			}
			if _, err := Decode(r, int64(len(file)), h, 2048); !errors.Is(err, errDisk) {
				t.Errorf("decode: %v", err)
			}
		})
	}
}
