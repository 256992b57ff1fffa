package formattest

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// Chunk makes a PNG chunk with its checksum.
func Chunk(name string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, name...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// PNGHeader is the signature and an IHDR chunk.
func PNGHeader(width, height, bits, colourType, interlaced int) []byte {
	data := binary.BigEndian.AppendUint32(nil, uint32(width))
	data = binary.BigEndian.AppendUint32(data, uint32(height))
	data = append(data, byte(bits), byte(colourType), 0, 0, byte(interlaced))
	return append([]byte("\x89PNG\r\n\x1a\n"), Chunk("IHDR", data)...)
}

// Deflate is data as a zlib stream.
func Deflate(data []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write(data)
	z.Close()
	return b.Bytes()
}

// pngSpec is a PNG to be made.
type pngSpec struct {
	colourType, bits, samples int
	from                      pick
	interlaced                bool
	before                    []byte // chunks between IHDR and IDAT
	part                      int    // bytes of an IDAT chunk; 0 for all in one
}

func (s pngSpec) file() []byte {
	interlaced := 0
	var raw []byte
	if s.interlaced {
		interlaced = 1
		for _, p := range [7][4]int{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}} {
			raw = append(raw, s.rows(p[0], p[1], p[2], p[3])...)
		}
	} else {
		raw = s.rows(0, 0, 1, 1)
	}
	b := append(PNGHeader(Width, Height, s.bits, s.colourType, interlaced), s.before...)
	data := Deflate(raw)
	for part := s.part; part > 0 && len(data) > part; data = data[part:] {
		b = append(b, Chunk("IDAT", data[:part])...)
	}
	b = append(b, Chunk("IDAT", data)...)
	return append(b, Chunk("IEND", nil)...)
}

// rows filters the rows of one pass, each with the next of the five filters.
func (s pngSpec) rows(x, y, dx, dy int) []byte {
	var out []byte
	step := max(1, s.samples*s.bits/8)
	var last []byte
	for n := 0; y < Height; y, n = y+dy, n+1 {
		row := pack(s.from, y, x, dx, Width, s.samples, s.bits)
		if len(row) == 0 {
			return nil
		}
		if last == nil {
			last = make([]byte, len(row))
		}
		out = append(out, byte(n%5))
		for i, v := range row {
			var left, corner byte
			if i >= step {
				left, corner = row[i-step], last[i-step]
			}
			out = append(out, v-predict(n%5, left, last[i], corner))
		}
		last = row
	}
	return out
}

// predict is the value that a PNG filter expects.
func predict(filter int, left, up, corner byte) byte {
	switch filter {
	case 1:
		return left
	case 2:
		return up
	case 3:
		return byte((int(left) + int(up)) / 2)
	case 4:
		p := int(left) + int(up) - int(corner)
		best, nearest := left, 1<<16
		for _, v := range []byte{left, up, corner} {
			if d := max(p-int(v), int(v)-p); d < nearest {
				best, nearest = v, d
			}
		}
		return best
	}
	return 0
}

// pngs lists the PNG variants, plain and interlaced.
func pngs() []File {
	var files []File
	add := func(name string, s pngSpec, w *Samples, notes ...string) {
		for _, s.interlaced = range []bool{false, true} {
			n := name
			if s.interlaced {
				n += " interlaced"
			}
			files = append(files, File{Name: "PNG " + n, Bytes: s.file(), Want: w, Notes: notes})
		}
	}
	for _, bits := range []int{1, 2, 4, 8, 16} {
		add(fmt.Sprintf("grey %d", bits), pngSpec{colourType: 0, bits: bits, samples: 1, from: grey(bits)}, of(grey(bits), 1, bits, max(8, bits), 0))
		if bits == 16 {
			break
		}
		from, colours := indices(1<<bits-bits/2), table(1<<bits-bits/2)
		add(fmt.Sprintf("palette %d", bits), pngSpec{colourType: 3, bits: bits, samples: 1, from: from, before: plte(colours)}, indexed(from, colours, nil))
	}
	clear := []uint8{0, 100, 255, 7}
	add("palette with transparent colours",
		pngSpec{colourType: 3, bits: 8, samples: 1, from: indices(9), before: append(plte(table(9)), Chunk("tRNS", clear)...)},
		indexed(indices(9), table(9), clear))
	for _, bits := range []int{8, 16} {
		notes := []string(nil)
		if bits == 16 {
			notes = []string{"note.colour_16_bit"}
		}
		add(fmt.Sprintf("grey with alpha %d", bits), pngSpec{colourType: 4, bits: bits, samples: 2, from: greyAlpha(bits)}, of(greyAlpha(bits), 1, bits, bits, 1))
		add(fmt.Sprintf("colour %d", bits), pngSpec{colourType: 2, bits: bits, samples: 3, from: rgba(bits)}, of(rgba(bits), 3, bits, 8, 0), notes...)
		add(fmt.Sprintf("colour with alpha %d", bits), pngSpec{colourType: 6, bits: bits, samples: 4, from: rgba(bits)}, of(rgba(bits), 3, bits, 8, 3), notes...)
	}
	return append(files, oddPNGs()...)
}

// oddPNGs have parts that most PNGs do not have.
func oddPNGs() []File {
	plain := pngSpec{colourType: 0, bits: 8, samples: 1, from: grey(8)}
	w := of(grey(8), 1, 8, 8, 0)
	many := plain
	many.part = 3
	hidden := plain
	hidden.before = Chunk("tRNS", binary.BigEndian.AppendUint16(nil, grey(8)(20, 20, 0)))
	animated := plain
	animated.before = Chunk("acTL", []byte{0, 0, 0, 2, 0, 0, 0, 0})
	told := plain
	told.before = append(Chunk("eXIf", EXIF(6)), Chunk("zTXt", append([]byte("Comment\x00\x00"), Deflate(make([]byte, 1<<20))...))...)
	return []File{
		{Name: "PNG in parts of 3 bytes", Bytes: many.file(), Want: w},
		{Name: "PNG with a transparent grey", Bytes: hidden.file(), Want: want(1, 8, func(x, y, _ int) float64 {
			if grey(8)(x, y, 0) == grey(8)(20, 20, 0) {
				return 1
			}
			return float64(grey(8)(x, y, 0)) / 255
		})},
		{Name: "PNG animated", Bytes: animated.file(), Want: w, Notes: []string{"note.png_first_frame"}},
		{Name: "PNG turned by EXIF, with a compressed text", Bytes: told.file(), Want: w},
	}
}

func plte(t [][3]uint8) []byte {
	var data []byte
	for _, c := range t {
		data = append(data, c[:]...)
	}
	return Chunk("PLTE", data)
}

// EXIF is an EXIF block that says how a picture must be turned, and who made it.
func EXIF(orientation int) []byte {
	return TIFF{Order: binary.BigEndian, Pages: []Page{{Tags: []Tag{
		{271, 2, []int{'A', 'c', 'm', 'e', 0}}, {TagOrientation, Short, []int{orientation}},
	}}}}.Bytes()
}
