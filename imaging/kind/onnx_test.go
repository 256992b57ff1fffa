//go:build onnx

package kind_test

import (
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"lynceus/imaging/decode"
	"lynceus/imaging/fingerprint"
	"lynceus/imaging/kind"
	"lynceus/imaging/worker"
)

func TestMain(m *testing.M) {
	worker.RunIfChild()
	os.Exit(m.Run())
}

// Fields of a protocol buffer: a number, or bytes.
func number(field int, n uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(nil, uint64(field)<<3), n)
}

func bytes(field int, parts ...[]byte) []byte {
	var all []byte
	for _, p := range parts {
		all = append(all, p...)
	}
	head := binary.AppendUvarint(binary.AppendUvarint(nil, uint64(field)<<3|2), uint64(len(all)))
	return append(head, all...)
}

func text(field int, s string) []byte { return bytes(field, []byte(s)) }

// value describes an input or output of floats of a shape.
func value(field int, name string, shape ...uint64) []byte {
	var dims [][]byte
	for _, n := range shape {
		dims = append(dims, bytes(1, number(1, n)))
	}
	return bytes(field, text(1, name), bytes(2, bytes(1, number(1, 1), bytes(2, dims...))))
}

// means is a model (onnx.proto, version 7) that answers with the mean of each colour.
func means(t *testing.T) string {
	node := func(in, out, what string) []byte { return bytes(1, text(1, in), text(2, out), text(4, what)) }
	return modelFile(t, node("x", "pooled", "GlobalAveragePool"), node("pooled", "y", "Flatten"), text(2, "means"),
		value(11, "x", 1, 3, 32, 32), value(12, "y", 1, 3))
}

// step is a model of one operation, whose output has a side of its own.
func step(t *testing.T, what string, side uint64) string {
	return modelFile(t, bytes(1, text(1, "x"), text(2, "y"), text(4, what)), text(2, "step"),
		value(11, "x", 1, 3, 32, 32), value(12, "y", 1, 3, side, side))
}

// modelFile writes a model of a graph.
func modelFile(t *testing.T, parts ...[]byte) string {
	graph := bytes(7, parts...)
	model := append(append(number(1, 7), graph...), bytes(8, text(1, ""), number(2, 13))...)
	folder, err := os.MkdirTemp("", "model") // which workers may enter, unlike the test's own
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	file := filepath.Join(folder, "means.onnx")
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, model, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func library(t *testing.T) string {
	lib := os.Getenv("LYNCEUS_ONNX_LIBRARY")
	if lib == "" {
		t.Skip("LYNCEUS_ONNX_LIBRARY does not name onnxruntime's library")
	}
	return lib
}

// halves is a grey wall of bricks on the left, a blue one on the right.
func halves() *decode.Raster {
	const side = 200
	r := &decode.Raster{Width: side, Height: side, ChromaW: side, ChromaH: side}
	for i := range side * side {
		x, y := i%side, i/side
		c := color.YCbCr{Y: uint8(60 + (x/23+y/17*2+x*y/900)%5*30), Cb: 128, Cr: 128}
		if x >= side/2 {
			c.Cb = 230
		}
		r.Y, r.Cb, r.Cr = append(r.Y, c.Y), append(r.Cb, c.Cb), append(r.Cr, c.Cr)
	}
	return r
}

func TestModelStandsInForTheNet(t *testing.T) {
	lib := library(t)
	r := halves()
	own := kind.Of(r, 0, 0, 100, 200)
	if err := kind.Plug(kind.Model{File: means(t), Library: lib}); err != nil {
		t.Fatal(err)
	}
	grey, blue, again := kind.Of(r, 0, 0, 100, 200), kind.Of(r, 100, 0, 200, 200), kind.Of(r, -5, 0, 100, 200)
	if kind.Mark() == 0 || fingerprint.Stand() == fingerprint.Version || kind.Room() == 0 {
		t.Errorf("mark %d, stand %d", kind.Mark(), fingerprint.Stand())
	}
	if grey == own || grey != again || grey.Cosine(&blue) > 0.9 || blue.Cosine(&blue) < 0.99 {
		t.Errorf("grey and blue have the cosine %.2f", grey.Cosine(&blue))
	}
	if v := kind.Of(r, 5, 5, 6, 6); v != (kind.Vector{}) {
		t.Errorf("a part with nothing to see is %v", v)
	}
}

func TestWorkersAskTheModelBehindTheirLimits(t *testing.T) {
	model := kind.Model{File: means(t), Library: library(t)}
	pool, err := worker.NewPool(worker.Config{Model: model})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	r := halves()
	m := image.NewYCbCr(image.Rect(0, 0, r.Width, r.Height), image.YCbCrSubsampleRatio444)
	copy(m.Y, r.Y)
	copy(m.Cb, r.Cb)
	copy(m.Cr, r.Cr)
	f, err := os.Create(filepath.Join(t.TempDir(), "m.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := jpeg.Encode(f, m, nil); err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	result, err := pool.Process(t.Context(), f, info.Size(), worker.Ask{})
	if err != nil {
		t.Fatal(err)
	}
	got := result.Fingerprint.Views[0].Kind
	if want := kind.Of(r, 0, 0, r.Width, r.Height); got.Cosine(&want) < 0.95 {
		t.Errorf("a worker's vector has the cosine %.2f with ours", got.Cosine(&want))
	}
}

func TestPooledMapsNeedNotBeFlat(t *testing.T) {
	lib := library(t)
	r := halves()
	var v [2]kind.Vector
	for i, file := range []string{means(t), step(t, "GlobalAveragePool", 1)} {
		if err := kind.Plug(kind.Model{File: file, Library: lib}); err != nil {
			t.Fatal(err)
		}
		v[i] = kind.Of(r, 100, 0, 200, 200)
	}
	if v[0] != v[1] {
		t.Errorf("flat %v, a map %v", v[0], v[1])
	}
}

func TestModelSeesNothingInARasterThatLies(t *testing.T) {
	if err := kind.Plug(kind.Model{File: means(t), Library: library(t)}); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*decode.Raster{{Width: 50, Height: 40, Y: make([]uint8, 20)}, {Width: 50, Height: 40, Y16: make([]uint16, 2000)}} {
		if v := kind.Of(r, 0, 0, 50, 40); v != (kind.Vector{}) {
			t.Errorf("%d of 2000 samples: %v", len(r.Y), v)
		}
	}
}

func TestModelsThatAreNone(t *testing.T) {
	lib := library(t)
	file := filepath.Join(t.TempDir(), "m.onnx")
	if err := os.WriteFile(file, []byte("no model"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string]kind.Model{
		"no model":      {File: file, Library: lib},
		"missing model": {File: file + "x", Library: lib},
		"whole map":     {File: step(t, "Relu", 32), Library: lib},
	} {
		before := kind.Mark()
		if err := kind.Plug(m); err == nil || kind.Mark() != before {
			t.Errorf("%s: %v", name, err)
		}
	}
}
