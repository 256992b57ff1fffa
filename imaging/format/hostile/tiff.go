package hostile

import (
	"bytes"
	"encoding/binary"
	"slices"

	"lynceus/imaging/format/formattest"
)

// page is one page of grey with its data in equal strips or tiles.
func page(width, height, bits, compression int, blocks ...[]byte) formattest.Page {
	return formattest.Page{Blocks: blocks, Tags: []formattest.Tag{
		{Tag: formattest.TagWidth, Kind: formattest.Long, Values: []int{width}},
		{Tag: formattest.TagHeight, Kind: formattest.Long, Values: []int{height}},
		{Tag: formattest.TagBits, Kind: formattest.Short, Values: []int{bits}},
		{Tag: formattest.TagCompression, Kind: formattest.Short, Values: []int{compression}},
		{Tag: formattest.TagMeaning, Kind: formattest.Short, Values: []int{1}},
		{Tag: formattest.TagRowsPerStrip, Kind: formattest.Long, Values: []int{max(1, height/max(1, len(blocks)))}},
		{Tag: formattest.TagStripOffsets, Kind: formattest.Long},
		{Tag: formattest.TagStripLengths, Kind: formattest.Long},
	}}
}

func tiff(pages ...formattest.Page) []byte {
	return formattest.TIFF{Order: binary.LittleEndian, Pages: pages}.Bytes()
}

// tiled is page in tiles instead of strips.
func tiled(p formattest.Page, width, height int) formattest.Page {
	p.Tags = slices.DeleteFunc(slices.Clone(p.Tags), func(t formattest.Tag) bool {
		return t.Tag == formattest.TagStripOffsets || t.Tag == formattest.TagStripLengths || t.Tag == formattest.TagRowsPerStrip
	})
	p.Tags = append(p.Tags, formattest.Tag{Tag: formattest.TagTileOffsets, Kind: formattest.Long}, formattest.Tag{Tag: formattest.TagTileLengths, Kind: formattest.Long})
	return p.Set(formattest.TagTileWidth, formattest.Long, width).Set(formattest.TagTileHeight, formattest.Long, height)
}

func tiffs() []File {
	const long, short = formattest.Long, formattest.Short
	const lzw, deflated, packed = 5, 8, 32773
	row := make([]byte, 64)
	plain := page(8, 8, 8, 1, row)
	// The link of the last directory is its last four bytes.
	loop := tiff(plain, plain)
	binary.LittleEndian.PutUint32(loop[len(loop)-4:], binary.LittleEndian.Uint32(loop[4:]))
	itself := tiff(plain)
	copy(itself[len(itself)-4:], itself[4:8])
	count := tiff(plain)
	count[bytes.LastIndex(count, []byte{0x11, 1, 4, 0})+7] = 0xff // the number of strip offsets
	zeros := formattest.Deflate(make([]byte, 8<<20))
	over := page(8, 80_0, 8, deflated, zeros).Set(formattest.TagRowsPerStrip, long, 8)
	over = over.Set(formattest.TagStripOffsets, long, slices.Repeat([]int{8}, 100)...).Set(formattest.TagStripLengths, long, slices.Repeat([]int{len(zeros)}, 100)...)
	nested := page(8, 8, 8, lzw, []byte{0x80, 0x4b, 0x25, 0x92, 0xc9, 0x64, 0xb2, 0x59, 0x2c}) // clear, then codes that are not there yet
	self := page(8, 8, 8, lzw, bytes.Repeat([]byte{0x81, 0x02}, 200))
	return []File{
		{"TIFF whose pages lead back", loop, Refused},
		{"TIFF whose page leads to itself", itself, Refused},
		{"TIFF with billions of strips", count, Refused},
		{"TIFF with strips that overlap", tiff(over), Refused},
		{"TIFF with a strip outside of the file", tiff(plain.Set(formattest.TagStripOffsets, long, 1<<31)), Refused},
		{"TIFF with a strip in the header", tiff(plain.Set(formattest.TagStripOffsets, long, 0)), Refused},
		{"TIFF with strips too short", tiff(plain.Set(formattest.TagStripLengths, long, 5)), Refused},
		{"TIFF with fewer strips than rows need", tiff(plain.Set(formattest.TagRowsPerStrip, long, 1)), Refused},
		{"TIFF with strips of no rows", tiff(plain.Set(formattest.TagRowsPerStrip, long, 0)), Refused},
		{"TIFF that claims 65535x65535", tiff(page(65535, 65535, 8, 1, row)), Refused},
		{"TIFF that claims 60000x5000 in one deflated strip", tiff(page(60000, 5000, 16, deflated, zeros)), Refused},
		{"TIFF that claims 4 billion pixels a side", tiff(page(1<<32-1, 1<<32-1, 8, 1, row)), Refused},
		{"TIFF of no size", tiff(page(0, 0, 8, 1, row)), Refused},
		{"TIFF of 0 bits", tiff(page(8, 8, 0, 1, row)), Refused},
		{"TIFF of 65535 samples", tiff(plain.Set(formattest.TagSamples, short, 65535)), Refused},
		{"TIFF with LZW codes that are not there yet", tiff(nested), Refused},
		{"TIFF with LZW codes that repeat themselves", tiff(self), Refused},
		{"TIFF with a deflated strip of 8 MB for 64 pixels", tiff(page(8, 8, 8, deflated, zeros)), Taken},
		{"TIFF with PackBits that does nothing", tiff(page(8, 8, 8, packed, bytes.Repeat([]byte{128}, 1<<20))), Refused},
		{"TIFF with one tile of 65535x65535", tiff(tiled(page(8, 8, 8, deflated, zeros), 65535, 65535)), Refused},
		{"TIFF with tiles of no size", tiff(tiled(plain, 0, 0)), Refused},
		{"TIFF with tiles of 4 billion", tiff(tiled(plain, 1<<32-1, 1<<32-1)), Refused},
		{"TIFF with a bit of a byte a tile", tiff(tiled(page(8, 8, 1, 1, slices.Repeat([][]byte{{0}}, 64)...), 1, 1)), Refused},
		{"TIFF with a palette that is not there", tiff(plain.Set(formattest.TagMeaning, short, 3)), Refused},
		{"TIFF with a directory behind its end", []byte("II*\x00\xff\xff\xff\x7f"), Refused},
		{"TIFF with its directory in its header", []byte("II*\x00\x02\x00\x00\x00\x00\x00\x00\x00"), Refused},
		{"TIFF with 65535 entries", append([]byte("II*\x00\x08\x00\x00\x00\xff\xff"), make([]byte, 1<<20)...), Refused},
		{"TIFF with 2000 pages", tiff(slices.Repeat([]formattest.Page{plain}, 2000)...), Refused},
	}
}
