package format

import "math"

func readTIFF(w *window) (*TIFFPage, error) {
	head, err := w.bytes(0, 8)
	if err != nil {
		return nil, err
	}
	order := byteOrder(head)
	dir := int64(order.Uint32(head[4:]))
	if dir < 8 {
		return nil, Refuse(TIFF, "damaged", TIFF, "no directory")
	}
	d, err := readDirectory(w, order, dir)
	if err != nil {
		return nil, err
	}
	p := &TIFFPage{Order: order}
	if err := p.read(d); err != nil {
		return nil, err
	}
	p.Pages, err = countPages(w, order, dir)
	return p, err
}

// read fills the page in and refuses what we do not decode.
func (p *TIFFPage) read(d directory) error {
	if _, ok := d[tagDNGVersion]; ok {
		return Refuse("", "camera_raw", "DNG")
	}
	var planar, fill, predictor, format, rows int
	err := d.values(
		tiffValue{tagWidth, 0, &p.Width}, tiffValue{tagHeight, 0, &p.Height},
		tiffValue{tagSamples, 1, &p.Samples}, tiffValue{tagCompression, 1, &p.Compression},
		tiffValue{tagPhotometric, -1, &p.Meaning}, tiffValue{tagPlanar, 1, &planar},
		tiffValue{tagFillOrder, 1, &fill}, tiffValue{tagPredictor, 1, &predictor},
		tiffValue{tagRowsPerStrip, math.MaxInt32, &rows},
	)
	if err != nil {
		return err
	}
	if p.Samples < 1 || p.Samples > 8 {
		return Refuse(TIFF, "tiff_colours", p.Samples)
	}
	bits, err := d.same(tagBits, p.Samples, 1)
	if err != nil {
		return err
	}
	sampleFormat, err := d.same(tagSampleFormat, p.Samples, 1)
	if err != nil {
		return err
	}
	p.Bits, format = int(bits), int(sampleFormat)
	if err := p.checkCoding(format, fill, predictor); err != nil {
		return err
	}
	if err := p.checkColours(d, planar); err != nil {
		return err
	}
	if err := p.header().check(); err != nil {
		return err
	}
	if f, ok := d[tagOrientation]; ok {
		if v, err := f.at(0); err == nil {
			p.Orientation = orientation(uint16(f.kind), uint32(min(f.count, 2)), uint16(min(v, 9)))
		}
	}
	return p.place(d, rows)
}

// checkCoding refuses sample formats and compressions that we do not read.
func (p *TIFFPage) checkCoding(format, fill, predictor int) error {
	switch format {
	case 2:
		return Refuse(TIFF, "tiff_signed")
	case 3, 6:
		return Refuse(TIFF, "tiff_float")
	}
	switch p.Compression {
	case TIFFPlain, TIFFLZW, TIFFDeflate, TIFFDeflate2, TIFFPackBits:
	case 2, 3, 4:
		return Refuse(TIFF, "tiff_fax")
	case 6, 7:
		return Refuse(TIFF, "tiff_jpeg")
	default:
		name, ok := tiffCompressions[p.Compression]
		if !ok {
			name = "unknown"
		}
		return Refuse(TIFF, "tiff_compression", name)
	}
	if p.Bits < 1 || p.Bits > 16 {
		return Refuse(TIFF, "tiff_bits", p.Bits)
	}
	if fill != 1 {
		return Refuse(TIFF, "tiff_bit_order")
	}
	if p.Compression == TIFFPlain || p.Compression == TIFFPackBits {
		predictor = 1 // the tag has no meaning there
	}
	if predictor != 1 && (predictor != 2 || p.Bits != 8 && p.Bits != 16) {
		return Refuse(TIFF, "tiff_predictor", predictor)
	}
	p.Predicted = predictor == 2
	return nil
}

var tiffCompressions = map[int]string{
	32809: "ThunderScan", 34661: "JBIG", 34712: "JPEG 2000", 34887: "LERC", 34925: "LZMA",
	50000: "Zstandard", 50001: "WebP", 50002: "JPEG XL", 52546: "JPEG XL",
}

