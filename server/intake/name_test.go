package intake_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"lynceus/server/intake"
)

// Guard 5, where names come in.
func TestNamesAreHarmless(t *testing.T) {
	for sent, want := range map[string]string{
		"scan 1.png":                     "scan 1.png",
		"Ärger mit 画像.tif":               "Ärger mit 画像.tif",
		"../../etc/passwd":               "passwd",
		`C:\Users\x\scan.png`:            "scan.png",
		"a/b\\c.png":                     "c.png",
		"":                               "",
		".":                              "",
		"..":                             "",
		"/":                              "",
		"///":                            "",
		"   ":                            "",
		"nul\x00byte.png":                "nulbyte.png",
		"two\r\nlines.png":               "twolines.png",
		"two\u2028lines\u2029.png":       "twolines.png",
		"\x1b[31mred.png":                "[31mred.png",
		"gpj.\u202eexe":                  "gpj.exe",
		"\u2066isolated\u2069\u200e.png": "isolated.png",
		`quo"te's.png`:                   `quo"te's.png`,
		"bad\xff\xfeutf8.png":            "bad\uFFFDutf8.png",
		strings.Repeat("é", 300):         strings.Repeat("é", 200),
		"<script>alert(1)":               "<script>alert(1)",
	} {
		got := intake.CleanName(sent)
		if got != want {
			t.Errorf("%q: got %q, want %q", sent, got, want)
		}
		if !utf8.ValidString(got) {
			t.Errorf("%q: %q is no UTF-8", sent, got)
		}
	}
}
