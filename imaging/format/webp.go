package format

import (
	"encoding/binary"
	"io"
	"iter"
)

// Flags of a VP8X chunk (WebP container specification, "Extended File Format").
const (
	webpAnimated = 0x02
	webpAlpha    = 0x10
)

// WebPChunk is one part of a WebP: the bytes from Start, where its name stands, to End.
type WebPChunk struct {
	Name       string
	Start, End int64
}

// WebPChunks walks the chunks of the RIFF container to the end that it names;
// what follows is no part of the picture.
func WebPChunks(r io.ReaderAt, size int64) iter.Seq2[WebPChunk, error] {
	return newWindow(r, size).webpChunks
}

func (w *window) webpChunks(yield func(WebPChunk, error) bool) {
	length, err := w.u32(4, binary.LittleEndian)
	end := length + 8
	for off := int64(12); err == nil && off+8 <= end; {
		var head []byte
		if head, err = w.bytes(off, 8); err != nil {
			break
		}
		c := WebPChunk{string(head[:4]), off, off + 8 + int64(binary.LittleEndian.Uint32(head[4:]))}
		if c.End > min(end, w.size) {
			err = io.ErrUnexpectedEOF
			break
		}
		if !yield(c, nil) {
			return
		}
		off = c.End + c.End&1
	}
	if err == nil && end > w.size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		yield(WebPChunk{}, err)
	}
}

func parseWebP(w *window) (Header, error) {
	h := Header{Kind: WebP, Bits: 8, Channels: 3}
	var canvas [2]int
	chunks, end := 0, int64(0)
	for c, err := range WebPChunks(w.r, w.size) {
		if err != nil {
			return Header{}, err
		}
		if chunks++; chunks > MaxChunks {
			return Header{}, Refuse(WebP, "too_many_parts", WebP, MaxChunks)
		}
		end = c.End
		switch c.Name {
		case "VP8X":
			if chunks != 1 {
				return Header{}, Refuse(WebP, "webp_layout")
			}
			b, err := w.bytes(c.Start, 18)
			if err != nil {
				return Header{}, err
			}
			if b[8]&webpAnimated != 0 {
				return Header{}, Refuse(WebP, "webp_animated")
			}
			h.Alpha = b[8]&webpAlpha != 0
			canvas = [2]int{1 + u24(b[12:]), 1 + u24(b[15:])}
		case "ANIM", "ANMF":
			return Header{}, Refuse(WebP, "webp_animated")
		case "VP8 ", "VP8L":
			if h.Width != 0 {
				return Header{}, Refuse(WebP, "webp_layout")
			}
			if err := webpFrame(w, &h, c); err != nil {
				return Header{}, err
			}
		case "EXIF":
			h.Orientation = exifOrientation(w, c.Start+8, c.End-c.Start-8)
		}
	}
	if h.Width == 0 {
		return Header{}, Refuse(WebP, "truncated", WebP)
	}
	if canvas != [2]int{} && canvas != [2]int{h.Width, h.Height} {
		return Header{}, Refuse(WebP, "webp_layout")
	}
	// Lossless pictures are undone in steps, from one copy of four bytes a pixel to the next.
	h.Held = end + 8*int64(h.Width)*int64(h.Height) + 1<<20
	return h, h.checkWeight(WebP, end)
}

// webpFrame reads the size of the coded picture (RFC 6386, 9.1; RFC 9649, 3.4).
func webpFrame(w *window, h *Header, c WebPChunk) error {
	if c.End-c.Start < 18 {
		return Refuse(WebP, "truncated", WebP)
	}
	b, err := w.bytes(c.Start+8, 10)
	if err != nil {
		return err
	}
	if c.Name == "VP8 " {
		if b[0]&1 != 0 || string(b[3:6]) != "\x9d\x01\x2a" {
			return Refuse(WebP, "damaged", WebP, "a picture that does not start")
		}
		h.Width = (int(b[6]) | int(b[7])<<8) & 0x3fff
		h.Height = (int(b[8]) | int(b[9])<<8) & 0x3fff
		return h.check()
	}
	if b[0] != 0x2f || b[4]>>5 != 0 {
		return Refuse(WebP, "damaged", WebP, "a picture that does not start")
	}
	bits := binary.LittleEndian.Uint32(b[1:])
	h.Width, h.Height = int(bits&0x3fff)+1, int(bits>>14&0x3fff)+1
	h.Alpha = h.Alpha || bits>>28&1 != 0
	return h.check()
}

func u24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
