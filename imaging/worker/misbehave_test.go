package worker

import (
	"bytes"
	"errors"
	"testing"

	"lynceus/imaging/format"
)

// TestChildMisbehaves has a decoder do what it must not, and reads what the officer is told.
func TestChildMisbehaves(t *testing.T) {
	patient, hasty := newPool(t, Config{}), newPool(t, Config{Seconds: 1})
	for _, c := range []struct{ order, code string }{
		{"allocate", "worker_memory"},
		{"spin", "worker_time"},
		{"sleep", "worker_time"},
		{"panic", "worker_died"},
		{"exit", "worker_died"},
		{"open", "denied"},
		{"create", "denied"},
		{"write the picture", "denied"},
		{"signal", "denied"},
		{"thread", "done"},
		{"environment", "done"},
		{"socket", "worker_died"},
		{"execute", "worker_died"},
		{"fork", "denied"},
		{"fail", "worker_died"},
		{"lie about size", "worker_died"},
		{"lie about length", "worker_died"},
		{"babble", "worker_died"},
		{"stop halfway", "worker_died"},
		{"hidden message", "worker_died"},
		{"metadata", "worker_died"},
		{"another size", "worker_died"},
		{"path", "worker_died"},
	} {
		t.Run(c.order, func(t *testing.T) {
			p := patient
			if c.code == "worker_time" {
				p = hasty
			}
			f := file(t, []byte(order+c.order))
			_, err := p.process(t.Context(), tiny, f, 64, Ask{Renditions: true})
			var refused *format.Refusal
			if !errors.As(err, &refused) {
				t.Fatalf("%v, no refusal", err)
			}
			if refused.Code != c.code || refused.Kind != format.PNG || refused.Media {
				t.Errorf("refused as %q %q (%v), want %q", refused.Code, refused.Kind, refused.Media, c.code)
			}
		})
	}
	t.Run("and the next picture is read", func(t *testing.T) {
		r, err := patient.process(t.Context(), tiny, file(t, []byte(order+"be honest")), 64, Ask{Renditions: true})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Renditions) != 1 || !bytes.Equal(r.Renditions[0].JPEG, tinyJPEG()) {
			t.Errorf("renditions %v", r.Renditions)
		}
	})
}
