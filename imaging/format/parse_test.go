package format_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"testing"

	"lynceus/imaging/format"
	"lynceus/imaging/format/formattest"
)

func TestTheHeaderSaysWhatTheFileIs(t *testing.T) {
	const w, h = formattest.Width, formattest.Height
	for name, want := range map[string]format.Header{
		"JPEG 4:2:0":                           {Kind: format.JPEG, Bits: 8, Channels: 3},
		"JPEG progressive grey":                {Kind: format.JPEG, Bits: 8, Channels: 1},
		"JPEG CMYK":                            {Kind: format.JPEG, Bits: 8, Channels: 4},
		"JPEG turned by EXIF":                  {Kind: format.JPEG, Bits: 8, Channels: 3, Orientation: 8},
		"PNG grey 16":                          {Kind: format.PNG, Bits: 16, Channels: 1, Streamed: true},
		"PNG grey 1 interlaced":                {Kind: format.PNG, Bits: 1, Channels: 1},
		"PNG colour with alpha 16":             {Kind: format.PNG, Bits: 16, Channels: 3, Alpha: true, Streamed: true},
		"PNG palette 4":                        {Kind: format.PNG, Bits: 4, Channels: 3, Palette: true, Streamed: true},
		"PNG palette with transparent colours": {Kind: format.PNG, Bits: 8, Channels: 3, Palette: true, Alpha: true, Streamed: true},
		"PNG animated":                         {Kind: format.PNG, Bits: 8, Channels: 1, Frames: 2, Streamed: true},
		"TIFF grey 16 LZW predicted LittleEndian tiles": {Kind: format.TIFF, Bits: 16, Channels: 1, Streamed: true},
		"TIFF colour with alpha BigEndian strips":       {Kind: format.TIFF, Bits: 8, Channels: 3, Alpha: true, Streamed: true},
		"TIFF palette 4 BigEndian strips":               {Kind: format.TIFF, Bits: 4, Channels: 3, Palette: true, Streamed: true},
		"TIFF of two pages":                             {Kind: format.TIFF, Bits: 8, Channels: 1, Frames: 2, Streamed: true},
		"TIFF turned":                                   {Kind: format.TIFF, Bits: 8, Channels: 1, Orientation: 3, Streamed: true},
		"WebP lossy":                                    {Kind: format.WebP, Bits: 8, Channels: 3},
		"WebP lossless with alpha":                      {Kind: format.WebP, Bits: 8, Channels: 3, Alpha: true},
		"WebP turned by EXIF":                           {Kind: format.WebP, Bits: 8, Channels: 3, Orientation: 5},
		"BMP 24":                                        {Kind: format.BMP, Bits: 8, Channels: 3, Streamed: true},
		"BMP palette 4":                                 {Kind: format.BMP, Bits: 4, Channels: 3, Palette: true, Streamed: true},
		"GIF animated":                                  {Kind: format.GIF, Bits: 8, Channels: 3, Palette: true, Frames: 3},
		"GIF with a transparent colour":                 {Kind: format.GIF, Bits: 8, Channels: 3, Palette: true, Alpha: true},
	} {
		want.Width, want.Height = w, h
		want.Orientation, want.Frames = max(want.Orientation, 1), max(want.Frames, 1)
		got, err := parse(formattest.Named(name).Bytes)
		want.Held = got.Held // decode's tests hold it against what decoding takes
		if err != nil || got != want || got.Held < 1 {
			t.Errorf("%s:\n got %+v, %v\nwant %+v", name, got, err, want)
		}
	}
}

