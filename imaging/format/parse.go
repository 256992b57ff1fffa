package format

import (
	"errors"
	"io"
)

// Parse reads the headers of a file of size bytes.
// It returns a *Refusal for everything that must not reach a decoder, and any
// other error only when reading itself fails.
func Parse(r io.ReaderAt, size int64) (Header, error) {
	if size <= 0 {
		return Header{}, Refuse("", "empty")
	}
	w := newWindow(r, size)
	head, err := w.bytes(0, int(min(size, sniffed)))
	if err != nil {
		return Header{}, err
	}
	kind, refusal := sniff(head)
	if refusal != nil {
		return Header{}, refusal
	}
	h, err := parsers[kind](w)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return Header{}, Refuse(kind, "truncated", kind)
	}
	if err != nil {
		return Header{}, err
	}
	h.Kind = kind
	h.Orientation = max(h.Orientation, 1)
	h.Frames = max(h.Frames, 1)
	if err := h.check(); err != nil {
		return Header{}, err
	}
	return h, nil
}

var parsers = map[Kind]func(*window) (Header, error){
	JPEG: parseJPEG,
	PNG:  parsePNG,
	TIFF: parseTIFF,
	WebP: parseWebP,
	BMP:  parseBMP,
	GIF:  parseGIF,
}

// check holds the size of the picture against the limits.
func (h Header) check() error {
	if h.Width < 1 || h.Height < 1 {
		return Refuse(h.Kind, "no_pixels", h.Kind)
	}
	if side := max(h.Width, h.Height); side > MaxSide {
		return Refuse(h.Kind, "side_too_long", h.Kind, side, MaxSide)
	}
	most := MaxWhole
	if h.Streamed {
		most = MaxStreamed
	}
	if h.Width*h.Height > most {
		return Refuse(h.Kind, "too_many_pixels", h.Kind, h.Width, h.Height, most/1_000_000)
	}
	return nil
}

// checkWeight refuses a file whose picture takes more bytes than any encoder
// would write, since a decoder that holds the picture whole may hold those too.
// 8 bytes a pixel is twice the worst that noise needs.
func (h Header) checkWeight(kind Kind, bytes int64) error {
	if bytes > 16<<20+8*int64(h.Width)*int64(h.Height) {
		return Refuse(kind, "too_heavy", kind, h.Width, h.Height)
	}
	return nil
}
