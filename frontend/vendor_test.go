package frontend_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Licences that what goes into the binary, or only into tests, may have.
var (
	shipped = []string{"MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "ISC"}
	tested  = append([]string{"MPL-2.0"}, shipped...)
)

// The lock and the folders name the same files, each with the bytes that were
// taken over.
func TestVendoredFilesAreAsLocked(t *testing.T) {
	lock, err := os.ReadFile("vendor.lock")
	if err != nil {
		t.Fatal(err)
	}
	var locked []string
	for line := range strings.Lines(string(lock)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Fields(line)
		if len(f) != 5 {
			t.Fatalf("vendor.lock: %q is not name, version, licence, file, sum", strings.TrimSpace(line))
		}
		name, licence, file, sum := f[0], f[2], f[3], f[4]
		allowed := shipped
		if strings.HasPrefix(file, "testdata/") {
			allowed = tested
		}
		if !slices.Contains(allowed, licence) {
			t.Errorf("%s: licence %s is not one of %v", name, licence, allowed)
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := sha256.Sum256(b); hex.EncodeToString(got[:]) != sum {
			t.Errorf("%s: %s has SHA-256 %x, locked is %s", name, file, got, sum)
		}
		locked = append(locked, file)
	}
	for _, dir := range []string{"static/vendor", "testdata/vendor"} {
		err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if !d.IsDir() && !slices.Contains(locked, filepath.ToSlash(p)) {
				t.Errorf("%s is not in vendor.lock", p)
			}
			return nil
		})
		if err != nil && !os.IsNotExist(err) {
			t.Error(err)
		}
	}
}
