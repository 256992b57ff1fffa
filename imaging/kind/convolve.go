package kind

// kernel makes four neighbours in a row of a convolution's output, 24 values of each,
// out bytes apart. Their inputs start step bytes apart; of each of the three rows,
// row bytes apart, n values count, and lie together: three places.
type kernel func(in *float32, step, row uintptr, n int, weights, bias, to *float32, out uintptr)

// run convolves a plane with its rim into sums without one.
func (c *conv) run(in, sums []float32, convolve kernel) {
	const size = 4 // bytes of a value
	s, wide := c.side/c.step, c.side+2
	reach := 3 * c.in
	for p := 0; p < c.out; p += panel {
		weights := &c.weights[p*3*reach]
		for y := range s {
			for x := 0; x < s; x += 4 {
				convolve(&in[(y*c.step*wide+x*c.step)*c.in], uintptr(c.step*c.in*size), uintptr(wide*c.in*size), reach,
					weights, &c.bias[p], &sums[(y*s+x)*c.out+p], uintptr(c.out*size))
			}
		}
	}
}
