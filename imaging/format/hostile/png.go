package hostile

import (
	"bytes"
	"encoding/binary"
	"slices"

	"lynceus/imaging/format/formattest"
)

// png makes a PNG of a header and chunks.
func png(width, height, bits, colourType, interlaced int, chunks ...[]byte) []byte {
	b := formattest.PNGHeader(width, height, bits, colourType, interlaced)
	return append(append(b, slices.Concat(chunks...)...), formattest.Chunk("IEND", nil)...)
}

func idat(data []byte) []byte { return formattest.Chunk("IDAT", data) }

func pngs() []File {
	chunk, deflate := formattest.Chunk, formattest.Deflate
	tiny := idat(deflate([]byte{0, 0, 0, 0, 0}))
	rows := idat(deflate(make([]byte, 8*9)))
	zeros := deflate(make([]byte, 8<<20))
	two := chunk("PLTE", []byte{0, 0, 0, 255, 255, 255})
	badIndex := deflate([]byte{0, 0, 0, 200, 0, 0, 0, 0, 0})
	wrong := idat(deflate(make([]byte, 8*9)))
	wrong[len(wrong)-1] ^= 1
	huge := binary.BigEndian.AppendUint32(nil, 1<<31)
	filter := bytes.Repeat([]byte{9, 0, 0, 0, 0, 0, 0, 0, 0}, 8)
	dictionary := deflate(make([]byte, 72))
	dictionary[1] |= 0x20
	fdAT := bytes.Repeat(chunk("fdAT", nil), 50_000)
	profile := append([]byte("profile\x00\x00"), zeros...)
	return []File{
		{"PNG of 74 bytes that claims 65535x65535 in 16-bit colour", png(65535, 65535, 16, 6, 0, tiny), Refused},
		{"PNG of 74 bytes that claims 30000x8000 in 16-bit grey", png(30000, 8000, 16, 0, 0, tiny), Refused},
		{"PNG of 74 bytes, interlaced, that claims 7000x7000", png(7000, 7000, 16, 6, 1, tiny), Refused},
		{"PNG of 4 billion pixels a side", png(1<<32-1, 1<<32-1, 8, 0, 0, tiny), Refused},
		{"PNG of no size", png(0, 0, 8, 0, 0, tiny), Refused},
		{"PNG of 5 bits", png(8, 8, 5, 0, 0, rows), Refused},
		{"PNG of colour type 200", png(8, 8, 8, 200, 0, rows), Refused},
		{"PNG with an index that is not in its table", png(8, 1, 8, 3, 0, two, idat(badIndex)), Refused},
		{"PNG with an index that is not in its table, interlaced", png(8, 1, 8, 3, 1, two, idat(deflate(bytes.Repeat([]byte{0, 200}, 20)))), Refused},
		{"PNG with no table", png(8, 8, 8, 3, 0, rows), Refused},
		{"PNG with a table of 257 colours", png(8, 8, 8, 3, 0, chunk("PLTE", make([]byte, 771)), rows), Refused},
		{"PNG with an empty table", png(8, 8, 8, 3, 0, chunk("PLTE", nil), rows), Refused},
		{"PNG with more colours than its bits can name", png(8, 8, 1, 3, 0, chunk("PLTE", make([]byte, 12)), rows), Refused},
		{"PNG with 100000 texts", png(8, 8, 8, 0, 0, bytes.Repeat(chunk("tEXt", []byte("a\x00b")), 100_000), rows), Refused},
		{"PNG with 50000 empty parts of a film", png(8, 8, 8, 0, 0, rows, fdAT), Refused},
		{"PNG with a text that inflates to 8 MB", png(8, 8, 8, 0, 0, chunk("zTXt", append([]byte("a\x00\x00"), zeros...)), rows), Taken},
		{"PNG with a profile that inflates to 8 MB", png(8, 8, 8, 0, 0, chunk("iCCP", profile), rows), Taken},
		{"PNG whose data inflate to 8 MB for 64 pixels", png(8, 8, 8, 0, 0, idat(zeros)), Taken},
		{"PNG of 65535x4000 that is all one run", png(65535, 4000, 16, 0, 0, idat(deflate(make([]byte, 4000*(2*65535+1))))), Taken},
		{"PNG with two headers", png(8, 8, 8, 0, 0, formattest.PNGHeader(9, 9, 8, 0, 0)[8:], rows), Refused},
		{"PNG with a wrong checksum", png(8, 8, 8, 0, 0, wrong), Refused},
		{"PNG with a filter that does not exist", png(8, 8, 8, 0, 0, idat(deflate(filter))), Refused},
		{"PNG with data in two places", png(8, 8, 8, 0, 0, rows, chunk("tEXt", nil), rows), Refused},
		{"PNG with a dictionary", png(8, 8, 8, 0, 0, idat(dictionary)), Refused},
		{"PNG with a chunk of 2 GB", append(png(8, 8, 8, 0, 0), append(huge, "IDAT"...)...), Refused},
		{"PNG without data", png(8, 8, 8, 0, 0), Refused},
		{"PNG with EXIF that leads nowhere", png(8, 8, 8, 0, 0, chunk("eXIf", []byte("II*\x00\xff\xff\xff\x7f")), rows), Taken},
		{"PNG with an end before its start", append([]byte("\x89PNG\r\n\x1a\n"), chunk("IEND", nil)...), Refused},
	}
}
