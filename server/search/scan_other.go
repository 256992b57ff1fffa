//go:build !amd64

package search

const hasVector = false

func vectorWithin(codes *uint64, n int, straight, turned, least uint64, out *uint64) {}
