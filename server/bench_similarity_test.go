package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lynceus/imaging/distort"
	"lynceus/imaging/synth"
)

// benchFolder is a gallery of real and synthetic pictures, with a folder in it
// and with all that a folder of an office has beside pictures.
func benchFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	put := func(name string, data []byte) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	demo := func(name string) []byte {
		data, err := os.ReadFile("demo/" + name + ".jpg")
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	for _, name := range []string{"box05a", "box05b", "box09a", "chelsea", "coffee", "rocket"} {
		put("real/"+name+".jpg", demo(name))
	}
	put("copy of chelsea.jpg", demo("chelsea"))
	for i, k := range synth.Kinds {
		var b strings.Builder
		m := synth.Draw(synth.Spec{Kind: k, Seed: uint64(i), Clutter: uint64(i), Width: 500}).XRay(synth.DarkAbsorbs, 0.7)
		if err := synth.PNG(&b, m); err != nil {
			t.Fatal(err)
		}
		put("drawn "+strconv.Itoa(i)+".png", []byte(b.String()))
	}
	var flat strings.Builder
	if err := png.Encode(&flat, image.NewGray(image.Rect(0, 0, 300, 200))); err != nil {
		t.Fatal(err)
	}
	put("black.png", []byte(flat.String()))
	put("notes.txt", []byte("not a picture"))
	put("cut.jpg", demo("coffee")[:4000])
	put("empty.png", nil)
	return dir
}

// similarity calls the command.
func similarity(ctx context.Context, args ...string) (status int, stdout, stderr string) {
	p := newTyped(nil)
	status = run(ctx, &p.console, append([]string{"bench", "similarity"}, args...))
	return status, p.stdout.String(), p.stderr.String()
}

func TestSimilarityBenchMeasuresAFolder(t *testing.T) {
	dir := benchFolder(t)
	f := files(t, map[string][]byte{
		"twins.csv": []byte("# two scans of one box\nreal/box05a.jpg, real/box05b.jpg\n"),
		"kinds.csv": []byte("path,label\nreal/box05a.jpg,box\nreal/box05b.jpg,box,20,20,500,500\nreal/box09a.jpg,box\nreal/chelsea.jpg,other\nreal/coffee.jpg,other,0,0,9999,9999\n"),
	})
	table, plot := filepath.Join(t.TempDir(), "figures.csv"), filepath.Join(t.TempDir(), "recall.png")
	status, stdout, stderr := similarity(t.Context(), "-gallery", dir, "-twins", f["twins.csv"], "-kinds", f["kinds.csv"],
		"-n", "3", "-seed", "2", "-v", "-csv", table, "-plot", plot, "-json")
	if status != 0 {
		t.Fatalf("status %d: %s", status, stderr)
	}
	for _, name := range []string{"notes.txt", "cut.jpg", "empty.png"} {
		if !strings.Contains(stderr, "left out "+name+": ") {
			t.Errorf("%s is not named: %s", name, stderr)
		}
	}

	var told struct {
		Pictures, Sources, Flat, Asked int
		LeftOut                        int `json:"left_out"`
		Figures                        []figure
	}
	if err := json.Unmarshal([]byte(stdout), &told); err != nil {
		t.Fatalf("%v in %q", err, stdout)
	}
	pictures := 6 + 1 + len(synth.Kinds) + 1
	if told.Pictures != pictures || told.Sources != pictures-2 || told.Flat != 1 || told.Asked != 3 || told.LeftOut != 3 {
		t.Errorf("%+v, of %d pictures", told, pictures)
	}

	data, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(lines[0], ","); got != "part,change,method,figure,value,asked" || len(lines) != len(told.Figures)+1 {
		t.Errorf("heading %q, %d lines of %d figures", got, len(lines), len(told.Figures))
	}
	value := map[string]float64{}
	for _, l := range lines[1:] {
		v, err := strconv.ParseFloat(l[4], 64)
		if err != nil || l[0] != "cost" && (v < 0 || v > 1) {
			t.Errorf("%v: %v", l, err)
		}
		value[strings.Join(l[:4], " ")] = v
	}
	for _, change := range distort.All {
		for _, m := range methods {
			if _, ok := value["changes "+change.Name+" "+m+" recall@1"]; !ok {
				t.Errorf("%s by %s is not there", change.Name, m)
			}
		}
	}
	for what, least := range map[string]float64{
		"changes re-encode lynceus recall@1":      1,
		"changes invert lynceus recall@1":         1,
		"changes palette jet lynceus recall@1":    1,
		"changes all 19 lynceus recall@1":         0.85,
		"changes all 19 lynceus recall@10":        0.9,
		"changes all 19 lynceus claimed":          0.5,
		"changes re-encode pHash recall@1":        0.9,
		"changes rotate 90 pHash x16 recall@1":    0.9,
		"kinds all kinds chance mAP":              0.3,
		"kinds all kinds kind vector mAP":         0.3,
		"cost picture lynceus fingerprint CPU ms": 0.1,
		"cost memory lynceus bytes a picture":     100,
	} {
		if got, ok := value[what]; !ok || got < least {
			t.Errorf("%s is %.3f, want %.3f", what, got, least)
		}
	}
	for what, most := range map[string]float64{
		"changes invert pHash recall@1":    0.5,
		"changes rotate 90 pHash recall@1": 0.5,
		"changes all 19 lynceus false":     0.05,
	} {
		if got, ok := value[what]; !ok || got > most {
			t.Errorf("%s is %.3f, want no more than %.3f", what, got, most)
		}
	}

	f2, err := os.Open(plot)
	if err != nil {
		t.Fatal(err)
	}
	defer f2.Close()
	if m, err := png.Decode(f2); err != nil || m.Bounds().Dx() < 800 || m.Bounds().Dy() < 800 {
		t.Errorf("plot: %v", err)
	}
}

