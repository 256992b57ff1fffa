package formattest

import (
	"embed"
	"encoding/binary"
)

// The scene through libwebp, since there is no encoder in Go: RIFF and the chunks
// around them are made here.
//
//go:embed testdata/*.webp
var webpFiles embed.FS

// webpChunks returns the chunks of one of those files but for VP8X and metadata.
func webpChunks(name string) []byte {
	b, err := webpFiles.ReadFile("testdata/" + name + ".webp")
	if err != nil {
		panic(err)
	}
	var kept []byte
	for b = b[12:]; len(b) >= 8; {
		end := 8 + int(binary.LittleEndian.Uint32(b[4:]))
		end += end & 1
		if n := string(b[:4]); n == "ALPH" || n == "VP8 " || n == "VP8L" {
			kept = append(kept, b[:end]...)
		}
		b = b[end:]
	}
	return kept
}

// RIFFChunk is a part of a WebP.
func RIFFChunk(name string, data []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(data)))
	b = append(b, data...)
	return append(b, make([]byte, len(data)&1)...)
}

// WebP is a file of chunks.
func WebP(chunks ...[]byte) []byte {
	var all []byte
	for _, c := range chunks {
		all = append(all, c...)
	}
	b := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(4+len(all)))
	return append(append(b, "WEBP"...), all...)
}

// vp8x announces a picture of the scene's size and what comes with it.
func vp8x(flags byte) []byte {
	return RIFFChunk("VP8X", []byte{flags, 0, 0, 0, Width - 1, 0, 0, Height - 1, 0, 0})
}

// webps lists the WebP variants.
func webps() []File {
	const alpha, exif = 0x10, 0x08
	lossy, lossless := webpChunks("lossy"), webpChunks("lossless")
	return []File{
		{Name: "WebP lossy", Bytes: WebP(lossy), Want: of(rgba(8), 3, 8, 8, 0), Error: 8},
		{Name: "WebP lossless", Bytes: WebP(lossless), Want: of(rgba(8), 3, 8, 8, 0)},
		{Name: "WebP lossy with alpha", Bytes: WebP(vp8x(alpha), webpChunks("lossy_alpha")), Want: of(rgba(8), 3, 8, 8, 3), Error: 24},
		{Name: "WebP lossless with alpha", Bytes: WebP(webpChunks("lossless_alpha")), Want: of(rgba(8), 3, 8, 8, 3)},
		{Name: "WebP turned by EXIF", Bytes: WebP(vp8x(exif), lossless, RIFFChunk("EXIF", EXIF(5))), Want: of(rgba(8), 3, 8, 8, 0)},
	}
}
