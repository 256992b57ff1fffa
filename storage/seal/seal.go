// Package seal keeps secrets from whoever holds only a copy of the database: it
// encrypts what is written there under a key that lies elsewhere, and signs with it.
//
// There is one key. What it is used for gets a key of its own, derived by HKDF
// (RFC 5869), so that what was sealed for one purpose opens for no other.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// size of a key and of all that is derived from it, in bytes.
const size = 32

// Key is the secret of a deployment. The zero Key is no key.
type Key struct{ secret []byte }

// New is a random key.
func New() Key {
	k := Key{secret: make([]byte, size)}
	rand.Read(k.secret)
	return k
}

// Load reads a key from a file of 64 hexadecimal digits, as `openssl rand -hex 32`
// writes them. A file that others may read is fs.ErrPermission.
func Load(path string) (Key, error) {
	f, err := os.Open(path)
	if err != nil {
		return Key{}, fmt.Errorf("the key: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Key{}, fmt.Errorf("the key: %w", err)
	}
	if info.Mode().Perm()&0o007 != 0 {
		return Key{}, fmt.Errorf("the key in %s: everyone may read it, take that away with chmod o=: %w", path, fs.ErrPermission)
	}
	text := make([]byte, 2*size+2) // and a line's end
	n, _ := f.Read(text)
	secret, err := hex.DecodeString(strings.TrimSpace(string(text[:n])))
	if err != nil || len(secret) != size {
		return Key{}, fmt.Errorf("the key in %s is not 64 hexadecimal digits; make one with openssl rand -hex 32", path)
	}
	return Key{secret: secret}, nil
}

// Save writes the key to a new file that only its owner reads. It is fs.ErrExist
// when there is one: a key is never replaced, because what it sealed would be lost.
func (k Key) Save(path string) error {
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("save the key: %w", err)
	}
	_, err = fmt.Fprintln(f, hex.EncodeToString(k.secret))
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Link(part, path) // unlike a rename it replaces nothing
	}
	err = errors.Join(err, os.Remove(part))
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		return fmt.Errorf("save the key: %w", err)
	}
	return nil
}

func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Name tells keys apart and says nothing of them: 16 bytes.
func (k Key) Name() []byte { return k.derive("name")[:16] }

// derive is the key for one purpose.
func (k Key) derive(purpose string) []byte {
	if len(k.secret) != size {
		panic("seal: no key")
	}
	sub, err := hkdf.Key(sha256.New, k.secret, nil, "lynceus "+purpose, size)
	if err != nil {
		panic(err) // only for lengths that HKDF does not give
	}
	return sub
}

// Secret is a key of 32 bytes for a purpose that has its own way of sealing.
func (k Key) Secret(purpose string) []byte { return k.derive("secret " + purpose) }

// Signer signs for one purpose; its public half may be told to everyone.
func (k Key) Signer(purpose string) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(k.derive("sign " + purpose))
}

// Box seals small things, such as a column of a row.
type Box struct{ aead cipher.AEAD }

// Box is the one for a purpose. It seals 2^32 things at most, as a random nonce of
// 96 bits allows (NIST SP 800-38D, 8.3).
func (k Key) Box(purpose string) Box {
	block, err := aes.NewCipher(k.derive("box " + purpose))
	if err != nil {
		panic(err) // only for keys of other sizes
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return Box{aead}
}

// Seal encrypts plain for the context, which says what it belongs to: the id of
// its row. The context is not kept in what is returned, which is 28 bytes longer.
func (b Box) Seal(plain, context []byte) []byte { return b.aead.Seal(nil, nil, plain, context) }

// Open decrypts what was sealed for the same purpose and context under the same
// key. Anything else, one bit of difference included, is an error.
func (b Box) Open(sealed, context []byte) ([]byte, error) {
	plain, err := b.aead.Open(nil, nil, sealed, context)
	if err != nil {
		return nil, errors.New("open what is sealed: it was changed, moved, or sealed with another key")
	}
	return plain, nil
}