func TestSimilarityBenchNamesWhatIsWrongWithItsFiles(t *testing.T) {
	dir, empty := benchFolder(t), t.TempDir()
	f := files(t, map[string][]byte{
		"absent.csv":    []byte("real/box05a.jpg,real/nobody.jpg\n"),
		"alone.csv":     []byte("\nreal/box05a.jpg\n"),
		"up.csv":        []byte("real/box05a.jpg,../../etc/passwd\n"),
		"fields.csv":    []byte("real/box05a.jpg,box,1,2\n"),
		"pixels.csv":    []byte("real/box05a.jpg,box,1,2,3,x\n"),
		"box.csv":       []byte("path,label\nreal/box05a.jpg,box,9,2,3,8\n"),
		"quotes.csv":    []byte("\"real/box05a.jpg,box\n"),
		"only text.txt": []byte("nothing to see"),
	})
	for _, c := range []struct {
		status int
		words  string
		args   []string
	}{
		{2, "name the folder", nil},
		{2, `"extra" is no option`, []string{"-gallery", dir, "extra"}},
		{1, "no such file", []string{"-gallery", filepath.Join(dir, "nowhere")}},
		{1, "there is no file in it", []string{"-gallery", empty}},
		{1, "no picture to ask with", []string{"-gallery", filepath.Dir(f["only text.txt"])}},
		{1, `absent.csv, line 1: "real/nobody.jpg" is not in the folder`, []string{"-gallery", dir, "-twins", f["absent.csv"]}},
		{1, `alone.csv, line 2: "real/box05a.jpg" stands alone`, []string{"-gallery", dir, "-twins", f["alone.csv"]}},
		{1, "is not in the folder", []string{"-gallery", dir, "-twins", f["up.csv"]}},
		{1, "no such file", []string{"-gallery", dir, "-twins", f["up.csv"] + "x"}},
		{1, "fields.csv, line 1: a line is path,label", []string{"-gallery", dir, "-kinds", f["fields.csv"]}},
		{1, `"x" is no whole number of pixels`, []string{"-gallery", dir, "-kinds", f["pixels.csv"]}},
		{1, "box.csv, line 2: the box is empty", []string{"-gallery", dir, "-kinds", f["box.csv"]}},
		{1, "quotes.csv", []string{"-gallery", dir, "-kinds", f["quotes.csv"]}},
	} {
		status, stdout, stderr := similarity(t.Context(), c.args...)
		if status != c.status || !strings.Contains(stderr, c.words) || stdout != "" {
			t.Errorf("%v: status %d, %q; want %d, %q", c.args, status, stderr, c.status, c.words)
		}
	}
}

