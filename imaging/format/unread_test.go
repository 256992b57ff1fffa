package format_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"lynceus/imaging/format"
	"lynceus/imaging/format/formattest"
)

func parse(file []byte) (format.Header, error) {
	return format.Parse(bytes.NewReader(file), int64(len(file)))
}

func TestEveryUnreadVariantIsRefusedByName(t *testing.T) {
	for _, file := range formattest.Unread() {
		t.Run(file.Name, func(t *testing.T) {
			_, err := parse(file.Bytes)
			var refused *format.Refusal
			if !errors.As(err, &refused) {
				t.Fatalf("got %v, want refusal %q", err, file.Code)
			}
			if refused.Code != file.Code {
				t.Errorf("code %q, want %q", refused.Code, file.Code)
			}
			if s := refused.Message; strings.ContainsAny(s, "{}\n") || !strings.HasSuffix(s, ".") || len(s) < 30 {
				t.Errorf("sentence %q", s)
			}
			if isPicture := refused.Kind != "" && refused.Kind != format.HEIC && refused.Kind != format.AVIF; isPicture == refused.Media && file.Code != "empty" {
				t.Errorf("kind %q, media %v", refused.Kind, refused.Media)
			}
		})
	}
}

func TestEveryCodeHasASentence(t *testing.T) {
	for _, code := range format.Codes() {
		s := format.Sentence(code)
		if !strings.HasSuffix(s, ".") || strings.Contains(s, "  ") {
			t.Errorf("%s: %q", code, s)
		}
		// Arguments are counted from 0 without a gap, or a text could not be filled in.
		for i, ended := 0, false; i < 5; i++ {
			has := strings.Contains(s, "{"+string(rune('0'+i))+"}")
			if has && ended {
				t.Errorf("%s: a gap before {%d}", code, i)
			}
			ended = !has
		}
	}
	if format.Sentence("no such code") != "" {
		t.Error("a code that is not there has a sentence")
	}
}
