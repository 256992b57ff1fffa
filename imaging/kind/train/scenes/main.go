// Command scenes draws what the net of kinds is trained and measured on: boxes of
// objects in synthetic x-rays, as the patches that the net will see, in a stream.
//
//	go run ./imaging/kind/train/scenes -n 128000 -seed 1 > train.bin
//
// The stream starts with a line of JSON, the kinds in the order of their numbers.
// Each record is a number of a kind (2 bytes, little endian), the setting (1 byte:
// 0 alone or among a few things, 1 inside a bag, parcel or vehicle) and the patch
// in 64x64x3 signed bytes, 127 for 1. With -measure it prints figures instead.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"log"
	"math"
	"math/rand/v2"
	"os"

	"lynceus/imaging/kind"
	"lynceus/imaging/synth"
)

func main() {
	n := flag.Int("n", 1000, "how many boxes")
	seed := flag.Uint64("seed", 1, "of everything that is drawn")
	inside := flag.Float64("inside", .35, "share of boxes that are inside bags, parcels and vehicles")
	figures := flag.Bool("measure", false, "print what the committed net makes of the boxes instead")
	flag.Parse()
	r := rand.New(rand.NewPCG(*seed, 0x5CE9E5))
	if *figures {
		measure(r, *n, *inside)
		return
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	kinds := synth.Objects()
	head, err := json.Marshal(kinds)
	if err != nil {
		log.Fatal(err)
	}
	out.Write(append(head, '\n'))
	draw(r, *n, *inside, func(b box) bool {
		var p kind.Patch
		if !p.Read(b.raster, b.X0, b.Y0, b.X1, b.Y1) {
			return false
		}
		out.Write(b.record(&p, kinds))
		return true
	})
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
}

// draw hands out n boxes that take accepts.
func draw(r *rand.Rand, n int, inside float64, take func(box) bool) {
	kinds := synth.Objects()
	for done := 0; done < n; {
		var boxes []box
		// A hold gives some five boxes.
		if r.Float64()*(5-4*inside) < inside {
			boxes = hold(r, kinds)
		} else {
			boxes = []box{specimen(r, kinds)}
		}
		for _, b := range boxes {
			if done < n && take(b) {
				done++
			}
		}
	}
}

func (b box) record(p *kind.Patch, kinds []string) []byte {
	rec := make([]byte, 3, 3+len(p))
	for i, k := range kinds {
		if k == b.Kind {
			rec[0], rec[1] = byte(i), byte(i>>8)
		}
	}
	rec[2] = b.setting
	for _, v := range p {
		rec = append(rec, byte(int8(math.Round(127*float64(v)))))
	}
	return rec
}
