package render

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// Thumbnail, Fill and Resize with an open side blow a picture of 1 x 65535 up to
// gigabytes before they cut it down. Nothing in the project may call them.
func TestNothingCallsWhatBlowsThinPicturesUp(t *testing.T) {
	files := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return nil // the compiler speaks of it
		}
		files++
		ast.Inspect(f, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && blowsUp(call) {
				t.Errorf("%s blows thin pictures up", set.Position(call.Pos()))
			}
			return true
		})
		return nil
	})
	if err != nil || files < 20 {
		t.Fatalf("%d files were read: %v", files, err)
	}
}

func blowsUp(call *ast.CallExpr) bool {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	if from, ok := f.X.(*ast.Ident); !ok || from.Name != "imaging" {
		return false
	}
	switch f.Sel.Name {
	case "Thumbnail", "Fill":
		return true
	case "Resize":
		for _, side := range call.Args[1:3] {
			if zero, ok := side.(*ast.BasicLit); ok && zero.Value == "0" {
				return true
			}
		}
	}
	return false
}
