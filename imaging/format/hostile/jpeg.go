package hostile

import (
	"bytes"

	"lynceus/imaging/format/formattest"
)

func jpegs() []File {
	start := func(width, height int) []byte { return formattest.Flat(width, height).Start() }
	end := []byte{0xff, 0xd9}
	small := formattest.Flat(64, 64)
	progressive := func(width, height, scans, components int) []byte {
		j := formattest.Flat(width, height)
		j.Marker = 0xc2
		j.Components = j.Components[:components]
		b := j.Start()
		b = b[:bytes.LastIndex(b, []byte{0xff, 0xda})]
		for i := range scans {
			// Every scan refines one coefficient that no scan has begun.
			k := byte(1 + i%63)
			b = append(b, formattest.Segment(0xda, []byte{1, 1, 0, k, 63, 0x10})...)
			b = append(b, 0)
		}
		return append(b, end...)
	}
	many := small
	many.Before = bytes.Repeat(formattest.Segment(0xe5, nil), 5000)
	twice := small
	twice.Before = formattest.Segment(0xc0, []byte{8, 0, 9, 0, 9, 1, 1, 0x11, 0})
	codes := small
	codes.Before = formattest.Segment(0xc4, append(bytes.Repeat([]byte{255}, 17), make([]byte, 4000)...))
	scanFirst := append([]byte{0xff, 0xd8}, formattest.Segment(0xda, []byte{1, 1, 0, 0, 63, 0})...)
	orientation := small
	orientation.Before = formattest.Segment(0xe1, []byte("Exif\x00\x00MM\x00*\xff\xff\xff\xff\xff\xff"))
	endless := append(start(64, 64), bytes.Repeat([]byte{0xff}, 1<<20)...)
	sampling := formattest.Flat(64, 64)
	sampling.Components[0].Across, sampling.Components[0].Down = 15, 15
	return []File{
		{"JPEG of 350 bytes that claims 65535x65535", append(start(65535, 65535), end...), Refused},
		{"JPEG of 350 bytes that claims 8000x6000", append(start(8000, 6000), end...), Refused},
		{"JPEG whose 100 kB claim 8000x6000", append(append(start(8000, 6000), make([]byte, 100_000)...), end...), Either},
		{"JPEG of no size", append(start(0, 0), end...), Refused},
		{"JPEG progressive with 5000 scans", progressive(64, 64, 5000, 3), Refused},
		{"JPEG progressive with 100 scans of 48 megapixels", progressive(8000, 6000, 100, 1), Refused},
		{"JPEG progressive of 48 megapixels with long scans", append(bytes.TrimSuffix(progressive(8000, 6000, 19, 1), end), append(make([]byte, 100_000), end...)...), Either},
		{"JPEG with 5000 segments", many.Bytes(), Refused},
		{"JPEG with two frames", twice.Bytes(), Refused},
		{"JPEG with too many codes", codes.Bytes(), Refused},
		{"JPEG with a scan before its frame", append(scanFirst, end...), Refused},
		{"JPEG with an EXIF directory at the end of the world", orientation.Bytes(), Taken},
		{"JPEG of filling without end", endless, Refused},
		{"JPEG sampled 15x15", sampling.Bytes(), Refused},
		{"JPEG with a segment of length 0", append([]byte{0xff, 0xd8, 0xff, 0xe0, 0, 0}, small.Bytes()[2:]...), Either},
		{"JPEG without a scan", append([]byte{0xff, 0xd8}, end...), Refused},
	}
}
