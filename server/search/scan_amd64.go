package search

import "golang.org/x/sys/cpu"

var hasVector = cpu.X86.HasAVX2

// codeKernels are the ways to compare codes that this processor has, the fastest first.
var codeKernels = func() (all []codeKernel) {
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VPOPCNTDQ {
		all = append(all, vectorSketched)
	}
	if cpu.X86.HasAVX2 {
		all = append(all, halfSketched)
	}
	return all
}()

// vectorHashed sets bit i of out when the best correlation of codes[i] with the
// query reaches least. n is a positive multiple of 8; whole bytes of out are written.
//
//go:noescape
func vectorHashed(codes *uint64, n int, straight, turned, least uint64, out *uint64)

// vectorSketched, with AVX-512, and halfSketched, with AVX2, are codeKernels.
//
//go:noescape
func vectorSketched(w0, w1, w2, w3 *uint64, n int, q *sketched, limit uint64, out *uint64)

//go:noescape
func halfSketched(w0, w1, w2, w3 *uint64, n int, q *sketched, limit uint64, out *uint64)
