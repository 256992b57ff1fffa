//go:build !amd64

package area

func fastest() loops { return loops{plainAdd, plainAlong} }