func TestInterruptedSimilarityBenchWritesNothing(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	out := t.TempDir()
	status, stdout, stderr := similarity(ctx, "-gallery", benchFolder(t), "-csv", filepath.Join(out, "a.csv"), "-plot", filepath.Join(out, "a.png"))
	if status != 1 || stdout != "" || !strings.Contains(stderr, "interrupted") {
		t.Errorf("status %d, %q, %q", status, stdout, stderr)
	}
	if left, err := os.ReadDir(out); err != nil || len(left) > 0 {
		t.Errorf("%v, %v", left, err)
	}
}

func TestEqualHashesShareTheirPlaces(t *testing.T) {
	g := &benchGallery{pictures: []benchPicture{{source: 0}, {source: 1}, {source: 2}, {source: 1}, {source: 4}}}
	distances := []int{3, 5, 5, 9, 5}
	at := map[*standardHashes]int{}
	for i := range g.pictures {
		at[&g.pictures[i].hashes] = distances[i]
	}
	distance := func(h *standardHashes) int { return at[h] }
	p := g.placeBy(distance, 1, -1)
	if want := (place{found: true, better: 1, equal: 2}); p != want {
		t.Fatalf("%+v, want %+v", p, want)
	}
	if p.within(1) != 0 || p.within(3) != 2.0/3 || p.within(10) != 1 {
		t.Errorf("within 1, 3, 10: %v %v %v", p.within(1), p.within(3), p.within(10))
	}
	if want := (1.0/2 + 1.0/3 + 1.0/4) / 3; p.reciprocal() != want {
		t.Errorf("1/place is %v, want %v", p.reciprocal(), want)
	}
	if p := g.placeBy(distance, 1, 1); p.better != 3 || p.equal != 0 {
		t.Errorf("without the nearer of two: %+v", p)
	}
	if p := g.placeBy(distance, 4, 4); p.found || p.within(10) != 0 || p.reciprocal() != 0 {
		t.Errorf("a source that is not there: %+v", p)
	}
}

func TestTheSameSeedAsksWithTheSamePictures(t *testing.T) {
	b := &similarityBench{n: 5, seed: 4, g: &benchGallery{pictures: make([]benchPicture, 40)}}
	b.g.pictures[3].flat = true
	first := b.choose()
	if len(first) != 5 || slices.Contains(first, 3) || !slices.IsSorted(first) || !slices.Equal(first, b.choose()) {
		t.Errorf("%v, then %v", first, b.choose())
	}
	if b.random("a", "x").Uint64() != b.random("a", "x").Uint64() || b.random("a", "x").Uint64() == b.random("b", "x").Uint64() {
		t.Error("the randomness of a use does not follow the picture's name")
	}
	b.g.pictures[7].name, b.g.pictures[8].name, b.part = "real/a.jpg", "really.jpg", "real/"
	if only := b.choose(); !slices.Equal(only, []int{7}) {
		t.Errorf("of the folder real it asks with %v", only)
	}
	b.part = ""
	b.seed++
	if slices.Equal(first, b.choose()) {
		t.Errorf("seed 5 asks with %v too", first)
	}
}
