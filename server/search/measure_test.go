package search

import "testing"

func TestMeasureFindsWhatThePlainLoopFinds(t *testing.T) {
	f, err := Measure(3_000)
	if err != nil {
		t.Fatal(err)
	}
	if f.Pictures != 3_000 || f.Cases < 1_000 || f.BytesPerPicture < 2_000 || f.BytesPerPicture > 8_000 {
		t.Errorf("%+v", f)
	}
}
