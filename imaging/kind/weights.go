package kind

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"fmt"
	"io/fs"
	"math"
	"sync"
)

// CARD.md says what these were trained on and what they are worth.
//
//go:embed weights.bin
var weights []byte

const magic = "LYNXKIND"

// trained is the net of the embedded weights. They come with the program, so that
// a fault in them is a fault in how it was built.
var trained = sync.OnceValue(func() *net {
	n, err := load(weights)
	if err != nil {
		panic(err)
	}
	return n
})

var rooms = sync.Pool{New: func() any { return newRoom() }}

// load reads weights as train/train.py writes them: a magic word, the version
// (4 bytes, little endian), for each convolution and the head a scale and a bias
// an output (IEEE 754, 4 bytes) and signed bytes to multiply with the scale, and
// the SHA-256 of all that. Its errors wrap fs.ErrInvalid.
func load(b []byte) (*net, error) {
	body := len(b) - sha256.Size
	if body < len(magic)+4 || string(b[:len(magic)]) != magic {
		return nil, fmt.Errorf("kind: these are no weights: %w", fs.ErrInvalid)
	}
	if v := binary.LittleEndian.Uint32(b[len(magic):]); v != Version {
		return nil, fmt.Errorf("kind: weights of version %d, not %d: %w", v, Version, fs.ErrInvalid)
	}
	if sum := sha256.Sum256(b[:body]); !bytes.Equal(sum[:], b[body:]) {
		return nil, fmt.Errorf("kind: weights are damaged: %w", fs.ErrInvalid)
	}
	r := reader{b: b[len(magic)+4 : body]}
	n := &net{convs: shapes}
	for i := range n.convs {
		c := &n.convs[i]
		scale := r.floats(c.out)
		c.bias = r.floats(c.out)
		c.weights = r.bytes(9 * c.in * c.out)
		for k := range c.weights { // by panel, row, column, input, output
			c.weights[k] *= scale[k/(9*c.in*panel)*panel+k%panel]
		}
	}
	scale := r.floats(len(n.bias))
	copy(n.bias[:], r.floats(len(n.bias)))
	n.head = r.bytes(len(n.bias) * pooled)
	for k := range n.head {
		n.head[k] *= scale[k/pooled]
	}
	if r.short || len(r.b) > 0 {
		return nil, fmt.Errorf("kind: weights of another net: %w", fs.ErrInvalid)
	}
	return n, nil
}

// reader takes numbers from the front of b. Past the end it answers zeros, and is short.
type reader struct {
	b     []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if n > len(r.b) {
		r.short = true
		return make([]byte, n)
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *reader) floats(n int) []float32 {
	out := make([]float32, n)
	for i, b := 0, r.take(4*n); i < n; i++ {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return out
}

func (r *reader) bytes(n int) []float32 {
	out := make([]float32, n)
	for i, b := range r.take(n) {
		out[i] = float32(int8(b))
	}
	return out
}
