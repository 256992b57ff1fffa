package blob_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lynceus/storage/blob"
	"lynceus/storage/blob/blobtest"
)

func newDir(t *testing.T) (blob.Store, string) {
	t.Helper()
	root := filepath.Join(t.TempDir(), "not", "there", "yet")
	s, err := blob.NewDir(root)
	if err != nil {
		t.Fatal(err)
	}
	return s, root
}

func TestDirKeepsTheContract(t *testing.T) {
	blobtest.Run(t, func(t *testing.T) blob.Store { s, _ := newDir(t); return s })
}

func putText(t *testing.T, s blob.Store, key, text string) {
	t.Helper()
	if err := s.Put(t.Context(), key, strings.NewReader(text), int64(len(text)), sha256.Sum256([]byte(text))); err != nil {
		t.Fatal(err)
	}
}

func files(t *testing.T, root string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			names = append(names, strings.TrimPrefix(p, root+"/"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestDirIsReadableByItsOwnerOnly(t *testing.T) {
	s, root := newDir(t)
	putText(t, s, "pictures/x/original", "secret")
	err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", p, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDirLeavesNoTemporaryFileBehindAFailedPut(t *testing.T) {
	s, root := newDir(t)
	if err := s.Put(t.Context(), "a", strings.NewReader("x"), 1, [32]byte{}); err == nil {
		t.Fatal("a wrong sum was taken")
	}
	if left := files(t, root); len(left) != 0 {
		t.Fatalf("left: %v", left)
	}
}

func TestDirRemovesWhatKilledWritersLeftButNotWhatIsBeingWritten(t *testing.T) {
	s, root := newDir(t)
	putText(t, s, "kept", "x")
	for name, age := range map[string]time.Duration{"old": 2 * time.Hour, "young": time.Minute} {
		p := filepath.Join(root, ".tmp", name)
		if err := os.WriteFile(p, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(p, time.Now(), time.Now().Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := blob.NewDir(root); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(files(t, root), " "); got != ".tmp/young kept" {
		t.Fatalf("after opening again: %s", got)
	}
}

func TestDirDoesNotFollowLinksOut(t *testing.T) {
	s, root := newDir(t)
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(root, "way")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(outside, "secret"), filepath.Join(root, "link")); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"way/secret", "link"} {
		if r, err := s.Open(t.Context(), key, 0, -1); err == nil {
			r.Close()
			t.Errorf("%s was opened", key)
		}
	}
	if err := s.Put(t.Context(), "way/new", strings.NewReader(""), 0, sha256.Sum256(nil)); err == nil {
		t.Error("way/new was written")
	}
	if err := s.Delete(t.Context(), "way/secret"); err == nil {
		t.Error("way/secret was deleted")
	}
	if _, err := os.Stat(filepath.Join(outside, "secret")); err != nil {
		t.Error(err)
	}
	if err := s.Walk(t.Context(), "", func(i blob.Info) error { return errors.New(i.Key) }); err != nil {
		t.Errorf("walk lists %v", err)
	}
}

func TestDirRemovesEmptyFolders(t *testing.T) {
	s, root := newDir(t)
	putText(t, s, "pictures/a/original", "x")
	putText(t, s, "pictures/b/original", "x")
	if err := s.Delete(context.Background(), "pictures/a/original"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "pictures", "a")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the empty folder is there: %v", err)
	}
	if _, err := os.Stat(filepath.Join(root, "pictures", "b")); err != nil {
		t.Error(err)
	}
}
