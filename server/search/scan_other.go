//go:build !amd64

package search

const (
	hasVector     = false
	hasWideVector = false
)

func vectorHashed(codes *uint64, n int, straight, turned, least uint64, out *uint64) {}

func vectorSketched(w0, w1, w2, w3 *uint64, n int, q *sketched, limit uint64, out *uint64) {}
