package kind

import "golang.org/x/sys/cpu"

// vectorConvolve is a kernel for AVX2 with FMA.
//
//go:noescape
func vectorConvolve(in *float32, step, row uintptr, n int, weights, bias, to *float32, out uintptr)

// fastest is the kernel that suits this machine.
func fastest() kernel {
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		return vectorConvolve
	}
	return plainConvolve
}
