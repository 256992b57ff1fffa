package search

import "testing"

func TestMeasureFindsWhatThePlainLoopFinds(t *testing.T) {
	f, err := Measure(20_000)
	if err != nil {
		t.Fatal(err)
	}
	if f.Pictures != 20_000 || f.Cases < 6_000 || f.BytesPerPicture < 40 || f.BytesPerPicture > 400 {
		t.Errorf("%+v", f)
	}
}
