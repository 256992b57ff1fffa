package fingerprint

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"testing"
)

func TestFingerprintsSurviveStorage(t *testing.T) {
	bare := Fingerprint{Scan: 0x123456789abcdef0, PHash: 2, DHash: 3}
	one := bare
	one.Layout[0][0], one.Layout[0][511] = 127, 1
	two := one
	one.Layout[1] = one.Layout[0]
	for name, f := range map[string]Fingerprint{
		"nothing":               {},
		"flat":                  {Scan: 4, Flat: true},
		"hashes alone":          bare,
		"one layout":            one,
		"two layouts":           two,
		"content without whole": {Layout: [2]Layout{{}, one.Layout[0]}},
		"a real one":            Of(thumb(t, real(t, "box01a")[0])),
	} {
		if back, err := Unmarshal(f.Marshal()); err != nil || back != f {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(one.Marshal()); n > 600 {
		t.Errorf("a picture without a border takes %d bytes", n)
	}
	if v := binary.BigEndian.Uint16(bare.Marshal()); v != Version {
		t.Errorf("the first two bytes are %d", v)
	}
}

func TestWhatIsNoFingerprintIsRefused(t *testing.T) {
	whole := Of(thumb(t, real(t, "box01a")[0])).Marshal()
	refused := func(what string, at int, b []byte) {
		if f, err := Unmarshal(b); !errors.Is(err, fs.ErrInvalid) || f != (Fingerprint{}) {
			t.Errorf("%s %d: %v", what, at, err)
		}
	}
	for n := range whole {
		refused("cut to", n, whole[:n])
	}
	refused("longer by", 1, append(append([]byte{}, whole...), 0))
	for i := range 8 * len(whole) {
		flipped := append([]byte{}, whole...)
		flipped[i/8] ^= 1 << (i % 8)
		refused("flipped bit", i, flipped)
	}
	refused("nothing", 0, nil)
	refused("zeros", 0, make([]byte, len(whole)))
}

func FuzzUnmarshal(f *testing.F) {
	f.Add(Fingerprint{Scan: 5}.Marshal())
	f.Add([]byte{0, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		if p, err := Unmarshal(b); err == nil && string(p.Marshal()) != string(b) {
			t.Errorf("% x is read as % x", b, p.Marshal())
		}
	})
}
