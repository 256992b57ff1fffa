package decode

import (
	"io"

	"lynceus/imaging/format"
)

// tiff passes the rows of a TIFF's first page by: a strip row by row, tiles a row
// of tiles at a time.
func (p *Picture) tiff(r io.ReaderAt, size int64, h format.Header) error {
	if h.Frames > 1 {
		p.Notes = append(p.Notes, NoteTIFFFirstPage)
	}
	page, err := format.ReadTIFF(r, size)
	if err != nil {
		return err
	}
	layout, err := tiffSamples(page)
	if err != nil {
		return err
	}
	if layout.bits == 16 && layout.colours == 3 {
		p.Notes = append(p.Notes, NoteColour16)
	}
	p.Inverted = layout.inverted
	s := layout.shape(page.Width, page.Height)
	blocks := &tiffBlocks{r: r, page: page}
	var src rows = &tiffStrips{blocks: blocks, samples: layout, row: make([]byte, page.RowBytes())}
	if page.Tiled {
		src = &tiffTiles{blocks: blocks, samples: layout}
	}
	return p.take(src, s, p.sampleSum(s))
}

func tiffSamples(page *format.TIFFPage) (*samples, error) {
	s := &samples{bits: page.Bits, colours: 1, total: page.Samples, inverted: page.Meaning == format.TIFFWhiteIsZero}
	switch page.Alpha {
	case format.TIFFPremultiplied:
		s.alpha = premultiplied
	case format.TIFFUnpremultiplied:
		s.alpha = straight
	}
	switch page.Meaning {
	case format.TIFFRGB:
		s.colours = 3
	case format.TIFFPalette:
		colours, err := page.Colours()
		if err != nil {
			return nil, err
		}
		s.table = newPalette(colours, nil)
	}
	return s, nil
}

// tiffStrips reads strips, which cover the whole width.
type tiffStrips struct {
	blocks  *tiffBlocks
	samples *samples
	block   int // the next one
	left    int // rows of the one at hand
	row     []byte
}

func (t *tiffStrips) next() ([]byte, error) {
	if t.left == 0 {
		if err := t.blocks.open(t.block); err != nil {
			return nil, err
		}
		t.left = t.blocks.page.BlockRows(t.block)
		t.block++
	}
	t.left--
	if err := t.blocks.read(t.row); err != nil {
		return nil, err
	}
	return t.samples.convert(t.row, t.blocks.page.Width)
}

// tiffTiles reads a row of tiles into a band and passes that by.
type tiffTiles struct {
	blocks  *tiffBlocks
	samples *samples
	block   int
	y       int // rows passed by
	band    []byte
}

func (t *tiffTiles) next() ([]byte, error) {
	page := t.blocks.page
	stride := page.RowBytes() * page.Across
	inBand := t.y % page.BlockHeight
	if inBand == 0 {
		if err := t.fill(stride, min(page.BlockHeight, page.Height-t.y)); err != nil {
			return nil, err
		}
	}
	t.y++
	row := t.band[inBand*stride:][:stride]
	return t.samples.convert(row[:t.samples.rowBytes(page.Width)], page.Width)
}

// fill reads the next row of tiles, as many rows of each as the picture has.
func (t *tiffTiles) fill(stride, rows int) error {
	page := t.blocks.page
	if t.band == nil {
		t.band = make([]byte, stride*rows)
	}
	for i := range page.Across {
		if err := t.blocks.open(t.block); err != nil {
			return err
		}
		t.block++
		for y := range rows {
			if err := t.blocks.read(t.band[y*stride+i*page.RowBytes():][:page.RowBytes()]); err != nil {
				return err
			}
		}
	}
	return nil
}
