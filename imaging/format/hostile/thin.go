package hostile

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"

	"lynceus/imaging/format/formattest"
)

// Thin lists pictures of one pixel by as many as there may be, and of a single pixel.
// Resizing to a square asks for gigabytes where that is done without care.
func Thin() []File {
	var files []File
	for _, size := range [][2]int{{1, 65535}, {65535, 1}, {1, 5000}, {1, 1}} {
		w, h := size[0], size[1]
		rows := make([]byte, h*(w+1))
		stride := (w*3 + 3) / 4 * 4
		for name, b := range map[string][]byte{
			"PNG":  png(w, h, 8, 0, 0, idat(formattest.Deflate(rows))),
			"JPEG": formattest.Flat(w, h).Bytes(),
			"GIF":  thinGIF(w, h),
			"TIFF": tiff(page(w, h, 8, 1, make([]byte, w*h))),
			"BMP":  formattest.BMP(formattest.BMPInfo(w, h, 24, 0, 0), nil, make([]byte, stride*h)),
		} {
			files = append(files, File{fmt.Sprintf("%s of %dx%d", name, w, h), b, Taken})
		}
	}
	return files
}

func thinGIF(w, h int) []byte {
	var b bytes.Buffer
	if err := gif.Encode(&b, image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Black, color.White}), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}
