package formattest

import (
	"slices"
	"sync"
)

// Honest lists a file of every variant that is read. The files are made once; no one may change them.
func Honest() []File { return slices.Clone(honest()) }

var honest = sync.OnceValue(func() []File {
	return slices.Concat(jpegs(), pngs(), tiffs(), webps(), bmps(), gifs())
})

// Named returns the file of Honest with that name; it panics where there is none.
func Named(name string) File {
	files := honest()
	i := slices.IndexFunc(files, func(f File) bool { return f.Name == name })
	if i < 0 {
		panic("formattest: no file " + name)
	}
	return files[i]
}
