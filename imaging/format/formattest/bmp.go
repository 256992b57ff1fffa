package formattest

import "encoding/binary"

// BMP makes a bitmap of headers and what follows them: pixels at the end of data.
func BMP(info, table, pixels []byte) []byte {
	le := binary.LittleEndian
	b := le.AppendUint32([]byte("BM"), uint32(14+len(info)+len(table)+len(pixels)))
	b = le.AppendUint32(b, 0)
	b = le.AppendUint32(b, uint32(14+len(info)+len(table)))
	return append(append(append(b, info...), table...), pixels...)
}

// BMPInfo is the usual header of 40 bytes. A negative height means from top to bottom.
func BMPInfo(width, height, bits, compression, colours int) []byte {
	le := binary.LittleEndian
	b := le.AppendUint32(nil, 40)
	b = le.AppendUint32(b, uint32(width))
	b = le.AppendUint32(b, uint32(height))
	b = le.AppendUint16(b, 1)
	b = le.AppendUint16(b, uint16(bits))
	b = le.AppendUint32(b, uint32(compression))
	for _, v := range []int{0, 2835, 2835, colours, 0} {
		b = le.AppendUint32(b, uint32(v))
	}
	return b
}

// bmpRows writes the scene from bottom to top, rows in groups of four bytes.
func bmpRows(row func(y int) []byte) []byte {
	var b []byte
	for y := Height - 1; y >= 0; y-- {
		b = append(b, row(y)...)
		for len(b)%4 != 0 {
			b = append(b, 0)
		}
	}
	return b
}

// bmpTable is a colour table with entries of size bytes, blue first.
func bmpTable(t [][3]uint8, size int) []byte {
	var b []byte
	for _, c := range t {
		b = append(append(b, c[2], c[1], c[0]), make([]byte, size-3)...)
	}
	return b
}

// masked writes colours as little-endian words of size bytes.
func masked(size int, shifts, depths [3]int) []byte {
	return bmpRows(func(y int) []byte {
		var b []byte
		for x := range Width {
			v := uint32(0)
			for c := range 3 {
				v |= uint32(colour(x, y, c)>>(16-depths[c])) << shifts[c]
			}
			b = append(b, binary.LittleEndian.AppendUint32(nil, v)[:size]...)
		}
		return b
	})
}

func wantDepths(depths [3]int) *Samples {
	return want(3, 8, func(x, y, c int) float64 {
		return float64(colour(x, y, c)>>(16-depths[c])) / float64(uint(1)<<depths[c]-1)
	})
}

// bmps lists the BMP variants.
func bmps() []File {
	indexedRows := func(bits, n int) []byte {
		return bmpRows(func(y int) []byte { return pack(indices(n), y, 0, 1, Width, 1, bits) })
	}
	var files []File
	for _, v := range []struct {
		name    string
		bits, n int
	}{{"1", 1, 2}, {"4", 4, 16}, {"8", 8, 256}, {"8 with few colours", 8, 5}} {
		t := table(v.n)
		files = append(files, File{
			Name:  "BMP palette " + v.name,
			Bytes: BMP(BMPInfo(Width, Height, v.bits, 0, v.n), bmpTable(t, 4), indexedRows(v.bits, v.n)),
			Want:  indexed(indices(v.n), t, nil),
		})
	}
	le := binary.LittleEndian
	core := le.AppendUint32(nil, 12)
	for _, v := range []uint16{Width, Height, 1, 4} {
		core = le.AppendUint16(core, v)
	}
	fields := func(masks ...uint32) (b []byte) {
		for _, m := range masks {
			b = le.AppendUint32(b, m)
		}
		return b
	}
	bgr := func(y int) []byte {
		var b []byte
		for x := range Width {
			b = append(b, byte(colour(x, y, 2)>>8), byte(colour(x, y, 1)>>8), byte(colour(x, y, 0)>>8))
		}
		return b
	}
	upright := bmpRows(func(y int) []byte { return bgr(Height - 1 - y) })
	eight, five, six := [3]int{8, 8, 8}, [3]int{5, 5, 5}, [3]int{5, 6, 5}
	v5 := append(BMPInfo(Width, Height, 32, 3, 0), fields(0xff, 0xff00, 0xff0000, 0xff000000)...)
	v5 = append(v5, make([]byte, 124-len(v5))...)
	le.PutUint32(v5, 124)
	return append(files,
		File{Name: "BMP of OS/2", Bytes: BMP(core, bmpTable(table(16), 3), indexedRows(4, 16)), Want: indexed(indices(16), table(16), nil)},
		File{Name: "BMP 24", Bytes: BMP(BMPInfo(Width, Height, 24, 0, 0), nil, bmpRows(bgr)), Want: wantDepths(eight)},
		File{Name: "BMP 24 from top to bottom", Bytes: BMP(BMPInfo(Width, -Height, 24, 0, 0), nil, upright), Want: wantDepths(eight)},
		File{Name: "BMP 32", Bytes: BMP(BMPInfo(Width, Height, 32, 0, 0), nil, masked(4, [3]int{16, 8, 0}, eight)), Want: wantDepths(eight)},
		File{Name: "BMP 32 with masks in its header", Bytes: BMP(v5, nil, masked(4, [3]int{0, 8, 16}, eight)), Want: wantDepths(eight)},
		File{Name: "BMP 16", Bytes: BMP(BMPInfo(Width, Height, 16, 0, 0), nil, masked(2, [3]int{10, 5, 0}, five)), Want: wantDepths(five)},
		File{Name: "BMP 16 with masks", Bytes: BMP(BMPInfo(Width, Height, 16, 3, 0), fields(0xf800, 0x7e0, 0x1f), masked(2, [3]int{11, 5, 0}, six)), Want: wantDepths(six)},
	)
}
