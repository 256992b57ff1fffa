// Package format says what a file is and whether it may be decoded, from its
// first bytes and its headers alone. It allocates nothing that the file sizes.
//
// It is the wall before a decoder: Parse reads with bounds, and what it lets
// through is known to fit the limits below. It runs in the server, so that most
// hostile files are refused before a child process is started.
package format

// Kind names a picture format as an officer knows it.
type Kind string

// The formats that Lynceus reads, and those it knows well enough to refuse by name.
const (
	JPEG Kind = "JPEG"
	PNG  Kind = "PNG"
	TIFF Kind = "TIFF"
	WebP Kind = "WebP"
	BMP  Kind = "BMP"
	GIF  Kind = "GIF"
	HEIC Kind = "HEIC"
	AVIF Kind = "AVIF"
)

// Limits of one picture. MaxWhole bounds pixels where the decoder holds the
// picture whole, MaxStreamed where it passes by in rows.
const (
	MaxSide     = 65535
	MaxWhole    = 50_000_000
	MaxStreamed = 300_000_000
	MaxScans    = 100
	MaxChunks   = 1000
)

// Header is what a file's headers claim, already held against the limits.
type Header struct {
	Kind          Kind
	Width, Height int   // pixels as stored, before Orientation
	Bits          int   // per sample, 1 to 16
	Channels      int   // colour samples a pixel: 1 grey, 3 colour, 4 CMYK
	Alpha         bool  // has an alpha channel or a transparent colour
	Palette       bool  // samples index a colour table
	Orientation   int   // EXIF 1 to 8; 1 where the file says nothing
	Frames        int   // frames or pages seen; only the first is ever used
	Streamed      bool  // the decoder passes this one by in rows
	Held          int64 // bytes that the decoder is likely to hold at once beside the raster it returns, on the high side
}

// Refusal says why a file is not taken. Code is a key of the text catalogue
// ("refusal." + Code) with Args to fill in; Error gives the English sentence for
// the log and the command line.
type Refusal struct {
	Kind    Kind // empty when the file is no picture that we know
	Code    string
	Args    []any
	Message string // one English sentence: the format, what is wrong, what to do
	Media   bool   // true: not a picture type we take (415); false: a picture we cannot take (422)
}

func (r *Refusal) Error() string { return r.Message }
