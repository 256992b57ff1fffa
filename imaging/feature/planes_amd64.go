package feature

import "golang.org/x/sys/cpu"

var hasWideVector = cpu.X86.HasAVX512F && cpu.X86.HasAVX512VPOPCNTDQ

// vectorDistances is plainDistances with AVX-512. n is a positive multiple of 8.
//
//go:noescape
func vectorDistances(w0, w1, w2, w3 *uint64, n int, b *Bits, out *uint16)
