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
			"pictures": f.Pictures, "cases": f.Cases, "scan_ms": ms(f.Scan), "plain_ms": ms(f.Plain),
			"browse_ms": ms(f.Browse), "bytes_per_picture": f.BytesPerPicture,
		})
	}
	fmt.Fprintf(c.out, "index of %d pictures in %d cases, one core, medians\n", f.Pictures, f.Cases)
	fmt.Fprintf(c.out, "  similar, 16 variants   %8.2f ms a query\n", ms(f.Scan))
	fmt.Fprintf(c.out, "  the same, plain loop   %8.2f ms a query   %.1f times as long\n", ms(f.Plain), float64(f.Plain)/float64(f.Scan))
	fmt.Fprintf(c.out, "  browse, four facets    %8.2f ms a query\n", ms(f.Browse))
	fmt.Fprintf(c.out, "  memory                 %8.1f bytes a picture, with its share of the case\n", f.BytesPerPicture)
	return nil
}
