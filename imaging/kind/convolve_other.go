//go:build !amd64

package kind

// fastest is the kernel that suits this machine.
func fastest() kernel { return plainConvolve }
