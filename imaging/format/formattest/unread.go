package formattest

import (
	"encoding/binary"
	"slices"
	"strings"
)

// Unread lists a file of every format and variant that honest users have and that
// is refused by name. Code is the reason it must be given.
func Unread() []File {
	return slices.Concat(strangers(), unreadJPEGs(), unreadTIFFs(), unreadOthers())
}

// strangers are no pictures that we take: their first bytes, and enough after them.
func strangers() []File {
	var files []File
	for _, s := range []struct{ name, code, start string }{
		{"HEIC of an iPhone", "heic", "\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic"},
		{"HEIC with another main brand", "heic", "\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1heic"},
		{"AVIF", "avif", "\x00\x00\x00\x20ftypavif\x00\x00\x00\x00avifmif1"},
		{"AVIF with another main brand", "avif", "\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avif"},
		{"JPEG XL", "jpeg_xl", "\xff\x0a\xfa\x1f"},
		{"JPEG XL in a box", "jpeg_xl", "\x00\x00\x00\x0cJXL \r\n\x87\n\x00\x00\x00\x14ftypjxl "},
		{"JPEG 2000", "jpeg_2000", "\x00\x00\x00\x0cjP  \r\n\x87\n\x00\x00\x00\x14ftypjp2 "},
		{"JPEG 2000 bare", "jpeg_2000", "\xff\x4f\xff\x51\x00\x29"},
		{"JPEG-LS", "jpeg_ls", "\xff\xd8\xff\xf7\x00\x0b\x08"},
		{"JPEG XR", "jpeg_xr", "II\xbc\x01"},
		{"DICOM", "dicom", strings.Repeat("\x00", 128) + "DICM\x02\x00\x00\x00UL"},
		{"Canon raw", "camera_raw", "II*\x00\x10\x00\x00\x00CR\x02\x00"},
		{"newer Canon raw", "camera_raw", "\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01"},
		{"Fuji raw", "camera_raw", "FUJIFILMCCD-RAW 0201"},
		{"Photoshop", "photoshop", "8BPS\x00\x01"},
		{"OpenEXR", "openexr", "v/1\x01\x02\x00\x00\x00"},
		{"PGM", "netpbm", "P5\n640 480\n255\n"},
		{"icon", "icon", "\x00\x00\x01\x00\x01\x00\x10\x10"},
		{"PDF", "pdf", "%PDF-1.7\n"},
		{"PostScript", "postscript", "%!PS-Adobe-3.0\n"},
		{"Word", "document", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"},
		{"SVG", "svg", "<svg xmlns=\"http://www.w3.org/2000/svg\">"},
		{"SVG after a declaration", "svg", "\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- a -->\n<svg width=\"9\">"},
		{"HTML", "html", "<!DOCTYPE html>\n<html><img src=x onerror=alert(1)>"},
		{"HTML in capitals", "html", "\n <HTML><BODY>"},
		{"ZIP", "archive", "PK\x03\x04\x14\x00"},
		{"RAR", "archive", "Rar!\x1a\x07\x01\x00"},
		{"gzip", "archive", "\x1f\x8b\x08\x00"},
		{"ELF", "program", "\x7fELF\x02\x01\x01\x00"},
		{"Windows program", "program", "MZ\x90\x00\x03\x00"},
		{"script", "program", "#!/bin/sh\nrm -rf /\n"},
		{"MP4", "video", "\x00\x00\x00\x20ftypisom\x00\x00\x02\x00"},
		{"QuickTime", "video", "\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00"},
		{"Matroska", "video", "\x1a\x45\xdf\xa3\x01\x00"},
		{"AVI", "video", "RIFF\x00\x10\x00\x00AVI LIST"},
		{"MP3", "sound", "ID3\x04\x00"},
		{"WAVE", "sound", "RIFF\x00\x10\x00\x00WAVEfmt "},
		{"text", "unknown", "Dear colleague, please find attached "},
		{"zeros", "unknown", strings.Repeat("\x00", 64)},
		{"one byte", "unknown", "\xff"},
	} {
		files = append(files, File{Name: s.name, Code: s.code, Bytes: append([]byte(s.start), make([]byte, 600)...)})
	}
	files[len(files)-1].Bytes = []byte{0xff}
	return append(files, File{Name: "nothing", Code: "empty"})
}

func unreadJPEGs() []File {
	plain := Flat(Width, Height)
	of := func(change func(*JPEG)) []byte {
		j := plain
		j.Components = slices.Clone(plain.Components)
		change(&j)
		return j.Bytes()
	}
	marker := func(m byte) []byte { return of(func(j *JPEG) { j.Marker = m }) }
	return []File{
		{Name: "JPEG arithmetic", Code: "jpeg_arithmetic", Bytes: marker(0xc9)},
		{Name: "JPEG arithmetic and progressive", Code: "jpeg_arithmetic", Bytes: marker(0xca)},
		{Name: "JPEG lossless", Code: "jpeg_lossless", Bytes: marker(0xc3)},
		{Name: "JPEG hierarchical", Code: "jpeg_hierarchical", Bytes: marker(0xc5)},
		{Name: "JPEG 12-bit", Code: "jpeg_bits", Bytes: of(func(j *JPEG) { j.Marker, j.Precision = 0xc1, 12 })},
		{Name: "JPEG of two colours", Code: "jpeg_colours", Bytes: of(func(j *JPEG) { j.Components = j.Components[:2] })},
		{Name: "JPEG CMYK without a mark", Code: "jpeg_cmyk", Bytes: of(func(j *JPEG) { j.Components = components(1, 1, ycc(0), ycc(1), ycc(2), ink) })},
		{Name: "JPEG sampled by three", Code: "jpeg_sampling", Bytes: of(func(j *JPEG) { j.Components[0].Across = 3 })},
		{Name: "JPEG that tells its height later", Code: "jpeg_height", Bytes: of(func(j *JPEG) { j.Height = 0 })},
	}
}

func unreadTIFFs() []File {
	order := binary.LittleEndian
	grey8 := tiffSpec{meaning: 1, bits: 8, samples: 1, from: grey(8)}.page(order)
	rgb := tiffSpec{meaning: 2, bits: 8, samples: 3, from: rgba(8)}.page(order)
	file := func(p Page) []byte { return TIFF{order, []Page{p}}.Bytes() }
	compressed := func(code int) []byte { return file(grey8.Set(TagCompression, Short, code)) }
	big := []byte("II+\x00\x08\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00")
	return []File{
		{Name: "TIFF float", Code: "tiff_float", Bytes: file(grey8.Set(TagBits, Short, 32).Set(TagSampleFormat, Short, 3))},
		{Name: "TIFF signed", Code: "tiff_signed", Bytes: file(grey8.Set(TagBits, Short, 16).Set(TagSampleFormat, Short, 2))},
		{Name: "TIFF of 32 bits", Code: "tiff_bits", Bytes: file(grey8.Set(TagBits, Short, 32))},
		{Name: "TIFF CMYK", Code: "tiff_cmyk", Bytes: file(rgb.Set(TagMeaning, Short, 5).Set(TagSamples, Short, 4).Set(TagBits, Short, 8, 8, 8, 8))},
		{Name: "TIFF YCbCr", Code: "tiff_colours", Bytes: file(rgb.Set(TagMeaning, Short, 6))},
		{Name: "TIFF L*a*b*", Code: "tiff_colours", Bytes: file(rgb.Set(TagMeaning, Short, 8))},
		{Name: "TIFF planar", Code: "tiff_planar", Bytes: file(rgb.Set(TagPlanar, Short, 2))},
		{Name: "TIFF with JPEG inside", Code: "tiff_jpeg", Bytes: compressed(7)},
		{Name: "TIFF with old JPEG inside", Code: "tiff_jpeg", Bytes: compressed(6)},
		{Name: "TIFF fax", Code: "tiff_fax", Bytes: compressed(4)},
		{Name: "TIFF Zstandard", Code: "tiff_compression", Bytes: compressed(50000)},
		{Name: "TIFF of unknown compression", Code: "tiff_compression", Bytes: compressed(12345)},
		{Name: "BigTIFF", Code: "tiff_big", Bytes: append(big, make([]byte, 64)...)},
		{Name: "TIFF with bits in reverse", Code: "tiff_bit_order", Bytes: file(grey8.Set(TagBitOrder, Short, 2))},
		{Name: "TIFF with a float predictor", Code: "tiff_predictor", Bytes: file(grey8.Set(TagCompression, Short, 8).Set(TagPredictor, Short, 3))},
		{Name: "TIFF raw of a camera (DNG)", Code: "camera_raw", Bytes: file(grey8.Set(50706, 1, 1, 4, 0, 0))},
	}
}

func unreadOthers() []File {
	const animated = 0x02
	rle := BMP(BMPInfo(Width, Height, 8, 1, 256), bmpTable(table(256), 4), make([]byte, 40*Height))
	return []File{
		{Name: "WebP animated", Code: "webp_animated", Bytes: WebP(vp8x(animated), RIFFChunk("ANIM", make([]byte, 6)), webpChunks("lossy"))},
		{Name: "BMP run-length", Code: "bmp_compressed", Bytes: rle},
		{Name: "BMP with a JPEG inside", Code: "bmp_compressed", Bytes: BMP(BMPInfo(Width, Height, 24, 4, 0), nil, make([]byte, 112*Height))},
	}
}
