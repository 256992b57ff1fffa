package search

import (
	"bytes"
	"fmt"
)

// key is an identifier as the index keeps it: 16 characters without a pointer, so
// that millions of them cost the garbage collector nothing.
type key [16]byte

func keyOf(id string) (k key, err error) {
	if len(id) != len(k) {
		return k, fmt.Errorf("identifier %q is not of %d characters", id, len(k))
	}
	copy(k[:], id)
	return k, nil
}

func (k key) String() string    { return string(k[:]) }
func (k key) compare(o key) int { return bytes.Compare(k[:], o[:]) }
func prefix(sum [32]byte) (p uint64) {
	for _, b := range sum[:8] {
		p = p<<8 | uint64(b)
	}
	return p
}
