package format

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// refusals is every reason there is for not taking a file. The key is the Code
// of a Refusal; the text catalogues translate the sentence under "refusal." + key.
// {0}, {1} ... stand for Args. Each sentence names the format, says what is wrong
// and what to do. media marks what is no picture type that we take.
var refusals = map[string]struct {
	media    bool
	sentence string
}{
	"unknown":    {true, "This is no picture that Lynceus knows: send JPEG, PNG, TIFF, WebP, BMP or GIF."},
	"heic":       {true, "HEIC is not read here: on an iPhone choose Settings > Camera > Formats > Most Compatible, or share the photo as JPEG."},
	"avif":       {true, "AVIF is not read here: save the picture as JPEG or PNG."},
	"jpeg_xl":    {true, "JPEG XL is not read here: save the picture as JPEG or PNG."},
	"jpeg_2000":  {true, "JPEG 2000 is not read here: save the picture as PNG or TIFF."},
	"jpeg_ls":    {true, "JPEG-LS is not read here: save the picture as PNG or TIFF."},
	"jpeg_xr":    {true, "JPEG XR is not read here: save the picture as PNG or TIFF."},
	"dicom":      {true, "DICOM is not read here: export the picture from the scanner or viewer as 16-bit PNG or TIFF."},
	"camera_raw": {true, "{0} is a camera's raw file: develop it and send it as JPEG or TIFF."},
	"photoshop":  {true, "Photoshop files are not read here: export the picture as PNG or TIFF."},
	"openexr":    {true, "OpenEXR has float samples: export the picture as 16-bit PNG or TIFF."},
	"netpbm":     {true, "Netpbm (PGM, PPM) is not read here: save the picture as PNG or TIFF."},
	"icon":       {true, "Icon files are not read here: save the picture as PNG."},
	"pdf":        {true, "PDF is a document: export the picture in it as PNG or JPEG."},
	"postscript": {true, "PostScript is a document: export the picture in it as PNG or JPEG."},
	"document":   {true, "This is an office document: save the picture in it as a file and send that."},
	"svg":        {true, "SVG is a drawing, not a picture: export it as PNG."},
	"html":       {true, "This is a web page: save the picture on it as a file and send that."},
	"archive":    {true, "{0} is an archive: unpack it and send the pictures in it."},
	"program":    {true, "This is a program, not a picture: it is not taken."},
	"video":      {true, "This is a video: save one frame of it as JPEG or PNG and send that."},
	"sound":      {true, "This is a sound recording, not a picture: it is not taken."},

	"empty":           {false, "The file is empty: copy it again from where it comes from."},
	"truncated":       {false, "{0}: the file breaks off before the picture ends; copy or export it again."},
	"damaged":         {false, "{0}: the file is damaged ({1}); copy or export it again."},
	"no_pixels":       {false, "{0}: the picture has no width or no height; export it again."},
	"side_too_long":   {false, "{0}: a side of {1} pixels is longer than {2}; cut the picture into parts or make it smaller."},
	"too_many_pixels": {false, "{0}: {1} x {2} pixels are more than the {3} million that are read of this kind; make the picture smaller."},
	"too_many_parts":  {false, "{0}: the file has more than {1} parts; export it again without its extra data."},
	"too_heavy":       {false, "{0}: the file has more data than its {1} x {2} pixels can need; export it again."},

	"jpeg_arithmetic":   {false, "JPEG with arithmetic coding is not read here: save it as an ordinary (baseline) JPEG."},
	"jpeg_lossless":     {false, "Lossless JPEG is not read here: save the picture as PNG or TIFF."},
	"jpeg_hierarchical": {false, "Hierarchical JPEG is not read here: save it as an ordinary (baseline) JPEG."},
	"jpeg_bits":         {false, "JPEG with {0} bits a sample is not read here: export as 16-bit PNG or TIFF, or as an ordinary 8-bit JPEG."},
	"jpeg_colours":      {false, "JPEG with {0} colour channels is not read here: save it as RGB or greyscale."},
	"jpeg_cmyk":         {false, "JPEG with CMYK colours that do not say how they are meant: save it as RGB."},
	"jpeg_sampling":     {false, "JPEG with an unusual colour sampling ({0}) is not read here: save it with 4:4:4 or 4:2:0."},
	"jpeg_height":       {false, "JPEG that does not say its height at the start is not read here: save it again with another program."},
	"jpeg_scans":        {false, "JPEG with {0} scans, more than the {1} that are read at its size: save it as an ordinary (baseline) JPEG."},
	"jpeg_large":        {false, "{0} JPEG of {1} x {2} pixels is too large to read: save it as an ordinary (baseline) RGB JPEG."},

	"png_header":  {false, "PNG with a header that cannot be ({0}): export it again."},
	"png_palette": {false, "PNG with a colour table that is missing, misplaced or too short: export it again without a palette."},

	"tiff_float":       {false, "TIFF with float samples: export as 16-bit greyscale."},
	"tiff_signed":      {false, "TIFF with signed samples: export as 16-bit greyscale."},
	"tiff_bits":        {false, "TIFF with {0} bits a sample is not read here: export with 8 or 16 bits."},
	"tiff_cmyk":        {false, "TIFF with CMYK colours: export as RGB or greyscale."},
	"tiff_colours":     {false, "TIFF with {0} colours is not read here: export as RGB or greyscale."},
	"tiff_planar":      {false, "TIFF with its colours in separate planes: export with interleaved (chunky) pixels."},
	"tiff_jpeg":        {false, "TIFF with JPEG compression inside: export with LZW or deflate compression, or as JPEG."},
	"tiff_fax":         {false, "TIFF with fax (CCITT) compression: export with LZW or deflate compression, or as PNG."},
	"tiff_compression": {false, "TIFF with {0} compression is not read here: export with LZW, deflate or no compression."},
	"tiff_big":         {false, "BigTIFF is not read here: export as ordinary TIFF, or as PNG."},
	"tiff_bit_order":   {false, "TIFF with its bits in reverse order: export it again with the usual bit order, or as PNG."},
	"tiff_predictor":   {false, "TIFF with predictor {0} is not read here: export without a predictor, or as PNG."},
	"tiff_layout":      {false, "TIFF with strips or tiles that overlap or lie outside of the file: export it again."},
	"tiff_loop":        {false, "TIFF with pages that lead back to themselves: export it again."},
	"tiff_tiles":       {false, "TIFF with tiles of {0} x {1} pixels is too large to read: export with strips or smaller tiles."},

	"webp_animated": {false, "Animated WebP: save one frame of it as PNG or JPEG."},
	"webp_layout":   {false, "WebP whose parts do not agree on the picture's size or order: save it again."},

	"bmp_compressed": {false, "BMP with {0} compression is not read here: save it without compression, or as PNG."},
	"bmp_header":     {false, "BMP with a header that cannot be ({0}): save it again, or as PNG."},

	"gif_frame": {false, "GIF with a first frame that does not fit its screen: save it again, or as PNG."},
}

// Refuse makes the refusal with this code. It panics for a code that is not in
// the table, which is a mistake in the program and not in a file.
func Refuse(kind Kind, code string, args ...any) *Refusal {
	why, ok := refusals[code]
	if !ok {
		panic("format: no refusal " + code)
	}
	refusal := &Refusal{Kind: kind, Code: code, Media: why.media, Message: why.sentence}
	for i, arg := range args {
		// Text only: a refusal crosses from the child to the server and must read the same there.
		text := fmt.Sprint(arg)
		refusal.Args = append(refusal.Args, text)
		refusal.Message = strings.ReplaceAll(refusal.Message, fmt.Sprintf("{%d}", i), text)
	}
	return refusal
}

// Codes lists the codes of all refusals, sorted.
func Codes() []string { return slices.Sorted(maps.Keys(refusals)) }

// Sentence returns the English sentence of a code with {0}, {1} ... still in it,
// or an empty string where there is no such code.
func Sentence(code string) string { return refusals[code].sentence }
