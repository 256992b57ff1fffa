package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"lynceus/imaging/distort"
)

// figure is one number of the bench.
type figure struct {
	Part   string  `json:"part"`   // changes, regions, twins, kinds, cost
	Change string  `json:"change"` // or another row
	Method string  `json:"method"`
	Figure string  `json:"figure"`
	Value  float64 `json:"value"`
	Asked  int     `json:"asked"` // queries or pictures that it is a mean of
}

var allChanges = fmt.Sprintf("all %d", len(distort.All))

// sumChanges makes the figures of each change and of all.
func (b *similarityBench) sumChanges(asked [][]asking) {
	var all []asking
	for t, change := range distort.All {
		var row []asking
		for _, of := range asked {
			row = append(row, of[t])
		}
		b.sum("changes", change.Name, row)
		all = append(all, row...)
	}
	b.sum("changes", allChanges, all)
}

// sum makes the figures of a row. Methods that were not asked have none.
func (b *similarityBench) sum(part, row string, asked []asking) {
	if len(asked) == 0 {
		return
	}
	n := float64(len(asked))
	add := func(method, name string, of func(a *asking) float64) {
		sum := 0.0
		for i := range asked {
			sum += of(&asked[i])
		}
		b.figures = append(b.figures, figure{part, row, method, name, sum / n, len(asked)})
	}
	for m := range asked[0].places {
		add(methods[m], "recall@1", func(a *asking) float64 { return a.places[m].within(1) })
		add(methods[m], "recall@10", func(a *asking) float64 { return a.places[m].within(10) })
		add(methods[m], "mAP", func(a *asking) float64 { return a.places[m].reciprocal() })
	}
	add(methods[0], "claimed", func(a *asking) float64 { return share(a.claimed) })
	add(methods[0], "false", func(a *asking) float64 { return share(len(a.false) > 0) })
}

func share(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// report tells what came out, as it was asked for, and writes the files last: an
// hour's figures are seen even where those cannot be written.
func (b *similarityBench) report(chosen []int, asked [][]asking, took time.Duration) error {
	if b.json {
		if err := b.tellJSON(len(chosen), took); err != nil {
			return err
		}
	} else {
		b.tell(len(chosen), asked, took)
	}
	if b.csv != "" {
		if err := writeWhole(b.csv, b.asCSV()); err != nil {
			return err
		}
	}
	if b.plot == "" {
		return nil
	}
	png, err := b.asPlot(len(chosen))
	if err != nil {
		return err
	}
	return writeWhole(b.plot, png)
}

// count is how many pictures have nothing to see, and of how many sources all are.
func (g *benchGallery) count() (flat, sources int) {
	seen := map[int]bool{}
	for i := range g.pictures {
		if g.pictures[i].flat {
			flat++
		}
		seen[g.pictures[i].source] = true
	}
	return flat, len(seen)
}

func (b *similarityBench) tellJSON(asked int, took time.Duration) error {
	flat, sources := b.g.count()
	return json.NewEncoder(b.c.out).Encode(map[string]any{
		"pictures": len(b.g.pictures), "sources": sources, "flat": flat, "left_out": len(b.g.skipped),
		"asked": asked, "seed": b.seed, "seconds": int(took.Seconds()), "figures": b.figures,
	})
}

func (b *similarityBench) asCSV() []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	_ = w.Write(strings.Split("part,change,method,figure,value,asked", ","))
	for _, f := range b.figures {
		_ = w.Write([]string{f.Part, f.Change, f.Method, f.Figure, strconv.FormatFloat(f.Value, 'f', 5, 64), strconv.Itoa(f.Asked)})
	}
	w.Flush()
	return out.Bytes()
}
