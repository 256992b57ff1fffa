package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/corona10/goimagehash"
	"github.com/disintegration/imaging"

	"lynceus/imaging/synth"
	"lynceus/imaging/worker"
)

// benchPictures measures what a picture costs from file to renditions and
// fingerprint, in a child process of its own, beside the plain use of imaging and
// goimagehash on the same file, each run after the other.
func benchPictures(ctx context.Context, c *console, args []string) error {
	runs := 0
	o := newOptions(c, "bench pictures", "[OPTIONS] [FILES...]", `Measures CPU time and peak memory from file to three renditions and hashes, in
turns with the plain use of the libraries (imaging, goimagehash). Without files it
makes a JPEG of 12 megapixels and a 16-bit PNG of 8000x2500 itself.`)
	o.section = "How much"
	o.number(&runs, "n", "", "5", "runs of each, in turns; medians are printed")
	files, err := c.options(o, args)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		dir, err := os.MkdirTemp("", "lynceus-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		if files, err = benchFiles(dir); err != nil {
			return err
		}
	}
	pool, err := worker.NewPool(worker.Config{})
	if err != nil {
		return err
	}
	defer pool.Close()
	sides := []side{{"lynceus", func(file string) (cost, error) { return oursOnce(ctx, pool, file) }}, {"plain libraries", plainOnce}}
	if path, err := exec.LookPath("vipsthumbnail"); err == nil {
		sides = append(sides, side{"libvips, three thumbnails", func(file string) (cost, error) { return vipsOnce(path, file) }})
	}
	for _, file := range files {
		if err := compare(c, file, sides, runs); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
	}
	return nil
}

// side is one of those that are compared.
type side struct {
	name string
	once func(file string) (cost, error)
}

// cost of one picture: processor time of the whole child, and its largest
// resident memory in bytes (0 where it is not known).
type cost struct {
	cpu  time.Duration
	peak int64
}

func compare(c *console, file string, sides []side, runs int) error {
	all := make([][]cost, len(sides))
	for range max(runs, 1) {
		for i, s := range sides {
			one, err := s.once(file)
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			all[i] = append(all[i], one)
		}
	}
	fmt.Fprintf(c.out, "%s, medians of %d\n", filepath.Base(file), len(all[0]))
	ours := medianBy(all[0], func(x cost) time.Duration { return x.cpu })
	for i, s := range sides {
		cpu, peak := medianBy(all[i], func(x cost) time.Duration { return x.cpu }), medianBy(all[i], func(x cost) int64 { return x.peak })
		fmt.Fprintf(c.out, "  %-26s%8.0f ms CPU%6.1f x", s.name, float64(cpu.Microseconds())/1000, float64(cpu)/float64(ours))
		if peak > 0 {
			fmt.Fprintf(c.out, "%8.0f MB peak", float64(peak)/1e6)
		}
		fmt.Fprintln(c.out)
	}
	return nil
}

func medianBy[T cmp.Ordered](costs []cost, of func(cost) T) T {
	values := make([]T, len(costs))
	for i, c := range costs {
		values[i] = of(c)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func oursOnce(ctx context.Context, pool *worker.Pool, file string) (cost, error) {
	f, err := os.Open(file)
	if err != nil {
		return cost{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return cost{}, err
	}
	r, err := pool.Process(ctx, f, info.Size(), worker.Ask{Renditions: true})
	if err != nil {
		return cost{}, err
	}
	return cost{r.Cost.CPU, r.Cost.Peak}, nil
}

// plainOnce runs benchPlain in a child.
func plainOnce(file string) (cost, error) {
	self, err := os.Executable()
	if err != nil {
		return cost{}, err
	}
	cmd := exec.Command(self, "bench", "plain", file)
	cmd.Env = []string{"GOMAXPROCS=1"} // as the worker's children
	out, err := cmd.Output()
	if err != nil {
		return cost{}, err
	}
	peak, err := strconv.ParseInt(strings.TrimSpace(string(out)), 10, 64)
	return cost{cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peak}, err
}

// benchPlain does with imaging and goimagehash, as their manuals show them, what
// the worker does with a picture, and prints its own largest resident memory.
func benchPlain(_ context.Context, c *console, args []string) error {
	if len(args) != 1 {
		return usageError{errors.New("one file, please")}
	}
	img, err := imaging.Open(args[0], imaging.AutoOrientation(true))
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "lynceus-plain-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for _, side := range []int{2048, 1024, 256} {
		level := imaging.Fit(img, side, side, imaging.Lanczos)
		if err := imaging.Save(level, filepath.Join(dir, fmt.Sprintf("%d.jpg", side)), imaging.JPEGQuality(85)); err != nil {
			return err
		}
	}
	for _, hash := range []func(image.Image) (*goimagehash.ImageHash, error){goimagehash.PerceptionHash, goimagehash.DifferenceHash} {
		if _, err := hash(img); err != nil {
			return err
		}
	}
	peak, err := peakMemory()
	fmt.Fprintln(c.out, peak)
	return err
}

// peakMemory of this process in bytes. What wait reports of a child begins with
// the memory of the parent that forked it.
func peakMemory() (int64, error) {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0, err
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
			kB, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(rest, "kB")), 10, 64)
			return kB << 10, err
		}
	}
	return 0, errors.New("no VmHWM in /proc/self/status")
}

func vipsOnce(path, file string) (cost, error) {
	dir, err := os.MkdirTemp("", "lynceus-vips-")
	if err != nil {
		return cost{}, err
	}
	defer os.RemoveAll(dir)
	var sum cost
	for _, side := range []int{2048, 1024, 256} {
		cmd := exec.Command(path, file, "--size", strconv.Itoa(side), "-o", filepath.Join(dir, fmt.Sprintf("%d.jpg[Q=85]", side)))
		cmd.Env = []string{"VIPS_CONCURRENCY=1"}
		if err := cmd.Run(); err != nil {
			return cost{}, err
		}
		sum.cpu += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
	return sum, nil
}

// benchFiles makes the two pictures that the figures in README are of.
func benchFiles(dir string) ([]string, error) {
	photo := synth.Photo(synth.PhotoSpec{Hide: "CON.FWAL", Shot: synth.Exposed, Seed: 1, Width: 4000, Height: 3000})
	scan := synth.Draw(synth.Spec{Kind: synth.Container, Seed: 1, Width: 8000}).XRay16(synth.BrightAbsorbs, 1)
	cut := image.NewGray16(image.Rect(0, 0, 8000, 2500))
	for y := range 2500 { // the scene's own height follows its width: repeat it
		copy(cut.Pix[y*cut.Stride:], scan.Pix[y%scan.Rect.Dy()*scan.Stride:][:cut.Stride])
	}
	files := []string{filepath.Join(dir, "photo 4000x3000.jpg"), filepath.Join(dir, "x-ray 8000x2500 16-bit.png")}
	for i, write := range []func(*os.File) error{
		func(f *os.File) error { return synth.JPEG(f, photo, 90) },
		func(f *os.File) error { return synth.PNG(f, cut) },
	} {
		f, err := os.Create(files[i])
		if err != nil {
			return nil, err
		}
		if err := errors.Join(write(f), f.Close()); err != nil {
			return nil, err
		}
	}
	return files, nil
}
