package main

import (
	"context"
	"fmt"
	"image"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sync/errgroup"

	"lynceus/imaging/decode"
	"lynceus/imaging/fingerprint"
	"lynceus/imaging/format"
	"lynceus/imaging/render"
	"lynceus/server/search"
)

// benchGallery is the folder as the bench searches it. Fingerprints lie in the
// index alone and pictures on disk.
type benchGallery struct {
	dir      string
	index    *search.Gallery
	pictures []benchPicture
	places   map[string]int // in pictures, by name
	skipped  []string       // name and reason
}

type benchPicture struct {
	name   string // path in the folder, with slashes
	sum    [32]byte
	source int // the first of the pictures that are one source with it
	flat   bool
	hashes standardHashes
}

// picturesIn lists the regular files of a folder in the order of their paths.
func picturesIn(dir string) ([]string, error) {
	root, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		name, err := filepath.Rel(root, path)
		names = append(names, filepath.ToSlash(name))
		return err
	})
	if err == nil && len(names) == 0 {
		err = fmt.Errorf("%s: there is no file in it", dir)
	}
	return names, err
}

// readPicture reads a file the way of an upload: its header, its samples, the
// levels. The pool of workers is left out, whose walls cost time and change no
// pixel.
func readPicture(r io.ReaderAt, size int64) (*decode.Picture, *render.Set, error) {
	h, err := format.Parse(r, size)
	if err != nil {
		return nil, nil, err
	}
	p, err := decode.Decode(r, size, h, render.Least)
	if err != nil {
		return nil, nil, err
	}
	s, err := render.Make(p, "thumb") // the least to encode, for nobody looks at it
	return p, s, err
}

func (g *benchGallery) open(name string) (*decode.Picture, *render.Set, error) {
	f, err := os.Open(filepath.Join(g.dir, filepath.FromSlash(name)))
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	return readPicture(f, info.Size())
}

// readGallery reads the files on all cores, a few at a time, and adds them in
// the order of their names.
func (b *similarityBench) readGallery(ctx context.Context, files []string) (*benchGallery, error) {
	g := &benchGallery{dir: b.dir, index: search.NewGallery(), places: map[string]int{}}
	tell, end := b.progress(len(files), "reading")
	defer end()
	const few = 64
	for len(files) > 0 {
		batch := files[:min(few, len(files))]
		files = files[len(batch):]
		var prints [few]fingerprint.Fingerprint
		var read [few]benchPicture
		var failed [few]error
		work, ctx := errgroup.WithContext(ctx)
		work.SetLimit(runtime.GOMAXPROCS(0))
		for i, name := range batch {
			work.Go(func() error {
				defer tell()
				p, s, err := g.open(name)
				if err != nil {
					failed[i] = err
					return ctx.Err()
				}
				prints[i] = fingerprint.Of(s.View)
				read[i] = benchPicture{name: name, sum: p.PixelSum, flat: prints[i].Flat, hashes: standardOf(s.View)}
				return ctx.Err()
			})
		}
		if err := work.Wait(); err != nil {
			return nil, err
		}
		for i, name := range batch {
			if failed[i] == nil {
				failed[i] = g.index.Add(name, &prints[i])
			}
			if failed[i] != nil {
				g.skipped = append(g.skipped, fmt.Sprintf("%s: %v", name, failed[i]))
				continue
			}
			g.places[name] = len(g.pictures)
			g.pictures = append(g.pictures, read[i])
		}
	}
	return g, nil
}

// join makes one source of pictures with equal pixels and of twins.
func (g *benchGallery) join(twins [][]string) {
	above := make([]int, len(g.pictures))
	for i := range above {
		above[i] = i
	}
	root := func(i int) int {
		for above[i] != i {
			i = above[i]
		}
		return i
	}
	one := func(i, j int) {
		i, j = root(i), root(j)
		above[max(i, j)] = min(i, j)
	}
	sums := map[[32]byte]int{}
	for i := range g.pictures {
		if first, ok := sums[g.pictures[i].sum]; ok {
			one(i, first)
			continue
		}
		sums[g.pictures[i].sum] = i
	}
	for _, line := range twins {
		first := -1
		for _, name := range line {
			i, ok := g.places[name]
			switch {
			case !ok: // left out, and named so
			case first < 0:
				first = i
			default:
				one(i, first)
			}
		}
	}
	for i := range g.pictures {
		g.pictures[i].source = root(i)
	}
}

// ofSource names all pictures of one source.
func (g *benchGallery) ofSource(source int) (names []string) {
	for i := range g.pictures {
		if g.pictures[i].source == source {
			names = append(names, g.pictures[i].name)
		}
	}
	return names
}

// imageOf is a raster of 8 bits as the standard library has pictures.
func imageOf(r *decode.Raster) image.Image {
	area := image.Rect(0, 0, r.Width, r.Height)
	if len(r.Cb) == 0 {
		return &image.Gray{Pix: r.Y, Stride: r.Width, Rect: area}
	}
	m := &image.YCbCr{Y: r.Y, Cb: r.Cb, Cr: r.Cr, YStride: r.Width, CStride: r.ChromaW, Rect: area}
	switch wide, high := r.ChromaW == r.Width, r.ChromaH == r.Height; {
	case wide && high:
		m.SubsampleRatio = image.YCbCrSubsampleRatio444
	case wide:
		m.SubsampleRatio = image.YCbCrSubsampleRatio440
	case high:
		m.SubsampleRatio = image.YCbCrSubsampleRatio422
	default:
		m.SubsampleRatio = image.YCbCrSubsampleRatio420
	}
	return m
}
