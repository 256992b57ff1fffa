package search

import "golang.org/x/sys/cpu"

var (
	hasVector     = cpu.X86.HasAVX2
	hasWideVector = cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VPOPCNTDQ
)

// vectorHashed sets bit i of out when the best correlation of codes[i] with the
// query reaches least. n is a positive multiple of 8; whole bytes of out are written.
//
//go:noescape
func vectorHashed(codes *uint64, n int, straight, turned, least uint64, out *uint64)

// vectorSketched sets bit i of out when the i-th code of the four columns is
// within limit of one of q. n is a positive multiple of 8; whole bytes of out are written.
//
//go:noescape
func vectorSketched(w0, w1, w2, w3 *uint64, n int, q *sketched, limit uint64, out *uint64)
