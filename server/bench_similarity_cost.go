package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"lynceus/imaging/decode"
	"lynceus/imaging/fingerprint"
	"lynceus/imaging/format"
	"lynceus/imaging/render"
)

// measureCosts measures on one core, with nothing else at work: processor time of
// some pictures, processor and wall time of some queries, and memory.
func (b *similarityBench) measureCosts(ctx context.Context, chosen []int, queries []fingerprint.Fingerprint) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	const most = 50
	every := max(len(chosen)/most, 1)
	var decoding, rendering, printing time.Duration
	n := 0
	for i := 0; i < len(chosen); i += every {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := b.g.pictures[chosen[i]].name
		took, err := costOf(filepath.Join(b.g.dir, filepath.FromSlash(name)))
		if err != nil {
			return fmt.Errorf("%s, which was read before: %w", name, err)
		}
		decoding, rendering, printing = decoding+took[0], rendering+took[1], printing+took[2]
		n++
	}
	var waits, works []time.Duration
	for i := range queries {
		if err := ctx.Err(); err != nil {
			return err
		}
		began, worked := time.Now(), processorTime()
		b.g.index.Rank(&queries[i], places)
		waits, works = append(waits, time.Since(began)), append(works, processorTime()-worked)
	}
	slices.Sort(waits)
	slices.Sort(works)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	add := func(what, name string, value float64, of int) {
		b.figures = append(b.figures, figure{"cost", what, "lynceus", name, value, of})
	}
	add("picture", "decode CPU ms", ms(decoding)/float64(n), n)
	add("picture", "render CPU ms", ms(rendering)/float64(n), n)
	add("picture", "fingerprint CPU ms", ms(printing)/float64(n), n)
	if len(waits) > 0 {
		add("query", "p50 CPU ms", ms(works[len(works)/2]), len(works))
		add("query", "p95 CPU ms", ms(works[len(works)*95/100]), len(works))
		add("query", "p50 ms", ms(waits[len(waits)/2]), len(waits))
		add("query", "p95 ms", ms(waits[len(waits)*95/100]), len(waits))
	}
	add("memory", "bytes a picture", float64(b.g.index.Bytes())/float64(len(b.g.pictures)), len(b.g.pictures))
	return nil
}

// costOf is the processor time of this process, the collector's included, to
// decode a picture, to render its levels, and to fingerprint it.
func costOf(path string) (took [3]time.Duration, err error) {
	f, err := os.Open(path)
	if err != nil {
		return took, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return took, err
	}
	runtime.GC() // pays for those before
	at := processorTime()
	h, err := format.Parse(f, info.Size())
	if err != nil {
		return took, err
	}
	p, err := decode.Decode(f, info.Size(), h, render.Least)
	if err != nil {
		return took, err
	}
	decoded := processorTime()
	s, err := render.Make(p)
	if err != nil {
		return took, err
	}
	rendered := processorTime()
	fingerprint.Of(s.View)
	return [3]time.Duration{decoded - at, rendered - decoded, processorTime() - rendered}, nil
}

// processorTime of this process since its start, in and below the kernel.
func processorTime() time.Duration {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
