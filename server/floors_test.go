package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// floors of the house, from the ground up. Imports go down only; imaging imports
// nothing of ours but imaging.
var floors = [][]string{
	{"lynceus/imaging", "lynceus/storage/blob", "lynceus/storage/pglocal", "lynceus/storage/nominal", "lynceus/storage/seal", "lynceus/migrations", "lynceus/frontend"},
	{"lynceus/storage/catalogue"},
	{"lynceus/server/intake", "lynceus/server/search", "lynceus/server/jobs"},
	{"lynceus/server/web"},
	{"lynceus/server"},
}

// floorOf is where a package lives, with all below its path; -1 for nowhere.
func floorOf(path string) int {
	for floor, rooms := range slices.Backward(floors) {
		for _, room := range rooms {
			if path == room || strings.HasPrefix(path, room+"/") && room != "lynceus/server" {
				return floor
			}
		}
	}
	return -1
}

// helper reports a package that only tests import.
func helper(path string) bool {
	return strings.HasSuffix(path, "test") || path == "lynceus/imaging/format/hostile"
}

func TestImportsGoDownOnly(t *testing.T) {
	list := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "./...")
	list.Dir = ".."
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int]bool{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := d.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		floor := floorOf(p.ImportPath)
		if floor < 0 {
			t.Errorf("%s lives on no floor", p.ImportPath)
		}
		seen[floor] = true
		for _, imported := range p.Imports {
			if !strings.HasPrefix(imported, "lynceus/") {
				continue
			}
			if helper(imported) && !helper(p.ImportPath) {
				t.Errorf("%s imports %s, which is for tests", p.ImportPath, imported)
			}
			if helper(p.ImportPath) && floorOf(imported) <= floor {
				continue // beside what it helps to test
			}
			imaging := strings.HasPrefix(p.ImportPath, "lynceus/imaging/")
			switch {
			case imaging && strings.HasPrefix(imported, "lynceus/imaging/"):
			case imaging, floorOf(imported) >= floor:
				t.Errorf("%s, on floor %d, imports %s, on floor %d", p.ImportPath, floor, imported, floorOf(imported))
			}
		}
	}
	for floor := range floors {
		if !seen[floor] {
			t.Errorf("nobody lives on floor %d", floor)
		}
	}
}

// sources calls fn for each Go file of the house that is not a test.
func sources(t *testing.T, fn func(path string, file *ast.File)) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		fn(path, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// calls lists the functions of a package that a file calls, with the call.
func calls(file *ast.File, pkg string, fn func(name string, call *ast.CallExpr)) {
	local := ""
	for _, i := range file.Imports {
		if strings.Trim(i.Path.Value, `"`) == pkg {
			local = pkg[strings.LastIndex(pkg, "/")+1:]
			if i.Name != nil {
				local = i.Name.Name
			}
		}
	}
	if local == "" {
		return
	}
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if s, ok := call.Fun.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == local {
				fn(s.Sel.Name, call)
			}
		}
		return true
	})
}

// A thin picture of 94 bytes makes these ask for gigabytes: they scale the short
// side to its target and crop afterwards.
func TestThinPicturesAreNeverBlownUp(t *testing.T) {
	sources(t, func(path string, file *ast.File) {
		calls(file, "github.com/disintegration/imaging", func(name string, call *ast.CallExpr) {
			zero := slices.ContainsFunc(call.Args, func(a ast.Expr) bool {
				lit, ok := a.(*ast.BasicLit)
				return ok && lit.Value == "0"
			})
			if name == "Thumbnail" || name == "Fill" || name == "Resize" && zero {
				t.Errorf("%s calls imaging.%s", path, name)
			}
		})
	})
}

func TestOnlyMainReadsTheEnvironment(t *testing.T) {
	sources(t, func(path string, file *ast.File) {
		if filepath.Dir(path) == "." || helper("lynceus"+strings.TrimPrefix(filepath.Dir(path), "..")) {
			return
		}
		for _, pkg := range []string{"os", "syscall"} {
			calls(file, pkg, func(name string, _ *ast.CallExpr) {
				if name == "Getenv" || name == "LookupEnv" || name == "Environ" || name == "ExpandEnv" {
					t.Errorf("%s calls %s.%s", path, pkg, name)
				}
			})
		}
	})
}

// Versions with known holes are what go.mod resolves to when nobody minds.
func TestVulnerableVersionsAreNotResolved(t *testing.T) {
	for module, least := range map[string][3]int{
		"golang.org/x/image":         {0, 47, 0}, // CVE-2023-36308, and nine more reported in 2026
		"github.com/quic-go/quic-go": {0, 59, 1}, // gin asks for an older one
	} {
		out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Version}}", module).Output()
		if err != nil {
			t.Fatalf("%s: %v", module, err)
		}
		var v [3]int
		if _, err := fmt.Sscanf(string(out), "v%d.%d.%d", &v[0], &v[1], &v[2]); err != nil {
			t.Fatalf("%s %s: %v", module, out, err)
		}
		if slices.Compare(v[:], least[:]) < 0 {
			t.Errorf("%s %v is older than %v", module, v, least)
		}
	}
}
