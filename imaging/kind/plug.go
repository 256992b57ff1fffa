package kind

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"

	"lynceus/imaging/decode"
)

// Model is a larger net that makes vectors in place of ours: an ONNX file that takes
// 1 x 3 x side x side values, red, green and blue by ImageNet's mean and deviation,
// and gives a row of values, or several of which the first counts (DINOv2, CLIP and
// their like); and the shared library of onnxruntime that runs it.
type Model struct{ File, Library string }

// plugged is the model in use.
var plugged struct {
	Model
	mark  int // told from the file; 0 is our own net
	bytes int64
	side  int
	run   func(values []float32) ([]float32, error)
	signs [][len(Vector{})]float32 // of the projection, by value
}

// Plug has Of ask a model from now on; one without a file changes nothing. It asks for a
// program that was built with the tag onnx, and is not for use beside Of.
func Plug(m Model) error {
	if m.File == "" {
		return nil
	}
	for _, path := range []*string{&m.File, &m.Library} { // workers stand in another folder
		full, err := filepath.Abs(*path)
		if err != nil {
			return fmt.Errorf("model of kinds: %w", err)
		}
		*path = full
	}
	f, err := os.Open(m.File)
	if err != nil {
		return fmt.Errorf("model of kinds: %w", err)
	}
	defer f.Close()
	hash := sha256.New()
	size, err := io.Copy(hash, f)
	if err != nil {
		return fmt.Errorf("model of kinds: %w", err)
	}
	run, side, err := open(m)
	if err != nil {
		return fmt.Errorf("model of kinds %s: %w", m.File, err)
	}
	probe, err := run(make([]float32, 3*side*side))
	if err != nil {
		return fmt.Errorf("model of kinds %s: %w", m.File, err)
	}
	plugged.Model, plugged.run, plugged.side, plugged.bytes, plugged.signs = m, run, side, size, signsFor(len(probe))
	plugged.mark = 1 + int(binary.BigEndian.Uint16(hash.Sum(nil)))
	return nil
}

// Plugged is the model in use, the empty one for our own net.
func Plugged() Model { return plugged.Model }

// Mark tells the vectors of models apart: those of two marks cannot be compared. It
// is 0 for our own net, and up to 65,536 for others.
func Mark() int { return plugged.mark }

// Room is how many bytes of memory more than ours a model may need while it works.
func Room() int64 {
	if plugged.mark == 0 {
		return 0
	}
	const least = 1 << 30
	return least + 3*plugged.bytes
}

// Mean and deviation of ImageNet's red, green and blue, which such models expect.
var (
	imageMean      = [3]float32{0.485, 0.456, 0.406}
	imageDeviation = [3]float32{0.229, 0.224, 0.225}
)

// asked is what the model makes of a part, which lies in the picture. A model that
// fails on a picture knows nothing of it.
func asked(r *decode.Raster, x0, y0, x1, y1 int) (v Vector) {
	side := plugged.side
	planes := reduced(r, x0, y0, x1, y1, side, side)
	values := make([]float32, 0, 3*side*side)
	for c := range 3 {
		for _, s := range planes[c%len(planes)] {
			values = append(values, (s/255-imageMean[c])/imageDeviation[c])
		}
	}
	out, err := plugged.run(values)
	if err != nil || len(out) != len(plugged.signs) {
		return v
	}
	return quantised(projected(out))
}

// projected brings values to the length of a vector by sums with signs, which keeps
// angles, nearly: D. Achlioptas, Database-friendly random projections (2003).
func projected(values []float32) []float32 {
	sums := make([]float32, len(Vector{}))
	for i, x := range values {
		for k, sign := range plugged.signs[i] {
			sums[k] += sign * x
		}
	}
	return sums
}

// signsFor draws the signs for n values, once and for all.
func signsFor(n int) [][len(Vector{})]float32 {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	signs := make([][len(Vector{})]float32, n)
	for i := range signs {
		for k := range signs[i] {
			signs[i][k] = float32(2*r.IntN(2) - 1)
		}
	}
	return signs
}
