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
			"words_ms": ms(f.Words), "query_ms": ms(f.Query), "snapshot_save_ms": ms(f.Save), "snapshot_load_ms": ms(f.Load), "snapshot_bytes": f.SnapshotBytes,
			"browse_ms": ms(f.Browse), "bytes_per_picture": f.BytesPerPicture,
		})
	}
	fmt.Fprintf(c.out, "index of %d pictures in %d cases, one core, medians\n", f.Pictures, f.Cases)
	line := func(what string, took, plain time.Duration) {
		fmt.Fprintf(c.out, "  %-24s%8.2f ms a query; plain loop %8.2f ms, %.1f times as long\n", what, ms(took), ms(plain), float64(plain)/float64(took))
	}
	line("hashes, 16 variants", f.Scan, f.ScanPlain)
	line("all views, 8 variants", f.Layout, f.LayoutPlain)
	for _, l := range []struct {
		what string
		took time.Duration
	}{{"words of local features", f.Words}, {"whole query", f.Query}, {"browse, four facets", f.Browse}} {
		fmt.Fprintf(c.out, "  %-24s%8.2f ms a query\n", l.what, ms(l.took))
	}
	fmt.Fprintf(c.out, "  %-24s%8.0f ms to write, %.0f ms to read, %.1f MB\n", "snapshot", ms(f.Save), ms(f.Load), float64(f.SnapshotBytes)/1e6)
	fmt.Fprintf(c.out, "  memory                  %8.1f bytes a picture, with its share of the case\n", f.BytesPerPicture)
	return nil
}
