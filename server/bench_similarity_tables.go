package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"

	"lynceus/imaging/distort"
)

// tell prints the tables.
func (b *similarityBench) tell(chosen int, asked [][]asking, took time.Duration) {
	flat, sources := b.g.count()
	w := b.c.out
	fmt.Fprintf(w, "%d pictures of %d sources, %d left out, %d with nothing to see; %d asked with in %d changes, seed %d; %s\n",
		len(b.g.pictures), sources, len(b.g.skipped), flat, chosen, len(distort.All), b.seed, took.Round(time.Second))
	for _, name := range []string{"recall@1", "recall@10", "mAP"} {
		b.table(w, "changes", name, methods)
	}
	b.claims(w, "changes")
	b.table(w, "regions", "recall@1", methods[:4])
	b.table(w, "regions", "recall@10", methods[:4])
	b.claims(w, "regions")
	b.table(w, "twins", "recall@1", methods)
	b.table(w, "twins", "recall@10", methods)
	b.claims(w, "twins")
	b.table(w, "kinds", "mAP", []string{"kind vector", "layout", "pHash", "chance"})
	b.table(w, "kinds", "precision@10", []string{"kind vector", "layout", "pHash", "chance"})
	heading := "\ncost on one core\n"
	for _, f := range b.figures {
		if f.Part == "cost" {
			fmt.Fprintf(w, "%s  %-8s %-20s%10.1f   (of %d)\n", heading, f.Change, f.Figure, f.Value, f.Asked)
			heading = ""
		}
	}
	if b.all {
		missed(w, asked)
		worst(w, asked)
	}
}

// rows are the rows of a part, in the order in which they were asked.
func (b *similarityBench) rows(part string) (rows []string) {
	for _, f := range b.figures {
		if f.Part == part && !slices.Contains(rows, f.Change) {
			rows = append(rows, f.Change)
		}
	}
	return rows
}

func (b *similarityBench) value(part, row, method, name string) (figure, bool) {
	for _, f := range b.figures {
		if f.Part == part && f.Change == row && f.Method == method && f.Figure == name {
			return f, true
		}
	}
	return figure{}, false
}

// table prints one figure by row and method.
func (b *similarityBench) table(w io.Writer, part, name string, columns []string) {
	rows := b.rows(part)
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%-34s", part+", "+name)
	for _, c := range columns {
		fmt.Fprintf(w, "%13s", c)
	}
	fmt.Fprintf(w, "%8s\n", "asked")
	for _, row := range rows {
		fmt.Fprintf(w, "%-34s", row)
		asked := 0
		for _, c := range columns {
			f, ok := b.value(part, row, c, name)
			if !ok {
				fmt.Fprintf(w, "%13s", "")
				continue
			}
			fmt.Fprintf(w, "%13.3f", f.Value)
			asked = f.Asked
		}
		fmt.Fprintf(w, "%8d\n", asked)
	}
}

// claims prints how often the program says that it is the same picture, rightly
// and with the source held back.
func (b *similarityBench) claims(w io.Writer, part string) {
	rows := b.rows(part)
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%-34s%13s%13s%8s\n", part+", same picture", "claimed", "false", "asked")
	for _, row := range rows {
		claimed, _ := b.value(part, row, methods[0], "claimed")
		wrong, _ := b.value(part, row, methods[0], "false")
		fmt.Fprintf(w, "%-34s%13.3f%13.4f%8d\n", row, claimed.Value, wrong.Value, wrong.Asked)
	}
}

// missed names the queries whose source is not first, and where it is.
func missed(w io.Writer, asked [][]asking) {
	heading := "\nnot found first\n"
	for _, of := range asked {
		for _, a := range of {
			switch p := a.places[0]; {
			case !p.found:
				fmt.Fprintf(w, "%s  %s, %s: not among %d\n", heading, a.name, a.change, places)
			case p.better > 0:
				fmt.Fprintf(w, "%s  %s, %s: place %d\n", heading, a.name, a.change, p.better+1)
			default:
				continue
			}
			heading = ""
		}
	}
}

// worst names the false claims of the changes, the surest first.
func worst(w io.Writer, asked [][]asking) {
	var wrong []asking
	for _, of := range asked {
		for _, a := range of {
			if len(a.false) > 0 {
				wrong = append(wrong, a)
			}
		}
	}
	slices.SortStableFunc(wrong, func(x, y asking) int { return cmp.Compare(y.false[0].Score, x.false[0].Score) })
	const most = 40
	for i, a := range wrong[:min(most, len(wrong))] {
		if i == 0 {
			fmt.Fprint(w, "\nfalse claims, the surest first\n")
		}
		f := a.false[0]
		fmt.Fprintf(w, "  %s, %s: shows %s (%s, score %.3f, %d inliers)\n", a.name, a.change, f.Name, f.Band, f.Score, f.Evidence.Inliers)
	}
}
