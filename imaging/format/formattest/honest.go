package formattest

import "slices"

// Honest lists a file of every variant that is read.
func Honest() []File {
	return slices.Concat(jpegs(), pngs(), tiffs(), webps(), bmps(), gifs())
}