func TestAnEXIFOrientationIsTakenOnlyWhereItMakesSense(t *testing.T) {
	tag := func(kind int, values ...int) []byte {
		return formattest.TIFF{Order: binary.LittleEndian, Pages: []formattest.Page{{Tags: []formattest.Tag{
			{Tag: formattest.TagOrientation, Kind: kind, Values: values},
		}}}}.Bytes()
	}
	short := tag(formattest.Short, 6)
	for _, test := range []struct {
		name string
		exif []byte
		want int
	}{
		{"1", formattest.EXIF(1), 1}, {"2", formattest.EXIF(2), 2}, {"3", formattest.EXIF(3), 3}, {"4", formattest.EXIF(4), 4},
		{"5", formattest.EXIF(5), 5}, {"6", formattest.EXIF(6), 6}, {"7", formattest.EXIF(7), 7}, {"8", formattest.EXIF(8), 8},
		{"little endian", short, 6},
		{"with the name before it", append([]byte("Exif\x00\x00"), short...), 6},
		{"0", formattest.EXIF(0), 1}, {"9", formattest.EXIF(9), 1}, {"65535", formattest.EXIF(65535), 1},
		{"of another type", tag(formattest.Long, 6), 1},
		{"of two values", tag(formattest.Short, 6, 6), 1},
		{"cut off", short[:len(short)-10], 1},
		{"empty", nil, 1},
		{"no EXIF", []byte("hello, this is no EXIF at all"), 1},
		{"directory in its own header", []byte("II*\x00\x00\x00\x00\x00\x00\x00\x00\x00"), 1},
		{"directory behind the end", []byte("MM\x00*\x7f\xff\xff\xff\x00\x00\x00\x00"), 1},
		{"many entries and no data", []byte("MM\x00*\x00\x00\x00\x08\xff\xff"), 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			j := formattest.Flat(16, 16)
			j.Before = formattest.Segment(0xe1, append([]byte("Exif\x00\x00"), test.exif...))
			png := append(formattest.PNGHeader(8, 8, 8, 0, 0), formattest.Chunk("IDAT", formattest.Deflate(make([]byte, 72)))...)
			png = append(append(png, formattest.Chunk("eXIf", test.exif)...), formattest.Chunk("IEND", nil)...)
			webp := formattest.WebP(formattest.Named("WebP lossy").Bytes[12:], formattest.RIFFChunk("EXIF", test.exif))
			for kind, file := range map[string][]byte{"JPEG": j.Bytes(), "PNG": png, "WebP": webp} {
				if kind != "WebP" && bytes.HasPrefix(test.exif, []byte("Exif")) {
					continue
				}
				if h, err := parse(file); err != nil || h.Orientation != test.want {
					t.Errorf("%s: %d, %v; want %d", kind, h.Orientation, err, test.want)
				}
			}
		})
	}
}

// TestLimits tries the sizes at the limits. The files have as much coded data as
// their size needs at least, so that nothing else is wrong with them.
func TestLimits(t *testing.T) {
	png := func(width, height, bits, interlaced int) []byte {
		data := make([]byte, height*((width*bits+7)/8+1)/1032+100)
		b := append(formattest.PNGHeader(width, height, bits, 0, interlaced), formattest.Chunk("IDAT", data)...)
		return append(b, formattest.Chunk("IEND", nil)...)
	}
	jpeg := func(width, height int) []byte {
		b := append(formattest.Flat(width, height).Start(), make([]byte, width*height/512)...)
		return append(b, 0xff, 0xd9)
	}
	for _, test := range []struct {
		name string
		file []byte
		code string
	}{
		{"PNG of 300 megapixels", png(30000, 10000, 1, 0), ""},
		{"PNG of more than 300 megapixels", png(30000, 10001, 1, 0), "too_many_pixels"},
		{"PNG interlaced of 50 megapixels", png(10000, 5000, 1, 1), ""},
		{"PNG interlaced of more than 50 megapixels", png(10000, 5001, 1, 1), "too_many_pixels"},
		{"PNG 65535 wide", png(65535, 10, 1, 0), ""},
		{"PNG 65536 wide", png(65536, 10, 1, 0), "side_too_long"},
		{"JPEG of 50 megapixels", jpeg(10000, 5000), ""},
		{"JPEG of more than 50 megapixels", jpeg(10000, 5001), "too_many_pixels"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := parse(test.file)
			var refused *format.Refusal
			code := ""
			if errors.As(err, &refused) {
				code = refused.Code
			}
			if code != test.code || err != nil && refused == nil {
				t.Errorf("%v, want %q", err, test.code)
			}
		})
	}
}

// counting fails the test when a parser reads more than it may.
type counting struct {
	io.ReaderAt
	bytes, calls int
}

func (c *counting) ReadAt(b []byte, off int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(b, off)
	c.bytes += n
	c.calls++
	return n, err
}

func TestParsingReadsTheFileOnceAtMost(t *testing.T) {
	for _, file := range formattest.Honest() {
		r := &counting{ReaderAt: bytes.NewReader(file.Bytes)}
		if _, err := format.Parse(r, int64(len(file.Bytes))); err != nil {
			t.Errorf("%s: %v", file.Name, err)
		}
		// A window here and there may see the same bytes again.
		if most := 4*len(file.Bytes) + 4096; r.bytes > most || r.calls > 40 {
			t.Errorf("%s: %d bytes in %d reads of a file of %d", file.Name, r.bytes, r.calls, len(file.Bytes))
		}
	}
}

func ExampleRefuse() {
	fmt.Println(format.Refuse(format.TIFF, "tiff_bits", 32))
	// Output: TIFF with 32 bits a sample is not read here: export with 8 or 16 bits.
}
