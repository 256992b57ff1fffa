// Package hostile makes files that are built to kill, stall or fool whoever reads
// them. Tests of every room that takes pictures pass them through.
package hostile

import (
	"bytes"
	"fmt"
	"slices"

	"lynceus/imaging/format/formattest"
)

// Want is what must become of a file.
type Want string

const (
	Refused Want = "refused" // by a sentence, before or while it is decoded
	Taken   Want = "taken"   // it is a picture, if an odd one
	Either  Want = "either"  // damaged somewhere: all that counts is that no one dies
)

// File is a hostile file.
type File struct {
	Name  string
	Bytes []byte
	Want  Want
}

// Files lists all of them: some 580, none above 2 MB.
func Files() []File {
	return slices.Concat(Bombs(), Thin(), Polyglots(), Truncated(), Flipped())
}

// Bombs lists the files that claim, loop or lie.
func Bombs() []File {
	return slices.Concat(jpegs(), pngs(), tiffs(), webps(), gifs(), bmps())
}

// Polyglots lists pictures that are something else as well. They are taken, and
// nothing of the payload may come out again.
func Polyglots() []File {
	payload := []byte(Payload)
	zip := append([]byte("PK\x03\x04\x14\x00\x00\x00\x00\x00"), payload...)
	flat := formattest.Flat(formattest.Width, formattest.Height)
	flat.Before = formattest.Segment(0xfe, payload)
	return []File{
		{"PNG with a ZIP behind it", append(bytes.Clone(honest("PNG colour 8")), zip...), Taken},
		{"JPEG with a script in its comment", flat.Bytes(), Taken},
		{"JPEG with a web page behind it", append(bytes.Clone(honest("JPEG 4:2:0")), payload...), Taken},
		{"GIF with a script behind it", append(bytes.Clone(honest("GIF")), payload...), Taken},
		{"BMP with a program behind it", append(bytes.Clone(honest("BMP 24")), payload...), Taken},
	}
}

// Payload is what the polyglots carry.
const Payload = "<html><script>alert('lynceus-payload-5f1c')</script>"

// samples are the honest files that are cut and flipped: one for each path through a decoder.
var samples = []string{
	"JPEG 4:2:0", "JPEG progressive", "JPEG with restarts", "PNG grey 16", "PNG palette 4 interlaced", "PNG colour with alpha 8",
	"TIFF grey 16 LZW predicted LittleEndian strips", "TIFF colour 8 deflate BigEndian tiles", "TIFF grey 8 PackBits BigEndian strips",
	"WebP lossy", "WebP lossless", "WebP lossy with alpha", "BMP palette 4", "BMP 24", "GIF", "GIF animated",
}

// honest returns the file of formattest with that name.
func honest(name string) []byte { return formattest.Named(name).Bytes }

// Truncated lists files that end at an eighth of their length, two eighths and so on.
func Truncated() []File {
	var files []File
	for _, name := range samples {
		whole := honest(name)
		for eighth := range 8 {
			want := Refused
			if name == "GIF animated" { // whose first frame may be whole
				want = Either
			}
			files = append(files, File{fmt.Sprintf("%s cut at %d/8", name, eighth), whole[:len(whole)*eighth/8], want})
		}
	}
	return files
}

// Flipped lists 320 files with one bit changed, spread over the whole of each file.
func Flipped() []File {
	var files []File
	for _, name := range samples {
		whole := honest(name)
		for i := range 320 / len(samples) {
			b := bytes.Clone(whole)
			at := (len(b)*8*i/(320/len(samples)) + 5*i) % (len(b) * 8)
			b[at/8] ^= 1 << (at % 8)
			files = append(files, File{fmt.Sprintf("%s with bit %d flipped", name, at), b, Either})
		}
	}
	return files
}
