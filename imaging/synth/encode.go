package synth

import (
	"encoding/binary"
	"image"
	"image/jpeg"
	"image/png"
	"io"
)

// PNG writes a picture at the depth it has: 16 bits for Gray16.
func PNG(w io.Writer, img image.Image) error {
	e := png.Encoder{CompressionLevel: png.BestSpeed}
	return e.Encode(w, bare(img))
}

// JPEG writes a picture at a quality of 1 to 100.
func JPEG(w io.Writer, img image.Image, quality int) error {
	img = bare(img)
	if c, ok := img.(*image.NRGBA); ok && c.Opaque() {
		// Without alpha the bytes are the same, and the encoder has a way for these.
		img = &image.RGBA{Pix: c.Pix, Stride: c.Stride, Rect: c.Rect}
	}
	return jpeg.Encode(w, img, &jpeg.Options{Quality: quality})
}

// bare takes a picture out of its View, for encoders look at the type.
func bare(img image.Image) image.Image {
	for {
		v, ok := img.(View)
		if !ok {
			return img
		}
		img = v.Image
	}
}

// ByteOrder is binary.LittleEndian or binary.BigEndian.
type ByteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// TIFF writes a 16-bit grey picture in uncompressed strips of 16 rows, in either
// byte order and either sense of PhotometricInterpretation (TIFF 6.0): with
// whiteIsZero the samples are complemented, so that it shows the same picture.
func TIFF(w io.Writer, img *image.Gray16, order ByteOrder, whiteIsZero bool) error {
	const rows = 16
	width, height := img.Rect.Dx(), img.Rect.Dy()
	strips := (height + rows - 1) / rows
	sense := uint32(1)
	if whiteIsZero {
		sense = 0
	}
	const short, long = 3, 4
	type entry struct {
		tag, kind    uint16
		count, value uint32
	}
	entries := []entry{
		{256, long, 1, uint32(width)},
		{257, long, 1, uint32(height)},
		{258, short, 1, 16}, // BitsPerSample
		{259, short, 1, 1},  // Compression: none
		{262, short, 1, sense},
		{273, long, uint32(strips), 0}, // StripOffsets
		{277, short, 1, 1},             // SamplesPerPixel
		{278, long, 1, rows},           // RowsPerStrip
		{279, long, uint32(strips), 0}, // StripByteCounts
	}
	const directory = 8
	offsets := uint32(directory + 2 + 12*len(entries) + 4)
	counts := offsets + 4*uint32(strips)
	pixels := counts + 4*uint32(strips)
	entries[5].value, entries[8].value = offsets, counts
	if strips == 1 { // a single value stands in the entry itself
		entries[5].value, entries[8].value = pixels, uint32(2*width*height)
	}

	out := make([]byte, 0, int(pixels)+2*width*height)
	if order.Uint16([]byte{1, 0}) == 1 {
		out = append(out, "II"...)
	} else {
		out = append(out, "MM"...)
	}
	out = order.AppendUint16(out, 42)
	out = order.AppendUint32(out, directory)
	out = order.AppendUint16(out, uint16(len(entries)))
	for _, e := range entries {
		out = order.AppendUint16(out, e.tag)
		out = order.AppendUint16(out, e.kind)
		out = order.AppendUint32(out, e.count)
		if e.kind == short {
			out = order.AppendUint16(out, uint16(e.value))
			out = order.AppendUint16(out, 0)
		} else {
			out = order.AppendUint32(out, e.value)
		}
	}
	out = order.AppendUint32(out, 0) // no further page
	for i := range strips {
		out = order.AppendUint32(out, pixels+uint32(i*rows*width*2))
	}
	for i := range strips {
		out = order.AppendUint32(out, uint32(min(rows, height-i*rows)*width*2))
	}
	for y := range height {
		row := img.Pix[y*img.Stride:]
		for x := range width {
			v := uint16(row[2*x])<<8 | uint16(row[2*x+1])
			if whiteIsZero {
				v = ^v
			}
			out = order.AppendUint16(out, v)
		}
	}
	_, err := w.Write(out)
	return err
}
