package search

import (
	"errors"
	"fmt"
	"image"
	"io/fs"
	"testing"

	"github.com/disintegration/imaging"

	"lynceus/imaging/fingerprint"
	"lynceus/imaging/synth"
)

func TestGalleryRanksByEachStageAndAsTheProductDoes(t *testing.T) {
	g := NewGallery()
	var pictures []image.Image
	for i, kind := range synth.Kinds[:min(8, len(synth.Kinds))] {
		img := synth.Draw(synth.Spec{Kind: kind, Seed: uint64(i + 1), Width: 512}).XRay(synth.DarkAbsorbs, 1)
		f := printed(t, img)
		if f.Flat {
			continue
		}
		if err := g.Add(fmt.Sprint(len(pictures)), &f); err != nil {
			t.Fatal(err)
		}
		pictures = append(pictures, img)
	}
	for i, img := range pictures {
		q, name := printed(t, imaging.FlipH(img)), fmt.Sprint(i)
		found := g.Rank(&q, 3)
		if len(found) == 0 || found[0].Name != name || found[0].Band != SamePicture || !found[0].Evidence.Mirrored {
			t.Errorf("picture %d, mirrored: %+v", i, found)
		}
		for _, f := range found[min(1, len(found)):] {
			if f.Band != SimilarPicture {
				t.Errorf("picture %d is claimed to be %s", i, f.Name)
			}
		}
		for _, stage := range []string{"hash", "layout", "words"} {
			if found := g.RankBy(stage, &q, 3); len(found) == 0 || found[0].Name != name {
				t.Errorf("picture %d by %s: %+v", i, stage, found)
			}
		}
		for _, f := range g.Rank(&q, 10, name) {
			if f.Name == name || f.Band == SamePicture {
				t.Errorf("picture %d, held back: %+v", i, f)
			}
		}
	}
	flat := fingerprint.Fingerprint{Flat: true, Scan: 1}
	if err := g.Add("flat", &flat); err != nil {
		t.Fatal(err)
	}
	if err := g.Add("flat", &flat); !errors.Is(err, fs.ErrExist) {
		t.Errorf("added twice: %v", err)
	}
	if found := g.Rank(&flat, 10); len(found) != 0 {
		t.Errorf("a flat picture finds %+v", found)
	}
	q := printed(t, pictures[0])
	for _, stage := range []string{"hash", "layout", "words", "no such stage"} {
		for _, f := range g.RankBy(stage, &q, 50) {
			if f.Name == "flat" || stage == "no such stage" {
				t.Errorf("%s finds %s", stage, f.Name)
			}
		}
	}
	if each := g.Bytes() / int64(len(pictures)+1); each < 1000 {
		t.Errorf("%d bytes a picture", each)
	}
}
