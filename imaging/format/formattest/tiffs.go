package formattest

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// tiffSpec is a page of a TIFF to be made of the scene.
type tiffSpec struct {
	meaning, bits, samples int
	from                   pick
	compression            int
	predicted              bool
	tiled                  bool
	extra                  []Tag
}

// page cuts the scene into strips of 6 rows or tiles of 16x16 pixels.
func (s tiffSpec) page(order binary.AppendByteOrder) Page {
	bits := slices.Repeat([]int{s.bits}, s.samples)
	p := Page{Tags: append([]Tag{
		{TagWidth, Short, []int{Width}}, {TagHeight, Long, []int{Height}}, {TagBits, Short, bits},
		{TagCompression, Short, []int{max(s.compression, compressionPlain)}}, {TagMeaning, Short, []int{s.meaning}},
		{TagSamples, Short, []int{s.samples}},
	}, s.extra...)}
	if s.predicted {
		p.Tags = append(p.Tags, Tag{TagPredictor, Short, []int{2}})
	}
	if !s.tiled {
		p.Tags = append(p.Tags, Tag{TagStripOffsets, Long, nil}, Tag{TagStripLengths, Short, nil}, Tag{TagRowsPerStrip, Short, []int{6}})
		for y := 0; y < Height; y += 6 {
			p.Blocks = append(p.Blocks, s.block(order, 0, y, Width, min(y+6, Height)))
		}
		return p
	}
	p.Tags = append(p.Tags, Tag{TagTileOffsets, Long, nil}, Tag{TagTileLengths, Long, nil},
		Tag{TagTileWidth, Short, []int{16}}, Tag{TagTileHeight, Short, []int{16}})
	for y := 0; y < Height; y += 16 {
		for x := 0; x < Width; x += 16 {
			p.Blocks = append(p.Blocks, s.block(order, x, y, x+16, y+16))
		}
	}
	return p
}

// block codes a part of the scene.
func (s tiffSpec) block(order binary.AppendByteOrder, x0, y0, x1, y1 int) []byte {
	var raw []byte
	for y := y0; y < y1; y++ {
		row := pack(s.from, y, x0, 1, x1, s.samples, s.bits)
		if s.predicted {
			difference(row, s.samples, s.bits)
		}
		if s.bits == 16 && order.(binary.ByteOrder) == binary.ByteOrder(binary.LittleEndian) {
			for i := 0; i < len(row); i += 2 {
				row[i], row[i+1] = row[i+1], row[i]
			}
		}
		raw = append(raw, row...)
	}
	switch s.compression {
	case 5:
		return LZW(raw)
	case 8, 32946:
		return Deflate(raw)
	case 32773:
		return PackBits(raw)
	}
	return raw
}

