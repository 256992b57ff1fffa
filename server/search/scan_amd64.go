package search

import "golang.org/x/sys/cpu"

var hasVector = cpu.X86.HasAVX2

// vectorWithin sets bit i of out when the best correlation of codes[i] with the
// query reaches least. n is a positive multiple of 8; whole bytes of out are written.
//
//go:noescape
func vectorWithin(codes *uint64, n int, straight, turned, least uint64, out *uint64)
