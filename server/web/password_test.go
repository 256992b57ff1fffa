package web

import (
	"errors"
	"strings"
	"testing"

	"lynceus/storage/catalogue"
)

func TestNewPasswords(t *testing.T) {
	const ok = ""
	for password, want := range map[string]string{
		"three green mittens":                     ok,
		"correct horse battery staple":            ok,
		"v8#Kq2!zRw0p":                            ok,
		"пятьзелёныхварежек":                      ok,
		strings.Repeat("lamp ñ oxide ", 39)[:500]: ok,
		"eleven char":                             "password_short",
		"éééééééééé":                              "password_short", // ten characters of twenty bytes
		strings.Repeat("ab1", 171):                "password_long",
		"            ":                            "password_one_character",
		"abcabcabcabcabc":                         "password_one_character",
		"password1234":                            "password_common",
		"P@ssw0rd!!!!":                            "password_common",
		"qwertyuiop12":                            "password_common",
		"123456789012":                            "password_common",
		"!!iloveyou!!":                            "password_common",
		"princesssunshine":                        "password_common",
		"PASSWORDPASSWORDPASS":                    "password_common",
		"lynceus12345":                            "password_is_name",
		"Lync3us-2026":                            "password_is_name",
		"ana.ruiz2026":                            "password_is_name",
		"ana.ruiz@customs.example":                "password_is_name",
		"featherstone!":                           "password_is_name",
		"Aduanas y 26":                            "password_is_name",
		"aduanas-aduanas":                         "password_is_name",
		"my aduanas of long ago":                  ok,
	} {
		var got string
		var in *catalogue.Invalid
		if err := checkPassword(password, "ana.ruiz@customs.example", "Ana Featherstone", "Aduanas"); errors.As(err, &in) {
			got = in.Code
		}
		if got != want {
			t.Errorf("%.40q: %q, want %q", password, got, want)
		}
	}
}

// TestEveryCommonPasswordIsRefused: as it is, and padded to the least length by what people pad with.
func TestEveryCommonPasswordIsRefused(t *testing.T) {
	words := 0
	for w := range common().words {
		words++
		typed, lacking := strings.ToUpper(w), MinPassword-len(w)
		if lacking >= MinPassword/2 {
			continue
		}
		if lacking > 0 {
			typed += "7x!2Q"[:lacking]
		}
		if checkPassword(typed) == nil {
			t.Errorf("%q is taken", typed)
		}
	}
	if words < 40_000 {
		t.Errorf("%d words", words)
	}
}

func TestBrowsersAreKnownByName(t *testing.T) {
	for header, want := range map[string]agent{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0":                                                        {"Firefox", "Windows"},
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36 Edg/128.0.0.0":           {"Edge", "Windows"},
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36":                                   {"Chrome", "Linux"},
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15":                   {"Safari", "macOS"},
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1": {"Safari", "iPhone"},
		"Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Mobile Safari/537.36":                   {"Chrome", "Android"},
		"curl/8.5.0":              {"curl", ""},
		"lynceus upload":          {"lynceus", ""},
		"":                        {"", ""},
		strings.Repeat("ñ", 1000): {strings.Repeat("ñ", 20), ""},
	} {
		if got := readAgent(header); got != want {
			t.Errorf("%.50q: %+v, want %+v", header, got, want)
		}
	}
}
