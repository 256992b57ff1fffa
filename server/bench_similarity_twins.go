package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"lynceus/imaging/fingerprint"
)

// readRecords calls fn for each line of a CSV file that holds anything. # begins
// a comment.
func readRecords(file string, fn func(fields []string) error) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord, r.Comment, r.TrimLeadingSpace = -1, '#', true
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		line, _ := r.FieldPos(0)
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		if err := fn(fields); err != nil {
			return fmt.Errorf("%s, line %d: %w", file, line, err)
		}
	}
}

// inFolder is a path as the gallery names it.
func inFolder(name string, files []string) (string, error) {
	name = path.Clean(filepath.ToSlash(name))
	if _, ok := slices.BinarySearch(files, name); !ok {
		return "", fmt.Errorf("%q is not in the folder", name)
	}
	return name, nil
}

// readTwins reads lines of two or more paths that show the same thing.
func readTwins(file string, files []string) (twins [][]string, err error) {
	if file == "" {
		return nil, nil
	}
	files = slices.Sorted(slices.Values(files))
	err = readRecords(file, func(fields []string) error {
		var line []string
		for _, f := range fields {
			if f == "" {
				continue
			}
			name, err := inFolder(f, files)
			if err != nil {
				return err
			}
			line = append(line, name)
		}
		if len(line) == 1 {
			return fmt.Errorf("%q stands alone; a line names two or more pictures of the same thing", line[0])
		}
		if len(line) > 1 {
			twins = append(twins, line)
		}
		return nil
	})
	return twins, err
}

// askTwins asks with each twin for the others.
func (b *similarityBench) askTwins(ctx context.Context, twins [][]string) error {
	if len(twins) == 0 {
		return nil
	}
	tell, end := b.progress(len(twins), "twins")
	defer end()
	var asked []asking
	done := map[string]bool{}
	for _, line := range twins {
		for _, name := range line {
			at, ok := b.g.places[name]
			if !ok || done[name] {
				continue
			}
			done[name] = true
			if err := ctx.Err(); err != nil {
				return err
			}
			source := b.g.pictures[at].source
			if len(b.g.ofSource(source)) < 2 { // the others were left out
				continue
			}
			_, s, err := b.g.open(name)
			if err != nil {
				return fmt.Errorf("%s, which was read before: %w", name, err)
			}
			f := fingerprint.Of(s.View)
			a := b.ask(&f, source, name)
			a.places = append(a.places, b.g.rivals(s.View, source, at)...)
			a.name, a.change = name, "twins"
			asked = append(asked, a)
		}
		tell()
	}
	b.sum("twins", "twins", asked)
	return nil
}