// tiffs lists the TIFF variants, each in both byte orders, in strips and in tiles.
func tiffs() []File {
	var files []File
	add := func(name string, s tiffSpec, w *Samples, notes ...string) {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			for _, s.tiled = range []bool{false, true} {
				blocks := map[bool]string{false: "strips", true: "tiles"}[s.tiled]
				files = append(files, File{
					Name: fmt.Sprintf("TIFF %s %v %s", name, order, blocks), Want: w, Notes: notes,
					Bytes: TIFF{order, []Page{s.page(order)}}.Bytes(),
				})
			}
		}
	}
	coding := []struct {
		name      string
		code      int
		predicted bool
	}{
		{"plain", 1, false}, {"LZW", 5, false}, {"LZW predicted", 5, true}, {"deflate", 8, false},
		{"deflate predicted", 8, true}, {"old deflate", 32946, false}, {"PackBits", 32773, false},
	}
	for _, c := range coding {
		for _, bits := range []int{8, 16} {
			notes := []string(nil)
			if bits == 16 {
				notes = []string{"note.colour_16_bit"}
			}
			add(fmt.Sprintf("grey %d %s", bits, c.name),
				tiffSpec{meaning: 1, bits: bits, samples: 1, from: grey(bits), compression: c.code, predicted: c.predicted},
				of(grey(bits), 1, bits, bits, 0))
			add(fmt.Sprintf("colour %d %s", bits, c.name),
				tiffSpec{meaning: 2, bits: bits, samples: 3, from: rgba(bits), compression: c.code, predicted: c.predicted},
				of(rgba(bits), 3, bits, 8, 0), notes...)
		}
	}
	for _, bits := range []int{1, 2, 4, 8, 12, 16} {
		add(fmt.Sprintf("white is zero %d", bits), tiffSpec{meaning: 0, bits: bits, samples: 1, from: grey(bits)},
			want(1, 8+bits/9*8, func(x, y, _ int) float64 { return 1 - float64(grey(bits)(x, y, 0))/float64(uint(1)<<bits-1) }))
	}
	for _, bits := range []int{1, 4, 8} {
		colours := table(1 << bits)
		add(fmt.Sprintf("palette %d", bits), tiffSpec{
			meaning: 3, bits: bits, samples: 1, from: indices(1 << bits), extra: []Tag{{TagColourMap, Short, colourMap(colours)}},
		}, indexed(indices(1<<bits), colours, nil))
	}
	straight, unknown := []Tag{{TagExtraSamples, Short, []int{2}}}, []Tag{{TagExtraSamples, Short, []int{0}}}
	add("colour with alpha", tiffSpec{meaning: 2, bits: 8, samples: 4, from: rgba(8), extra: straight}, of(rgba(8), 3, 8, 8, 3))
	add("colour with a sample of unknown use", tiffSpec{meaning: 2, bits: 8, samples: 4, from: rgba(8), extra: unknown}, of(rgba(8), 3, 8, 8, 0))
	add("grey with alpha", tiffSpec{meaning: 1, bits: 16, samples: 2, from: greyAlpha(16), extra: straight}, of(greyAlpha(16), 1, 16, 16, 1))
	return append(files, oddTIFFs()...)
}

// oddTIFFs have directories that most TIFFs do not have.
func oddTIFFs() []File {
	order := binary.BigEndian
	plain := tiffSpec{meaning: 1, bits: 8, samples: 1, from: grey(8)}.page(order)
	w := of(grey(8), 1, 8, 8, 0)
	bare := plain
	bare.Tags = slices.DeleteFunc(slices.Clone(plain.Tags), func(t Tag) bool { return t.Tag == TagStripLengths })
	multiplied := tiffSpec{meaning: 2, bits: 8, samples: 4, extra: []Tag{{TagExtraSamples, Short, []int{1}}}, from: func(x, y, c int) uint16 {
		v := rgba(8)(x, y, c)
		if c < 3 {
			v = v * rgba(8)(x, y, 3) / 255
		}
		return v
	}}
	return []File{
		{Name: "TIFF of two pages", Bytes: TIFF{order, []Page{plain, plain}}.Bytes(), Want: w, Notes: []string{"note.tiff_first_page"}},
		{Name: "TIFF with a smaller copy of its page", Bytes: TIFF{order, []Page{plain, plain.Set(TagKindOfPage, Long, 1)}}.Bytes(), Want: w},
		{Name: "TIFF turned", Bytes: TIFF{order, []Page{plain.Set(TagOrientation, Short, 3)}}.Bytes(), Want: w},
		{Name: "TIFF without lengths of strips", Bytes: TIFF{order, []Page{bare}}.Bytes(), Want: w},
		{Name: "TIFF with colours multiplied by alpha", Bytes: TIFF{order, []Page{multiplied.page(order)}}.Bytes(), Want: of(rgba(8), 3, 8, 8, 3), Error: 1},
	}
}

// colourMap is a table as TIFF keeps it: all reds, all greens, all blues, of 16 bits.
func colourMap(t [][3]uint8) []int {
	var values []int
	for c := range 3 {
		for _, v := range t {
			values = append(values, int(v[c])*257)
		}
	}
	return values
}
