package format

import "encoding/binary"

// PNG colour types (ISO/IEC 15948, table 11.1).
const (
	pngGrey      = 0
	pngRGB       = 2
	pngPalette   = 3
	pngGreyAlpha = 4
	pngRGBA      = 6
)

// pngBits lists the bit depths that each colour type allows.
var pngBits = map[byte]string{
	pngGrey:      "\x01\x02\x04\x08\x10",
	pngRGB:       "\x08\x10",
	pngPalette:   "\x01\x02\x04\x08",
	pngGreyAlpha: "\x08\x10",
	pngRGBA:      "\x08\x10",
}

// deflateMost is how many bytes one byte of deflated data can stand for
// (RFC 1951: matches of 258 bytes in 2 bits each).
const deflateMost = 1032

// pngWalk is what the walk over a PNG's chunks has seen.
type pngWalk struct {
	h         Header
	colour    byte
	palette   int   // colours in PLTE
	data      int64 // bytes in IDAT
	dataEnded bool  // another chunk followed IDAT
	chunks    int   // but those of picture data
	dataParts int64
}

// parsePNG walks the chunks. Compressed texts and profiles are passed over, never inflated.
func parsePNG(w *window) (Header, error) {
	p := pngWalk{h: Header{Kind: PNG}}
	for off := int64(8); ; {
		head, err := w.bytes(off, 8)
		if err != nil {
			return Header{}, err
		}
		length, name := int64(binary.BigEndian.Uint32(head)), string(head[4:])
		if off+length+12 > w.size {
			return Header{}, Refuse(PNG, "truncated", PNG)
		}
		if err := p.count(name, off); err != nil {
			return Header{}, err
		}
		if name == "IEND" {
			err := p.check()
			return p.h, err
		}
		if err := p.chunk(w, name, off+8, length); err != nil {
			return Header{}, err
		}
		off += length + 12
	}
}

// count bounds the number of chunks. Writers cut the data of a picture into parts
// of 8 kB, so that those may be as many as the file has kilobytes.
func (p *pngWalk) count(name string, off int64) error {
	if p.chunks == 0 && name != "IHDR" {
		return Refuse(PNG, "png_header", "it does not come first")
	}
	if name == "IDAT" || name == "fdAT" || name == "fcTL" {
		p.dataParts++
	} else {
		p.chunks++
	}
	if p.chunks > MaxChunks || p.dataParts > MaxChunks+off/1024 {
		return Refuse(PNG, "too_many_parts", PNG, MaxChunks)
	}
	return nil
}

func (p *pngWalk) chunk(w *window, name string, off, length int64) error {
	switch name {
	case "IHDR":
		return p.header(w, off, length)
	case "PLTE":
		if p.palette != 0 || p.data != 0 || length == 0 || length%3 != 0 || length > 768 || p.colour == pngGrey || p.colour == pngGreyAlpha {
			return Refuse(PNG, "png_palette")
		}
		p.palette = int(length / 3)
	case "tRNS":
		p.h.Alpha = true
		return p.transparency(length)
	case "IDAT":
		if p.dataEnded {
			return Refuse(PNG, "damaged", PNG, "picture data in two places")
		}
		p.data += length
		return nil
	case "acTL":
		if frames, err := w.u32(off, binary.BigEndian); err == nil && length == 8 && p.data == 0 {
			p.h.Frames = int(frames)
		}
	case "eXIf":
		p.h.Orientation = exifOrientation(w, off, length)
	default:
		if name[0]&0x20 == 0 {
			return Refuse(PNG, "damaged", PNG, "a part that no PNG has")
		}
	}
	p.dataEnded = p.data > 0
	return nil
}

// header reads IHDR.
func (p *pngWalk) header(w *window, off, length int64) error {
	if p.h.Width != 0 || length != 13 {
		return Refuse(PNG, "png_header", "its length or number")
	}
	b, err := w.bytes(off, 13)
	if err != nil {
		return err
	}
	width, height := binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])
	if width > 1<<31-1 || height > 1<<31-1 {
		return Refuse(PNG, "png_header", "its size")
	}
	p.colour = b[9]
	allowed := false
	for _, bits := range []byte(pngBits[p.colour]) {
		allowed = allowed || bits == b[8]
	}
	if !allowed || b[10] != 0 || b[11] != 0 || b[12] > 1 {
		return Refuse(PNG, "png_header", "its colour type or method")
	}
	p.h.Width, p.h.Height, p.h.Bits = int(width), int(height), int(b[8])
	p.h.Streamed = b[12] == 0
	p.h.Palette = p.colour == pngPalette
	p.h.Alpha = p.colour == pngGreyAlpha || p.colour == pngRGBA
	p.h.Channels = 3
	if p.colour == pngGrey || p.colour == pngGreyAlpha {
		p.h.Channels = 1
	}
	return p.h.check()
}

// transparency checks the length of tRNS.
func (p *pngWalk) transparency(length int64) error {
	fits := false
	switch p.colour {
	case pngGrey:
		fits = length == 2
	case pngRGB:
		fits = length == 6
	case pngPalette:
		fits = length > 0 && length <= int64(p.palette)
	}
	if !fits || p.data > 0 {
		return Refuse(PNG, "png_header", "its transparent colour")
	}
	return nil
}

// check holds the parts of the file against one another at its end.
func (p *pngWalk) check() error {
	if p.h.Palette && (p.palette == 0 || p.palette > 1<<p.h.Bits) {
		return Refuse(PNG, "png_palette")
	}
	samples := p.h.Channels
	if p.h.Palette {
		samples = 1
	} else if p.colour == pngGreyAlpha || p.colour == pngRGBA {
		samples++
	}
	row := (int64(p.h.Width)*int64(samples*p.h.Bits)+7)/8 + 1
	if row*int64(p.h.Height) > deflateMost*p.data {
		return Refuse(PNG, "truncated", PNG)
	}
	// Two rows, one converted, and what inflating needs; interlaced, all pixels as they come out.
	p.h.Held = 4*row + 1<<20
	if !p.h.Streamed {
		p.h.Held += int64(p.h.Width) * int64(p.h.Height) * int64(max(p.h.Channels, p.h.Bits/8))
	}
	return nil
}
