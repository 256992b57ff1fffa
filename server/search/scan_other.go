//go:build !amd64

package search

const hasVector = false

var codeKernels []codeKernel

func vectorHashed(codes *uint64, n int, straight, turned, least uint64, out *uint64) {}
