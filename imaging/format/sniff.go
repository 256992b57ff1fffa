package format

import (
	"bytes"
	"strings"
)

// sniffed is how many of a file's first bytes are looked at to tell what it is.
const sniffed = 1024

// taken are the first bytes of the formats we read.
var taken = []struct {
	magic string
	kind  Kind
}{
	{"\xff\xd8\xff", JPEG},
	{"\x89PNG\r\n\x1a\n", PNG},
	{"II*\x00", TIFF},
	{"MM\x00*", TIFF},
	{"GIF87a", GIF},
	{"GIF89a", GIF},
	{"BM", BMP},
}

// refused are the first bytes of files that we know and do not take.
var refused = []struct {
	at          int
	magic       string
	kind        Kind
	code, named string
}{
	{0, "II+\x00", TIFF, "tiff_big", ""},
	{0, "MM\x00+", TIFF, "tiff_big", ""},
	{8, "CR\x02", "", "camera_raw", "CR2"},
	{0, "FUJIFILMCCD-RAW", "", "camera_raw", "RAF"},
	{0, "IIRO", "", "camera_raw", "ORF"},
	{0, "IIU\x00", "", "camera_raw", "RW2"},
	{0, "FOVb", "", "camera_raw", "X3F"},
	{0, "\xff\x0a", "", "jpeg_xl", ""},
	{0, "\x00\x00\x00\x0cJXL \r\n\x87\n", "", "jpeg_xl", ""},
	{0, "\x00\x00\x00\x0cjP  \r\n\x87\n", "", "jpeg_2000", ""},
	{0, "\xff\x4f\xff\x51", "", "jpeg_2000", ""},
	{0, "\xff\xd8\xff\xf7", "", "jpeg_ls", ""},
	{0, "II\xbc\x01", "", "jpeg_xr", ""},
	{128, "DICM", "", "dicom", ""},
	{0, "8BPS", "", "photoshop", ""},
	{0, "v/1\x01", "", "openexr", ""},
	{0, "\x00\x00\x01\x00", "", "icon", ""},
	{0, "\x00\x00\x02\x00", "", "icon", ""},
	{0, "%PDF-", "", "pdf", ""},
	{0, "%!PS", "", "postscript", ""},
	{0, "\xc5\xd0\xd3\xc6", "", "postscript", ""},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", "document", ""},
	{0, "{\\rtf", "", "document", ""},
	{0, "PK\x03\x04", "", "archive", "ZIP"},
	{0, "PK\x05\x06", "", "archive", "ZIP"},
	{0, "Rar!\x1a\x07", "", "archive", "RAR"},
	{0, "7z\xbc\xaf\x27\x1c", "", "archive", "7z"},
	{0, "\x1f\x8b", "", "archive", "gzip"},
	{0, "BZh", "", "archive", "bzip2"},
	{0, "\xfd7zXZ\x00", "", "archive", "xz"},
	{0, "\x28\xb5\x2f\xfd", "", "archive", "zstd"},
	{257, "ustar", "", "archive", "tar"},
	{0, "\x7fELF", "", "program", ""},
	{0, "MZ", "", "program", ""},
	{0, "#!", "", "program", ""},
	{0, "\xca\xfe\xba\xbe", "", "program", ""},
	{0, "\xfe\xed\xfa\xce", "", "program", ""},
	{0, "\xcf\xfa\xed\xfe", "", "program", ""},
	{0, "\x00asm", "", "program", ""},
	{0, "\x1a\x45\xdf\xa3", "", "video", ""},
	{0, "FLV\x01", "", "video", ""},
	{0, "\x00\x00\x01\xba", "", "video", ""},
	{0, "\x00\x00\x01\xb3", "", "video", ""},
	{0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", "", "video", ""},
	{0, "ID3", "", "sound", ""},
	{0, "OggS", "", "sound", ""},
	{0, "fLaC", "", "sound", ""},
	{4, "moov", "", "video", ""},
	{4, "mdat", "", "video", ""},
}

// boxed are the brands of files in the ISO container ("ftyp" at byte 4).
var boxed = map[string]struct{ code, named string }{
	"heic": {"heic", ""}, "heix": {"heic", ""}, "heim": {"heic", ""}, "heis": {"heic", ""},
	"hevc": {"heic", ""}, "hevx": {"heic", ""}, "mif1": {"heic", ""}, "msf1": {"heic", ""},
	"avif": {"avif", ""}, "avis": {"avif", ""},
	"jxl ": {"jpeg_xl", ""},
	"jp2 ": {"jpeg_2000", ""}, "jpx ": {"jpeg_2000", ""},
	"crx ": {"camera_raw", "CR3"},
	"M4A ": {"sound", ""},
}

// sniff tells what a file is by its first bytes; its name counts for nothing.
func sniff(head []byte) (Kind, *Refusal) {
	for _, r := range refused {
		if len(head) > r.at && bytes.HasPrefix(head[r.at:], []byte(r.magic)) {
			return "", refuseNamed(r.kind, r.code, r.named)
		}
	}
	if len(head) >= 12 && string(head[4:8]) == "ftyp" {
		return "", sniffBoxed(head)
	}
	if len(head) >= 12 && string(head[:4]) == "RIFF" {
		switch string(head[8:12]) {
		case "WEBP":
			return WebP, nil
		case "AVI ":
			return "", Refuse("", "video")
		case "WAVE":
			return "", Refuse("", "sound")
		}
	}
	for _, t := range taken {
		if bytes.HasPrefix(head, []byte(t.magic)) {
			return t.kind, nil
		}
	}
	return "", Refuse("", sniffText(head))
}

// sniffBoxed tells files in the ISO container apart by their brands. An AVIF
// file may call itself "mif1" first, so that a later "avif" wins.
func sniffBoxed(head []byte) *Refusal {
	length := int(head[0])<<24 | int(head[1])<<16 | int(head[2])<<8 | int(head[3])
	end := max(12, min(length, len(head)))
	if strings.Contains(string(head[8:end]), "avif") {
		return Refuse(AVIF, "avif")
	}
	found, ok := boxed[string(head[8:12])]
	if !ok {
		return Refuse("", "video")
	}
	kind := Kind("")
	if found.code == "heic" {
		kind = HEIC
	}
	return refuseNamed(kind, found.code, found.named)
}

func refuseNamed(kind Kind, code, named string) *Refusal {
	if named == "" {
		return Refuse(kind, code)
	}
	return Refuse(kind, code, named)
}

// sniffText returns the refusal code of a file that begins as text.
func sniffText(head []byte) string {
	text := strings.ToLower(strings.TrimLeft(strings.TrimPrefix(string(head), "\xef\xbb\xbf"), " \t\r\n"))
	switch {
	case strings.HasPrefix(text, "<!doctype html"), strings.HasPrefix(text, "<html"),
		strings.HasPrefix(text, "<head"), strings.HasPrefix(text, "<body"), strings.HasPrefix(text, "<script"):
		return "html"
	case strings.HasPrefix(text, "<svg"),
		strings.HasPrefix(text, "<") && strings.Contains(text, "<svg"):
		return "svg"
	case strings.HasPrefix(text, "<") && strings.Contains(text, "<html"):
		return "html"
	case len(text) > 3 && text[0] == 'p' && text[1] >= '1' && text[1] <= '7' && strings.ContainsRune(" \t\r\n", rune(text[2])):
		return "netpbm"
	}
	return "unknown"
}
