package main

import (
	"image"
	"image/color"

	"github.com/disintegration/imaging"

	"lynceus/imaging/decode"
)

// raster is a picture as fingerprints read it: within 1024 pixels, in YCbCr.
func raster(m image.Image) *decode.Raster {
	n := imaging.Fit(m, 1024, 1024, imaging.Box)
	w, h := n.Rect.Dx(), n.Rect.Dy()
	r := &decode.Raster{Width: w, Height: h, ChromaW: w, ChromaH: h}
	for i := 0; i < len(n.Pix); i += 4 {
		y, cb, cr := color.RGBToYCbCr(n.Pix[i], n.Pix[i+1], n.Pix[i+2])
		r.Y, r.Cb, r.Cr = append(r.Y, y), append(r.Cb, cb), append(r.Cr, cr)
	}
	return r
}
