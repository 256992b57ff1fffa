package format

import (
	"encoding/binary"
	"math"
)

// Tags of a TIFF directory that we read (TIFF 6.0, section 8).
const (
	tagKindOfPage      = 254
	tagWidth           = 256
	tagHeight          = 257
	tagBits            = 258
	tagCompression     = 259
	tagPhotometric     = 262
	tagFillOrder       = 266
	tagStripOffsets    = 273
	tagSamples         = 277
	tagRowsPerStrip    = 278
	tagStripLengths    = 279
	tagPlanar          = 284
	tagPredictor       = 317
	tagColourMap       = 320
	tagTileWidth       = 322
	tagTileHeight      = 323
	tagTileOffsets     = 324
	tagTileLengths     = 325
	tagExtraSamples    = 338
	tagSampleFormat    = 339
	tagDNGVersion      = 50706
	typeByte           = 1
	typeLong           = 4
	maxDirectoryFields = 4096
)

// directory is the first directory of a TIFF, tag by tag.
type directory map[int]field

// readDirectory keeps the entries whose tags we know; the number of those bounds its size.
func readDirectory(w *window, order binary.ByteOrder, dir int64) (directory, error) {
	entries, err := w.u16(dir, order)
	if err != nil {
		return nil, err
	}
	if entries > maxDirectoryFields {
		return nil, Refuse(TIFF, "too_many_parts", TIFF, maxDirectoryFields)
	}
	d := directory{}
	for i := range int64(entries) {
		entry, err := w.bytes(dir+2+12*i, 12)
		if err != nil {
			return nil, err
		}
		tag := int(order.Uint16(entry))
		if (tag < tagWidth || tag > tagSampleFormat) && tag != tagDNGVersion {
			continue
		}
		f := field{w: w, order: order, kind: int(order.Uint16(entry[2:])), count: int64(order.Uint32(entry[4:]))}
		size := map[int]int64{typeByte: 1, typeShort: 2, typeLong: 4}[f.kind]
		if f.off = dir + 2 + 12*i + 8; f.count*size > 4 {
			f.off = int64(order.Uint32(entry[8:]))
		}
		if _, twice := d[tag]; !twice && (f.kind == typeShort || f.kind == typeLong || tag == tagDNGVersion) && f.count > 0 {
			d[tag] = f
		}
	}
	return d, nil
}

// value reads the first value of a tag, or returns otherwise where the tag is not there.
func (d directory) value(tag int, otherwise int64) (int64, error) {
	f, ok := d[tag]
	if !ok {
		return otherwise, nil
	}
	return f.at(0)
}

// same reads a tag with one value a sample and refuses where they differ.
func (d directory) same(tag, samples int, otherwise int64) (int64, error) {
	first, err := d.value(tag, otherwise)
	if err != nil {
		return 0, err
	}
	for i := 1; i < int(min(d[tag].count, int64(samples))); i++ {
		v, err := d[tag].at(i)
		if err != nil {
			return 0, err
		}
		if v != first {
			return 0, Refuse(TIFF, "damaged", TIFF, "samples that differ in kind")
		}
	}
	return first, nil
}

// values reads several tags at once.
func (d directory) values(want ...tiffValue) error {
	for _, v := range want {
		got, err := d.value(v.tag, v.otherwise)
		if err != nil {
			return err
		}
		*v.into = int(min(got, math.MaxInt32))
	}
	return nil
}

type tiffValue struct {
	tag       int
	otherwise int64
	into      *int
}
