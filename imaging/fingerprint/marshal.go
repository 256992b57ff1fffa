package fingerprint

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io/fs"

	"lynceus/imaging/feature"
	"lynceus/imaging/kind"
)

// A stored fingerprint is, most significant byte first: the version, 2 bytes; 1 for
// flat, else 0; how many views follow, and how many of them are asked with; how many
// features follow, 2 bytes; width and height, 2 bytes each; three hashes of 8 bytes;
// the views; the features; and the CRC-32C of all that.
const (
	marshalHead    = 2 + 3 + 2 + 2*2 + 3*8
	marshalTail    = 4
	marshalView    = 4*2 + len(Layout{}) + len(kind.Vector{})
	marshalFeature = 2*2 + 3 + 4*8
)

// MaxMarshalled is the length of the longest stored fingerprint in bytes.
const MaxMarshalled = marshalHead + MaxViews*marshalView + feature.Most*marshalFeature + marshalTail

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Marshal and Unmarshal keep a fingerprint in the catalogue; the first two bytes are the version.
func (f Fingerprint) Marshal() []byte {
	b := make([]byte, 0, marshalHead+len(f.Views)*marshalView+len(f.Features)*marshalFeature+marshalTail)
	b = binary.BigEndian.AppendUint16(b, Version)
	b = append(b, bit(f.Flat), byte(len(f.Views)), byte(f.Asking))
	for _, n := range [3]int{len(f.Features), f.Width, f.Height} {
		b = binary.BigEndian.AppendUint16(b, uint16(n))
	}
	for _, h := range [3]uint64{f.Scan, f.PHash, f.DHash} {
		b = binary.BigEndian.AppendUint64(b, h)
	}
	for i := range f.Views {
		v := &f.Views[i]
		for _, side := range [4]uint16{v.Box.X0, v.Box.Y0, v.Box.X1, v.Box.Y1} {
			b = binary.BigEndian.AppendUint16(b, side)
		}
		b = appendSigned(appendSigned(b, v.Layout[:]), v.Kind[:])
	}
	for i := range f.Features {
		s := &f.Features[i]
		b = binary.BigEndian.AppendUint16(b, s.X)
		b = binary.BigEndian.AppendUint16(b, s.Y)
		b = append(b, s.Size, s.Turn, bit(s.Bright))
		for _, word := range s.Bits {
			b = binary.BigEndian.AppendUint64(b, word)
		}
	}
	return binary.BigEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

func bit(b bool) byte {
	if b {
		return 1
	}
	return 0
}

func appendSigned(b []byte, values []int8) []byte {
	for _, v := range values {
		b = append(b, byte(v))
	}
	return b
}

// Unmarshal fails with fs.ErrInvalid for what is no fingerprint of this version or
// of the one before it, and for one that Of cannot have made: whatever comes back is
// within the bounds that the fields have.
func Unmarshal(b []byte) (Fingerprint, error) {
	if len(b) < 2+marshalTail || len(b) > MaxMarshalled {
		return Fingerprint{}, fmt.Errorf("fingerprint of %d bytes: %w", len(b), fs.ErrInvalid)
	}
	version := binary.BigEndian.Uint16(b)
	body, sum := b[2:len(b)-marshalTail], binary.BigEndian.Uint32(b[len(b)-marshalTail:])
	if crc32.Checksum(b[:len(b)-marshalTail], castagnoli) != sum {
		return Fingerprint{}, fmt.Errorf("fingerprint with a wrong checksum: %w", fs.ErrInvalid)
	}
	r := reader{b: body}
	var f Fingerprint
	switch version {
	case Version:
		f = r.fingerprint()
	case 1:
		f = r.first()
	default:
		return Fingerprint{}, fmt.Errorf("fingerprint of version %d: %w", version, fs.ErrInvalid)
	}
	if r.bad || len(r.b) > 0 {
		return Fingerprint{}, fmt.Errorf("fingerprint of %d bytes that makes no sense: %w", len(b), fs.ErrInvalid)
	}
	return f, nil
}
