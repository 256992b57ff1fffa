package fingerprint

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io/fs"
	"math/rand/v2"
	"os"
	"testing"

	"lynceus/imaging/feature"
)

// fullest has as much of everything as a fingerprint may have.
func fullest() Fingerprint {
	r := rand.New(rand.NewPCG(8, 9))
	f := Fingerprint{Width: 1024, Height: 700, Scan: r.Uint64() & scanMask, PHash: r.Uint64(), DHash: r.Uint64(), Asking: 4}
	for range MaxViews {
		x, y := uint16(r.IntN(60000)), uint16(r.IntN(60000))
		v := View{Box: Box{x, y, x + 1 + uint16(r.IntN(5000)), y + 1 + uint16(r.IntN(5000))}}
		for i := range v.Layout {
			v.Layout[i] = int8(r.IntN(128))
		}
		for i := range v.Kind {
			v.Kind[i] = int8(r.IntN(255) - 127)
		}
		f.Views = append(f.Views, v)
	}
	for range feature.Most {
		f.Features = append(f.Features, feature.Feature{
			X: uint16(r.IntN(65536)), Y: uint16(r.IntN(65536)), Size: uint8(r.IntN(256)), Turn: uint8(r.IntN(256)),
			Bright: r.IntN(2) == 1, Bits: feature.Bits{r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()},
		})
	}
	return f
}

func TestFingerprintsSurviveStorage(t *testing.T) {
	bare := Fingerprint{Scan: 0x123456789abcdef0, PHash: 2, DHash: 3}
	one := bare
	one.Views, one.Asking = []View{{Box: Box{0, 0, 9, 9}}}, 1
	for name, f := range map[string]Fingerprint{
		"nothing":             {},
		"flat":                {Scan: 4, Flat: true},
		"hashes alone":        bare,
		"one view":            one,
		"as much as there is": fullest(),
		"a real one":          Of(view(t, real(t, "box01a")[0])),
	} {
		if back, err := Unmarshal(f.Marshal()); err != nil || !back.Equal(f) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if v := binary.BigEndian.Uint16(bare.Marshal()); v != Version {
		t.Errorf("the first two bytes are %d", v)
	}
	if n := len(fullest().Marshal()); n != MaxMarshalled || n > 30_000 {
		t.Errorf("the longest takes %d bytes", n)
	}
}

// The files were written by the program of version 1.
func TestFingerprintsOfTheVersionBeforeAreRead(t *testing.T) {
	for name, views := range map[string]int{"two-layouts": 2, "one-layout": 1} {
		b, err := os.ReadFile("testdata/" + name + ".v1")
		if err != nil {
			t.Fatal(err)
		}
		old, err := Unmarshal(b)
		if err != nil {
			t.Fatal(err)
		}
		m := real(t, map[int]string{2: "box05a", 1: "coffee"}[views])[0]
		now := Of(view(t, m))
		if d, _ := Distance(old.Scan, now.Scan); d > 2 || len(old.Views) != views || old.Asking != views || len(old.Features) != 0 {
			t.Errorf("%s: hash differs in %d bits; %d views, %d asking, %d features", name, d, len(old.Views), old.Asking, len(old.Features))
		}
		for i := range old.Views {
			best := 0.0
			for k := range now.Views[:now.Asking] {
				best = max(best, old.Views[i].Layout.Cosine(&now.Views[k].Layout))
			}
			if best < 0.95 {
				t.Errorf("%s: view %d has cosine %.3f to what is made now", name, i, best)
			}
		}
		if back, err := Unmarshal(old.Marshal()); err != nil || !back.Equal(old) {
			t.Errorf("%s, written again: %v", name, err)
		}
		for n := range b {
			if _, err := Unmarshal(b[:n]); !errors.Is(err, fs.ErrInvalid) {
				t.Errorf("%s cut to %d: %v", name, n, err)
			}
		}
	}
}

// A child that was taken over can make the checksum right.
func TestWhatCannotHaveBeenMadeIsRefused(t *testing.T) {
	whole := fullest().Marshal()
	for name, change := range map[string]func(b []byte) []byte{
		"of the version after":    func(b []byte) []byte { b[1]++; return b },
		"flat and seen":           func(b []byte) []byte { b[2] = 1; return b },
		"neither flat nor not":    func(b []byte) []byte { b[2] = 2; return b },
		"more views":              func(b []byte) []byte { b[3]++; return b },
		"fewer views":             func(b []byte) []byte { b[3]--; return b },
		"nothing to ask with":     func(b []byte) []byte { b[4] = 0; return b },
		"more to ask with":        func(b []byte) []byte { b[4] = MaxViews + 1; return b },
		"more features":           func(b []byte) []byte { b[6]++; return b },
		"many more features":      func(b []byte) []byte { b[5] = 255; return b },
		"no width":                func(b []byte) []byte { b[7], b[8] = 0, 0; return b },
		"a box inside out":        func(b []byte) []byte { copy(b[marshalHead:], []byte{255, 255}); return b },
		"a negative layout":       func(b []byte) []byte { b[marshalHead+8] = 0x80; return b },
		"a kind out of range":     func(b []byte) []byte { b[marshalHead+8+512] = 0x80; return b },
		"neither bright nor dark": func(b []byte) []byte { b[marshalHead+MaxViews*marshalView+6] = 2; return b },
		"longer":                  func(b []byte) []byte { return append(b, 0) },
	} {
		b := change(append([]byte{}, whole[:len(whole)-marshalTail]...))
		b = binary.BigEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
		if f, err := Unmarshal(b); !errors.Is(err, fs.ErrInvalid) || !f.Equal(Fingerprint{}) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsNoFingerprintIsRefused(t *testing.T) {
	short := fullest()
	short.Views, short.Features, short.Asking = short.Views[:2], short.Features[:20], 1
	whole := short.Marshal()
	refused := func(what string, at int, b []byte) {
		if f, err := Unmarshal(b); !errors.Is(err, fs.ErrInvalid) || !f.Equal(Fingerprint{}) {
			t.Errorf("%s %d: %v", what, at, err)
		}
	}
	for n := range whole {
		refused("cut to", n, whole[:n])
	}
	refused("longer by", 1, append(append([]byte{}, whole...), 0))
	flipped := append([]byte{}, whole...)
	for i := range 8 * len(whole) {
		flipped[i/8] ^= 1 << (i % 8)
		refused("flipped bit", i, flipped)
		flipped[i/8] ^= 1 << (i % 8)
	}
	refused("nothing", 0, nil)
	refused("zeros", 0, make([]byte, len(whole)))
}

func FuzzUnmarshal(f *testing.F) {
	f.Add(Fingerprint{Scan: 5}.Marshal())
	f.Add([]byte{0, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := Unmarshal(b)
		if err == nil && binary.BigEndian.Uint16(b) == Version && string(p.Marshal()) != string(b) {
			t.Errorf("% x is read as % x", b, p.Marshal())
		}
	})
}
