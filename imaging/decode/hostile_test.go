package decode

import (
	"bytes"
	"errors"
	"runtime"
	"testing"

	"lynceus/imaging/format"
	"lynceus/imaging/format/hostile"
)

// TestHostileFiles passes every hostile file through the wall and, where it gets
// through, the decoder. What the decoder allocates may follow the limits of
// formats, never more.
func TestHostileFiles(t *testing.T) {
	for _, file := range hostile.Files() {
		t.Run(file.Name, func(t *testing.T) {
			size := int64(len(file.Bytes))
			var before, parsed, after runtime.MemStats
			runtime.ReadMemStats(&before)
			h, err := format.Parse(bytes.NewReader(file.Bytes), size)
			runtime.ReadMemStats(&parsed)
			if used := parsed.TotalAlloc - before.TotalAlloc; used > 1<<20 {
				t.Errorf("parsing allocated %d bytes", used)
			}
			var p *Picture
			if err == nil {
				p, err = Decode(bytes.NewReader(file.Bytes), size, h, 2048)
			}
			runtime.ReadMemStats(&after)
			if used := after.TotalAlloc - parsed.TotalAlloc; used > 512<<20 {
				t.Errorf("decoding allocated %d bytes", used)
			}
			var refused *format.Refusal
			switch {
			case err == nil:
				if p.Width*p.Height != max(len(p.Y), len(p.Y16)) {
					t.Errorf("%dx%d with %d samples", p.Width, p.Height, max(len(p.Y), len(p.Y16)))
				}
				if file.Want == hostile.Refused {
					t.Errorf("taken as %+v", h)
				}
			case !errors.As(err, &refused):
				t.Errorf("%v, which is no refusal", err)
			case file.Want == hostile.Taken:
				t.Errorf("refused: %v", err)
			}
		})
	}
}