// checkColours refuses meanings of samples that we do not turn into grey or RGB.
func (p *TIFFPage) checkColours(d directory, planar int) error {
	switch p.Meaning {
	case TIFFWhiteIsZero, TIFFBlackIsZero:
	case TIFFRGB:
		if p.Bits != 8 && p.Bits != 16 {
			return Refuse(TIFF, "tiff_bits", p.Bits)
		}
	case TIFFPalette:
		if p.Bits > 8 {
			return Refuse(TIFF, "tiff_bits", p.Bits)
		}
		p.colours = d[tagColourMap]
		if p.colours.count != 3<<p.Bits || p.colours.kind != typeShort {
			return Refuse(TIFF, "damaged", TIFF, "no colour table")
		}
	case 5:
		return Refuse(TIFF, "tiff_cmyk")
	case 6:
		return Refuse(TIFF, "tiff_colours", "YCbCr")
	case 8, 9, 10:
		return Refuse(TIFF, "tiff_colours", "CIE L*a*b*")
	case 32803, 34892:
		return Refuse("", "camera_raw", "TIFF")
	default:
		return Refuse(TIFF, "tiff_colours", "unnamed")
	}
	extra := p.Samples - p.colourSamples()
	if extra < 0 || p.Meaning == TIFFPalette && extra > 0 || extra > 0 && p.Bits != 8 && p.Bits != 16 {
		return Refuse(TIFF, "tiff_colours", p.Samples)
	}
	if planar == 2 && p.Samples > 1 {
		return Refuse(TIFF, "tiff_planar")
	}
	alpha, err := d.value(tagExtraSamples, TIFFNoAlpha)
	if err != nil {
		return err
	}
	if extra > 0 && (alpha == TIFFPremultiplied || alpha == TIFFUnpremultiplied) {
		p.Alpha = int(alpha)
	}
	return nil
}

// place finds the strips or tiles.
func (p *TIFFPage) place(d directory, rows int) error {
	if _, ok := d[tagTileOffsets]; ok {
		p.Tiled = true
		p.offsets, p.lengths = d[tagTileOffsets], d[tagTileLengths]
		err := d.values(tiffValue{tagTileWidth, 0, &p.BlockWidth}, tiffValue{tagTileHeight, 0, &p.BlockHeight})
		if err != nil {
			return err
		}
		// Tiles are put side by side in whole bytes.
		if p.BlockWidth < 1 || p.BlockHeight < 1 || p.BlockWidth*p.Samples*p.Bits%8 != 0 {
			return Refuse(TIFF, "tiff_layout")
		}
		if p.BlockWidth > 1<<16 || p.BlockHeight > 1<<16 {
			return Refuse(TIFF, "tiff_tiles", p.BlockWidth, p.BlockHeight)
		}
	} else {
		p.offsets, p.lengths = d[tagStripOffsets], d[tagStripLengths]
		p.BlockWidth, p.BlockHeight = p.Width, min(rows, p.Height)
		if p.BlockHeight < 1 {
			return Refuse(TIFF, "tiff_layout")
		}
	}
	p.Across, p.Down = (p.Width+p.BlockWidth-1)/p.BlockWidth, (p.Height+p.BlockHeight-1)/p.BlockHeight
	if p.Tiled && p.RowBytes()*p.Across*p.BlockHeight > maxTIFFBand {
		return Refuse(TIFF, "tiff_tiles", p.BlockWidth, p.BlockHeight)
	}
	blocks := int64(p.Across * p.Down)
	if p.offsets.count < blocks || p.lengths.count < blocks && (p.lengths.count > 0 || p.Compression != TIFFPlain) {
		return Refuse(TIFF, "tiff_layout")
	}
	// Two arrays read side by side: each through a window of its own.
	p.lengths.w = newWindow(p.offsets.w.r, p.offsets.w.size)
	return nil
}
