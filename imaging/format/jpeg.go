package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
)

// JPEG markers (ITU-T T.81, table B.1).
const (
	markerSOF0  = 0xc0
	markerSOF2  = 0xc2
	markerDHT   = 0xc4
	markerJPG   = 0xc8
	markerDAC   = 0xcc
	markerRST0  = 0xd0
	markerSOI   = 0xd8
	markerEOI   = 0xd9
	markerSOS   = 0xda
	markerAPP1  = 0xe1
	markerAPP14 = 0xee
	markerTEM   = 0x01
)

// Bounds of the work that unusual JPEGs ask for: of a progressive one all samples
// are held, at 4 bytes each, and every scan passes over all of them; of a CMYK
// one all samples are held twice.
const (
	maxCoefficients = 75_000_000
	maxScanPixels   = 1_000_000_000
)

// Segment is one marker of a JPEG and what belongs to it: the bytes from Start,
// where the marker stands, to End. A scan includes its coded data.
type Segment struct {
	Marker     byte
	Start, End int64
}

// Metadata says that the segment tells of the picture and does not change one sample of it.
func (s Segment) Metadata() bool {
	return s.Marker >= 0xe0 && s.Marker <= 0xef && s.Marker != markerAPP14 || s.Marker == 0xfe
}

// JPEGSegments walks the markers of a JPEG from the one after SOI to EOI. What
// follows EOI is no part of the picture. A file that ends before EOI yields io.ErrUnexpectedEOF.
func JPEGSegments(r io.ReaderAt, size int64) iter.Seq2[Segment, error] {
	return func(yield func(Segment, error) bool) {
		scan := markerScan{r: r, size: size}
		at, marker, err := scan.next(2)
		for err == nil {
			s := Segment{Marker: marker, Start: at, End: at + 2}
			if marker == markerEOI {
				yield(s, nil)
				return
			}
			var length int
			if marker != markerTEM && (marker < markerRST0 || marker > markerEOI) {
				if length, err = scan.u16(s.End); err != nil {
					break
				}
				s.End += int64(max(length, 2))
			}
			var following byte
			if at, following, err = scan.next(s.End); err != nil {
				break
			}
			if marker == markerSOS {
				s.End = at
			}
			if !yield(s, nil) {
				return
			}
			marker = following
		}
		yield(Segment{}, err)
	}
}

// markerScan looks for markers through a buffer that is large enough to pass
// over coded data at memory speed.
type markerScan struct {
	r    io.ReaderAt
	size int64
	at   int64
	have []byte
	buf  [32 << 10]byte
}

// from returns what the file has at off: at least two bytes, or an error.
func (m *markerScan) from(off int64) ([]byte, error) {
	if off < m.at || off+2 > m.at+int64(len(m.have)) {
		if off > m.size-2 {
			return nil, io.ErrUnexpectedEOF
		}
		n, err := m.r.ReadAt(m.buf[:min(int64(len(m.buf)), m.size-off)], off)
		if n < 2 {
			if err == nil || errors.Is(err, io.EOF) {
				return nil, io.ErrUnexpectedEOF
			}
			return nil, fmt.Errorf("read JPEG: %w", err)
		}
		m.at, m.have = off, m.buf[:n]
	}
	return m.have[off-m.at:], nil
}

func (m *markerScan) u16(off int64) (int, error) {
	b, err := m.from(off)
	if err != nil {
		return 0, err
	}
	return int(b[0])<<8 | int(b[1]), nil
}

// next finds the first marker at or after off. Stuffed bytes, restart markers and
// filling are part of coded data; stray bytes between segments are passed over as every reader does.
func (m *markerScan) next(off int64) (int64, byte, error) {
	for {
		b, err := m.from(off)
		if err != nil {
			return 0, 0, err
		}
		i := bytes.IndexByte(b[:len(b)-1], 0xff)
		if i < 0 {
			off += int64(len(b) - 1)
			continue
		}
		marker := b[i+1]
		if marker == 0xff {
			off += int64(i + 1)
			continue
		}
		if marker != 0 && (marker < markerRST0 || marker >= markerSOI) {
			return off + int64(i), marker, nil
		}
		off += int64(i + 2)
	}
}

func parseJPEG(w *window) (Header, error) {
	h := Header{Kind: JPEG}
	var frame frame
	segments, scans, transform := 0, 0, -1
	for s, err := range JPEGSegments(w.r, w.size) {
		if err != nil {
			return Header{}, err
		}
		if segments++; segments > MaxChunks {
			return Header{}, Refuse(JPEG, "too_many_parts", JPEG, MaxChunks)
		}
		switch {
		case s.Marker >= markerSOF0 && s.Marker <= 0xcf && s.Marker != markerDHT && s.Marker != markerJPG && s.Marker != markerDAC:
			if h.Width != 0 {
				return Header{}, Refuse(JPEG, "damaged", JPEG, "two pictures in one")
			}
			if frame, err = parseFrame(w, s, &h); err != nil {
				return Header{}, err
			}
		case s.Marker == markerDAC:
			return Header{}, Refuse(JPEG, "jpeg_arithmetic")
		case s.Marker == markerSOI:
			return Header{}, Refuse(JPEG, "damaged", JPEG, "a second start")
		case s.Marker == markerSOS:
			if h.Width == 0 {
				return Header{}, Refuse(JPEG, "damaged", JPEG, "data before the header")
			}
			scans++
		case s.Marker == markerAPP1 && h.Orientation == 0:
			h.Orientation = exifSegment(w, s)
		case s.Marker == markerAPP14:
			if named, ok := adobeTransform(w, s); ok {
				transform = named
			}
		case s.Marker == markerEOI:
			if scans == 0 {
				return Header{}, Refuse(JPEG, "truncated", JPEG)
			}
			frame.transform = transform
			if err := frame.check(h, scans, s.End); err != nil {
				return Header{}, err
			}
			h.Held = frame.held(h, s.End)
		}
	}
	return h, nil
}

func exifSegment(w *window, s Segment) int {
	if head, err := w.bytes(s.Start+4, 6); err != nil || string(head) != "Exif\x00\x00" {
		return 0
	}
	return exifOrientation(w, s.Start+4, s.End-s.Start-4)
}

// adobeTransform reads how an Adobe marker says that colours are meant: 0 as they
// are, 1 YCbCr, 2 YCCK.
func adobeTransform(w *window, s Segment) (int, bool) {
	head, err := w.bytes(s.Start, 16)
	if err != nil || s.End-s.Start < 16 || string(head[4:9]) != "Adobe" {
		return 0, false
	}
	return int(head[15]), true
}
