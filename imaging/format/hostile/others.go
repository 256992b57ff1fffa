package hostile

import (
	"bytes"
	"encoding/binary"
	"math"

	"lynceus/imaging/format/formattest"
)

func webps() []File {
	chunk, webp := formattest.RIFFChunk, formattest.WebP
	vp8 := func(width, height int, data ...byte) []byte {
		b := []byte{0x10, 0, 0, 0x9d, 0x01, 0x2a}
		b = binary.LittleEndian.AppendUint16(b, uint16(width))
		b = binary.LittleEndian.AppendUint16(b, uint16(height))
		return chunk("VP8 ", append(b, data...))
	}
	vp8l := func(width, height int, data ...byte) []byte {
		b := binary.LittleEndian.AppendUint32([]byte{0x2f}, uint32(width-1)|uint32(height-1)<<14)
		return chunk("VP8L", append(b, data...))
	}
	canvas := func(flags byte, side int) []byte {
		return chunk("VP8X", []byte{flags, 0, 0, 0, byte(side - 1), byte((side - 1) >> 8), 0, byte(side - 1), byte((side - 1) >> 8), 0})
	}
	lie := webp(vp8(8, 8, make([]byte, 40)...))
	binary.LittleEndian.PutUint32(lie[4:], math.MaxUint32)
	some := make([]byte, 40)
	return []File{
		{"WebP of 34 bytes that claims 16384x16384", webp(vp8l(16384, 16384, some[:8]...)), Refused},
		{"WebP lossy that claims 16383x16383", webp(vp8(16383, 16383, some...)), Refused},
		{"WebP lossless that claims 7000x7000", webp(vp8l(7000, 7000, some...)), Either},
		{"WebP lossy that claims 7000x7000", webp(vp8(7000, 7000, some...)), Either},
		{"WebP with a canvas of 16384", webp(canvas(0, 16384), vp8(8, 8, some...)), Refused},
		{"WebP with alpha and no picture", webp(canvas(0x10, 8), chunk("ALPH", some)), Refused},
		{"WebP with two pictures", webp(vp8(8, 8, some...), vp8(8, 8, some...)), Refused},
		{"WebP that is longer than the file", lie, Refused},
		{"WebP of no size", webp(vp8(0, 0, some...)), Refused},
		{"WebP with 5000 parts", webp(canvas(0, 8), bytes.Repeat(chunk("JUNK", nil), 5000), vp8(8, 8, some...)), Refused},
		{"WebP without parts", webp(), Refused},
	}
}

func gifs() []File {
	gif := func(width, height int, rest ...[]byte) []byte {
		b := binary.LittleEndian.AppendUint16([]byte("GIF89a"), uint16(width))
		b = binary.LittleEndian.AppendUint16(b, uint16(height))
		return append(append(b, 0x80, 0, 0, 0, 0, 0, 255, 255, 255), append(bytes.Join(rest, nil), 0x3b)...)
	}
	frame := func(left, top, width, height int, data ...byte) []byte {
		b := []byte{0x2c}
		for _, v := range []int{left, top, width, height} {
			b = binary.LittleEndian.AppendUint16(b, uint16(v))
		}
		return append(append(b, 0), data...)
	}
	coded := []byte{2, 3, 0x44, 0x01, 0x05, 0}
	return []File{
		{"GIF that claims 65535x65535", gif(65535, 65535, frame(0, 0, 65535, 65535, coded...)), Refused},
		{"GIF that claims 7000x7000", gif(7000, 7000, frame(0, 0, 7000, 7000, coded...)), Refused},
		{"GIF with a frame beside its screen", gif(8, 8, frame(7, 7, 8, 8, coded...)), Refused},
		{"GIF with a frame of 65535 on a screen of 1", gif(1, 1, frame(0, 0, 65535, 65535, coded...)), Refused},
		{"GIF with a frame of no size", gif(8, 8, frame(0, 0, 0, 0, coded...)), Refused},
		{"GIF with codes of 200 bits", gif(2, 2, frame(0, 0, 2, 2, 200, 3, 0x44, 0x01, 0x05, 0)), Refused},
		{"GIF with an index that is not in its table", gif(2, 2, frame(0, 0, 2, 2, 7, 4, 0x80, 0x7f, 0x7f, 0x81, 0)), Refused},
		{"GIF without a frame", gif(8, 8), Refused},
		{"GIF with 5000 comments", gif(8, 8, bytes.Repeat([]byte{0x21, 0xfe, 1, 'a', 0}, 5000), frame(0, 0, 8, 8, coded...)), Refused},
		{"GIF that is all one comment", append(gif(8, 8)[:19], append([]byte{0x21, 0xfe}, bytes.Repeat([]byte{255}, 1<<20)...)...), Refused},
		{"GIF with a block that does not exist", gif(8, 8, []byte{0x99, 1, 2, 3}), Refused},
	}
}

func bmps() []File {
	info, bmp := formattest.BMPInfo, formattest.BMP
	some := make([]byte, 4096)
	inside := bmp(info(8, 8, 24, 0, 0), nil, some)
	binary.LittleEndian.PutUint32(inside[10:], 4)
	return []File{
		{"BMP that claims 65535x65535", bmp(info(65535, 65535, 24, 0, 0), nil, some), Refused},
		{"BMP that claims 7000x7000", bmp(info(7000, 7000, 24, 0, 0), nil, some), Refused},
		{"BMP of the lowest height there is", bmp(info(8, math.MinInt32, 24, 0, 0), nil, some), Refused},
		{"BMP of negative width", bmp(info(-8, 8, 24, 0, 0), nil, some), Refused},
		{"BMP of no size", bmp(info(0, 0, 24, 0, 0), nil, some), Refused},
		{"BMP of 0 bits", bmp(info(8, 8, 0, 0, 0), nil, some), Refused},
		{"BMP of 65535 bits", bmp(info(8, 8, 65535, 0, 0), nil, some), Refused},
		{"BMP with billions of colours", bmp(info(8, 8, 8, 0, -1), nil, some), Either},
		{"BMP with an index that is not in its table", bmp(info(8, 8, 8, 0, 2), make([]byte, 8), bytes.Repeat([]byte{200}, 64)), Refused},
		{"BMP with its pixels in its header", inside, Refused},
		{"BMP with masks of nothing", bmp(info(8, 8, 16, 3, 0), make([]byte, 12), some), Refused},
		{"BMP of two bytes", []byte("BM"), Refused},
	}
}
