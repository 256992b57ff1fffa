// Train makes the vocabulary of local features: words.bin of the package above.
//
//	go run ./imaging/feature/train -pictures server/demo -out imaging/feature/words.bin
//
// It draws synthetic scenes and photos of every kind, reads the pictures of a
// folder, and clusters the bits of all their features by k-majority in two levels
// of 256 (Grana et al., A fast approach for integrating ORB descriptors in the bag
// of words model, 2013). The same pictures, number and seed give the same file.
package main

import (
	"encoding/binary"
	"flag"
	"fmt"
	"hash/crc32"
	"image"
	_ "image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"sync"

	"lynceus/imaging/distort"
	"lynceus/imaging/feature"
	"lynceus/imaging/synth"
)

func main() {
	pictures := flag.String("pictures", "", "folder of JPEG pictures to learn from besides the synthetic ones")
	out := flag.String("out", "words.bin", "file to write")
	n := flag.Int("n", 1500, "synthetic pictures to draw")
	seed := flag.Uint64("seed", 1, "of everything that is drawn")
	flag.Parse()
	files, err := filepath.Glob(filepath.Join(*pictures, "*.jpg"))
	if err != nil {
		fail(err)
	}
	sort.Strings(files)
	all := gathered(*n+len(files)*copies, func(i int) []feature.Feature {
		r := rand.New(rand.NewPCG(*seed, uint64(i)))
		m := drawn(i, r)
		if i >= *n {
			m = read(files[(i-*n)/copies])
		}
		m = distort.All[r.IntN(len(distort.All))].Apply(m, r)
		return feature.Of(raster(m))
	})
	r := rand.New(rand.NewPCG(*seed, 0))
	for i := range all {
		all[i] = all[i].Variants()[r.IntN(8)] // queries come in all of them
	}
	fmt.Println(len(all), "features")
	if err := os.WriteFile(*out, vocabulary(all, r), 0o644); err != nil {
		fail(err)
	}
}

// copies of each picture of the folder, each changed in another way.
const copies = 8

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// gathered collects the bits of n pictures, in their order, on two threads.
func gathered(n int, of func(i int) []feature.Feature) (all []feature.Bits) {
	found := make([][]feature.Feature, n)
	var wait sync.WaitGroup
	next := make(chan int)
	for range 2 {
		wait.Go(func() {
			for i := range next {
				found[i] = of(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wait.Wait()
	for _, features := range found {
		for _, f := range features {
			all = append(all, f.Bits)
		}
	}
	return all
}

// drawn is a synthetic picture: a photo now and then, else a scan in greys or false colours.
func drawn(i int, r *rand.Rand) image.Image {
	if i%10 == 9 {
		shots := []synth.Shot{synth.Closed, synth.Exposed, synth.Goods}
		hides := synth.Hides(synth.Kinds[r.IntN(len(synth.Kinds))])
		return synth.Photo(synth.PhotoSpec{Shot: shots[r.IntN(len(shots))], Hide: hides[r.IntN(len(hides))], Seed: r.Uint64(), Width: 800, Height: 600})
	}
	k := synth.Kinds[i%len(synth.Kinds)]
	hides := synth.Hides(k)
	s := synth.Draw(synth.Spec{Kind: k, Seed: r.Uint64(), Clutter: r.Uint64(), Hide: hides[r.IntN(len(hides))], Width: 700 + r.IntN(300)})
	switch r.IntN(4) {
	case 0:
		return s.XRay(synth.DarkAbsorbs, 0.7)
	case 1:
		return s.XRay(synth.BrightAbsorbs, 1)
	case 2:
		return s.FalseColour(synth.Dense)
	}
	return s.FalseColour(synth.Material)
}

func read(path string) image.Image {
	f, err := os.Open(path)
	if err != nil {
		fail(err)
	}
	defer f.Close()
	m, _, err := image.Decode(f)
	if err != nil {
		fail(fmt.Errorf("%s: %w", path, err))
	}
	return m
}

// vocabulary is the file: branches, leaves, checksum.
func vocabulary(all []feature.Bits, r *rand.Rand) (file []byte) {
	const branches = 256
	centres, members := clustered(all, branches, r)
	var leaves []feature.Bits
	for _, m := range members {
		of, _ := clustered(m, branches, r)
		leaves = append(leaves, of...)
	}
	for _, b := range append(centres, leaves...) {
		for _, w := range b {
			file = binary.BigEndian.AppendUint64(file, w)
		}
	}
	return binary.BigEndian.AppendUint32(file, crc32.Checksum(file, crc32.MakeTable(crc32.Castagnoli)))
}
