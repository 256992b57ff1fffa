package seal_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"lynceus/storage/seal"
)

func TestASealOpensForItsPurposeContextAndKeyAlone(t *testing.T) {
	k := seal.New()
	sealed := k.Box("message").Seal([]byte("behind the bulkhead"), []byte("row 1"))
	if bytes.Contains(sealed, []byte("bulkhead")) {
		t.Error("what is sealed can be read")
	}
	if got, err := k.Box("message").Open(sealed, []byte("row 1")); err != nil || string(got) != "behind the bulkhead" {
		t.Errorf("opened %q, %v", got, err)
	}
	if again := k.Box("message").Seal([]byte("behind the bulkhead"), []byte("row 1")); bytes.Equal(again, sealed) {
		t.Error("equal texts are equal when sealed")
	}
	open := func(why string, b seal.Box, sealed []byte, context string) {
		if _, err := b.Open(sealed, []byte(context)); err == nil {
			t.Errorf("opened %s", why)
		}
	}
	open("for another row", k.Box("message"), sealed, "row 2")
	open("for another purpose", k.Box("totp"), sealed, "row 1")
	open("with another key", seal.New().Box("message"), sealed, "row 1")
	open("nothing", k.Box("message"), nil, "row 1")
	open("a start", k.Box("message"), sealed[:20], "row 1")
	for i := range sealed {
		sealed[i] ^= 1
		open("with a flipped bit", k.Box("message"), sealed, "row 1")
		sealed[i] ^= 1
	}
}

func TestWhatOneKeySignsAnotherDidNot(t *testing.T) {
	k := seal.New()
	public := k.Signer("record").Public().(ed25519.PublicKey)
	signed := ed25519.Sign(k.Signer("record"), []byte("checkpoint"))
	if !ed25519.Verify(public, []byte("checkpoint"), signed) {
		t.Error("the signature of the key is refused")
	}
	if ed25519.Verify(public, []byte("checkpoint"), ed25519.Sign(seal.New().Signer("record"), []byte("checkpoint"))) {
		t.Error("the signature of another key is taken")
	}
	if bytes.Equal(k.Name(), seal.New().Name()) || bytes.Equal(k.Secret("a"), k.Secret("b")) {
		t.Error("different things are equal")
	}
}

func TestAKeyIsSavedOnceAndLoadedUnderGuard(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	if _, err := seal.Load(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	k := seal.New()
	if err := k.Save(path); err != nil {
		t.Fatal(err)
	}
	if err := seal.New().Save(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("saved over a key: %v", err)
	}
	got, err := seal.Load(path)
	if err != nil || !bytes.Equal(got.Name(), k.Name()) {
		t.Errorf("loaded another key, %v", err)
	}
	if left, _ := filepath.Glob(path + ".*"); len(left) > 0 {
		t.Errorf("left %q", left)
	}
	if err := os.Chmod(path, 0o604); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Load(path); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a key that everyone reads: %v", err)
	}
	for _, text := range []string{"", "secret", "00", string(bytes.Repeat([]byte("0"), 66)), string(bytes.Repeat([]byte("g"), 64))} {
		bad := filepath.Join(t.TempDir(), "bad")
		if err := os.WriteFile(bad, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := seal.Load(bad); err == nil {
			t.Errorf("%q is taken for a key", text)
		}
	}
}
