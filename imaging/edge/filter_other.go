//go:build !amd64

package edge

// fastest are the filters that suit this machine.
func fastest() filters { return plain }
