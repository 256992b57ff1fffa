package formattest

import (
	"encoding/binary"
	"slices"
)

// Types of the values of a tag.
const (
	Short = 3
	Long  = 4
)

// Tags of a TIFF directory (TIFF 6.0, section 8).
const (
	TagKindOfPage    = 254 // 1: a smaller copy of another page
	TagWidth         = 256
	TagHeight        = 257
	TagBits          = 258
	TagCompression   = 259
	TagMeaning       = 262
	TagStripOffsets  = 273
	TagOrientation   = 274
	TagSamples       = 277
	TagRowsPerStrip  = 278
	TagStripLengths  = 279
	TagPlanar        = 284
	TagPredictor     = 317
	TagColourMap     = 320
	TagTileWidth     = 322
	TagTileHeight    = 323
	TagTileOffsets   = 324
	TagTileLengths   = 325
	TagExtraSamples  = 338
	TagSampleFormat  = 339
	TagBitOrder      = 266
	compressionPlain = 1
)

// Tag is an entry of a TIFF directory.
type Tag struct {
	Tag, Kind int
	Values    []int
}

// Page is a directory of a TIFF and the strips or tiles that it describes.
type Page struct {
	Tags   []Tag // offsets and lengths of Blocks are added to the tags that are there without values
	Blocks [][]byte
}

// Set returns the page with another value of a tag.
func (p Page) Set(tag, kind int, values ...int) Page {
	p.Tags = slices.DeleteFunc(slices.Clone(p.Tags), func(t Tag) bool { return t.Tag == tag })
	p.Tags = append(p.Tags, Tag{tag, kind, values})
	return p
}

// TIFF is a file of pages.
type TIFF struct {
	Order binary.AppendByteOrder
	Pages []Page
}

// Bytes writes the file: of each page the blocks, the values that do not fit into
// the directory, and the directory.
func (t TIFF) Bytes() []byte {
	b := []byte("II")
	order := t.Order.(binary.ByteOrder)
	if order == binary.ByteOrder(binary.BigEndian) {
		b = []byte("MM")
	}
	b = t.Order.AppendUint16(b, 42)
	b = t.Order.AppendUint32(b, 0)
	link := 4 // where the offset of the next directory goes
	for _, p := range t.Pages {
		var offsets, lengths []int
		for _, block := range p.Blocks {
			offsets, lengths = append(offsets, len(b)), append(lengths, len(block))
			b = append(b, block...)
		}
		entries := t.Order.AppendUint16(nil, uint16(len(p.Tags)))
		tags := slices.SortedFunc(slices.Values(p.Tags), func(a, b Tag) int { return a.Tag - b.Tag })
		for _, tag := range tags {
			switch {
			case tag.Values != nil:
			case tag.Tag == TagStripOffsets || tag.Tag == TagTileOffsets:
				tag.Values = offsets
			case tag.Tag == TagStripLengths || tag.Tag == TagTileLengths:
				tag.Values = lengths
			}
			values := t.values(tag)
			entries = t.Order.AppendUint16(entries, uint16(tag.Tag))
			entries = t.Order.AppendUint16(entries, uint16(tag.Kind))
			entries = t.Order.AppendUint32(entries, uint32(len(tag.Values)))
			if len(values) > 4 {
				entries = t.Order.AppendUint32(entries, uint32(len(b)))
				b = append(b, values...)
			} else {
				entries = append(append(entries, values...), make([]byte, 4-len(values))...)
			}
		}
		order.PutUint32(b[link:], uint32(len(b)))
		b = append(b, entries...)
		link = len(b)
		b = append(b, 0, 0, 0, 0)
	}
	return b
}

func (t TIFF) values(tag Tag) []byte {
	var b []byte
	for _, v := range tag.Values {
		switch tag.Kind {
		case Short:
			b = t.Order.AppendUint16(b, uint16(v))
		case Long:
			b = t.Order.AppendUint32(b, uint32(v))
		default:
			b = append(b, byte(v))
		}
	}
	return b
}
