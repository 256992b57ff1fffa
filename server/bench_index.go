package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lynceus/server/search"
)

// benchIndex measures the index on one core beside the plain loop.
func benchIndex(_ context.Context, c *console, args []string) error {
	n, asJSON := 0, false
	o := newOptions(c, "bench index", "[OPTIONS]", "Measures the index on one core, beside the plain loop over all variants.")
	o.section = "How much"
	o.number(&n, "n", "", "1000000", "pictures in the index")
	o.toggle(&asJSON, "json", "", "print one JSON line")
	if _, err := c.options(o, args); err != nil {
		return err
	}
	f, err := search.Measure(n)
	if err != nil {
		return err
	}
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	if asJSON {
		return json.NewEncoder(c.out).Encode(map[string]any{
			"pictures": f.Pictures, "cases": f.Cases, "scan_ms": ms(f.Scan), "scan_plain_ms": ms(f.ScanPlain),
			"layout_ms": ms(f.Layout), "layout_plain_ms": ms(f.LayoutPlain),
			"browse_ms": ms(f.Browse), "bytes_per_picture": f.BytesPerPicture,
		})
	}
	fmt.Fprintf(c.out, "index of %d pictures in %d cases, one core, medians\n", f.Pictures, f.Cases)
	line := func(what string, took, plain time.Duration) {
		fmt.Fprintf(c.out, "  %-24s%8.2f ms a query; plain loop %8.2f ms, %.1f times as long\n", what, ms(took), ms(plain), float64(plain)/float64(took))
	}
	line("hashes, 16 variants", f.Scan, f.ScanPlain)
	line("layouts, 8 variants", f.Layout, f.LayoutPlain)
	fmt.Fprintf(c.out, "  browse, four facets     %8.2f ms a query\n", ms(f.Browse))
	fmt.Fprintf(c.out, "  memory                  %8.1f bytes a picture, with its share of the case\n", f.BytesPerPicture)
	return nil
}
