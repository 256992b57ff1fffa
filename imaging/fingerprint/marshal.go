package fingerprint

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io/fs"
)

// A stored fingerprint is, most significant byte first: the version, 2 bytes; 1 for
// flat, else 0; how many layouts follow; three hashes of 8 bytes; the layouts; and
// the CRC-32C of all that. Layouts that are zero, or equal to the one before, are left out.
const (
	marshalHead = 4 + 3*8
	marshalTail = 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Marshal and Unmarshal keep a fingerprint in the catalogue; the first two bytes are the version.
func (f Fingerprint) Marshal() []byte {
	layouts := len(f.Layout)
	switch {
	case f.Layout == [2]Layout{}:
		layouts = 0
	case f.Layout[0] == f.Layout[1]:
		layouts = 1
	}
	b := make([]byte, 0, marshalHead+layouts*len(Layout{})+marshalTail)
	b = binary.BigEndian.AppendUint16(b, Version)
	if f.Flat {
		b = append(b, 1, byte(layouts))
	} else {
		b = append(b, 0, byte(layouts))
	}
	for _, h := range [3]uint64{f.Scan, f.PHash, f.DHash} {
		b = binary.BigEndian.AppendUint64(b, h)
	}
	for i := range layouts {
		for _, v := range f.Layout[i] {
			b = append(b, byte(v))
		}
	}
	return binary.BigEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

// Unmarshal fails with fs.ErrInvalid for what is no fingerprint of this version.
func Unmarshal(b []byte) (f Fingerprint, err error) {
	if len(b) < 2 {
		return f, fmt.Errorf("fingerprint of %d bytes: %w", len(b), fs.ErrInvalid)
	}
	if v := binary.BigEndian.Uint16(b); v != Version {
		return f, fmt.Errorf("fingerprint of version %d: %w", v, fs.ErrInvalid)
	}
	if len(b) < marshalHead+marshalTail || b[2] > 1 || int(b[3]) > len(f.Layout) || len(b) != marshalHead+int(b[3])*len(Layout{})+marshalTail {
		return f, fmt.Errorf("fingerprint of %d bytes: %w", len(b), fs.ErrInvalid)
	}
	body, sum := b[:len(b)-marshalTail], binary.BigEndian.Uint32(b[len(b)-marshalTail:])
	if crc32.Checksum(body, castagnoli) != sum {
		return f, fmt.Errorf("fingerprint with a wrong checksum: %w", fs.ErrInvalid)
	}
	f.Flat = b[2] == 1
	f.Scan, f.PHash, f.DHash = binary.BigEndian.Uint64(b[4:]), binary.BigEndian.Uint64(b[12:]), binary.BigEndian.Uint64(b[20:])
	for i := range int(b[3]) {
		for k, v := range body[marshalHead+i*len(Layout{}):][:len(Layout{})] {
			f.Layout[i][k] = int8(v)
		}
	}
	if b[3] == 1 {
		f.Layout[1] = f.Layout[0]
	}
	return f, nil
}
