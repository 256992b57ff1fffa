package kind

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"math"
	"os"
	"slices"
	"testing"
)

// golden are patches, and the values that the training script's own net makes of them.
func golden(t testing.TB) (patches []*Patch, values [][len(Vector{})]float32) {
	b, err := os.ReadFile("testdata/golden.bin")
	if err != nil {
		t.Fatal(err)
	}
	for len(b) > 0 {
		var p Patch
		for i := range p {
			p[i] = float32(int8(b[i])) / 127
		}
		b = b[len(p):]
		var v [len(Vector{})]float32
		for i := range v {
			v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		}
		b = b[4*len(v):]
		patches, values = append(patches, &p), append(values, v)
	}
	return patches, values
}

func TestNetAnswersWhatItsTrainingDid(t *testing.T) {
	patches, values := golden(t)
	if len(patches) < 3 {
		t.Fatalf("%d golden patches", len(patches))
	}
	kernels := map[string]kernel{"plain": plainConvolve, "fastest": fastest()}
	for name, k := range kernels {
		room := newRoom()
		for i, p := range patches {
			got := trained().run(p, room, k)
			var length float64
			for _, v := range got {
				length += float64(v) * float64(v)
			}
			for j, v := range got {
				v /= float32(math.Sqrt(length))
				if d := math.Abs(float64(v - values[i][j])); d > 1e-4 {
					t.Fatalf("%s, patch %d, value %d: %v, not %v", name, i, j, v, values[i][j])
				}
			}
		}
	}
}

func TestKernelsAgree(t *testing.T) {
	patches, _ := golden(t)
	for i, p := range patches {
		a, b := trained().run(p, newRoom(), plainConvolve), trained().run(p, newRoom(), fastest())
		v, w := quantised(a[:]), quantised(b[:])
		for k := range v {
			if d := int(v[k]) - int(w[k]); d < -1 || d > 1 {
				t.Errorf("patch %d, value %d: %d and %d", i, k, v[k], w[k])
			}
		}
	}
}

func TestDamagedWeightsAreRefused(t *testing.T) {
	change := func(f func(b []byte) []byte) []byte { return f(slices.Clone(weights)) }
	for name, b := range map[string][]byte{
		"none":    nil,
		"cut":     weights[:len(weights)-1],
		"halved":  weights[:len(weights)/2],
		"longer":  change(func(b []byte) []byte { return append(b, 0) }),
		"flipped": change(func(b []byte) []byte { b[len(b)/2] ^= 4; return b }),
		"version": change(func(b []byte) []byte { b[len(magic)]++; return b }),
		"alien":   change(func(b []byte) []byte { b[0] = 'P'; return b }),
	} {
		if n, err := load(b); n != nil || !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkNet(b *testing.B) {
	patches, _ := golden(b)
	for name, k := range map[string]kernel{"plain": plainConvolve, "fastest": fastest()} {
		b.Run(name, func(b *testing.B) {
			room := newRoom()
			for b.Loop() {
				trained().run(patches[0], room, k)
			}
		})
	}
}
