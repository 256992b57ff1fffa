package main

import (
	"context"
	"fmt"
)

// bench measures this machine. Figures are of whole runs or of one core, beside a
// plain way of doing the same in the same run: ratios hold where times do not.
func bench(ctx context.Context, c *console, args []string) error {
	if len(args) == 0 {
		args = []string{"pictures"}
	}
	switch args[0] {
	case "pictures":
		return benchPictures(ctx, c, args[1:])
	case "index":
		return benchIndex(ctx, c, args[1:])
	case "similarity":
		return benchSimilarity(ctx, c, args[1:])
	case "plain": // what benchPictures starts for the other side of its comparison
		return benchPlain(ctx, c, args[1:])
	case "-h", "-help", "--help":
		fmt.Fprint(c.out, "lynceus bench pictures|index|similarity [OPTIONS]\n\nMeasures this machine; each has a manual under -help.\n")
		return nil
	}
	return usageError{fmt.Errorf("nothing to measure is called %q: pictures, index or similarity", args[0])}
}
