//go:build !onnx

package kind

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestModelAsksForTheTag(t *testing.T) {
	if err := Plug(Model{}); err != nil || Mark() != 0 || Room() != 0 {
		t.Errorf("no model: %v, mark %d", err, Mark())
	}
	if err := Plug(Model{Library: "libonnxruntime.so"}); err != nil || Mark() != 0 {
		t.Errorf("a library without a model: %v, mark %d", err, Mark())
	}
	if err := Plug(Model{File: filepath.Join(t.TempDir(), "missing.onnx")}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing model: %v", err)
	}
	file := filepath.Join(t.TempDir(), "m.onnx")
	if err := os.WriteFile(file, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Plug(Model{File: file}); err == nil || !strings.Contains(err.Error(), "tag onnx") || Mark() != 0 {
		t.Errorf("a model without the tag: %v, mark %d", err, Mark())
	}
}
