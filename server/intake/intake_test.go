package intake_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lynceus/imaging/format"
	"lynceus/imaging/worker"
	"lynceus/server/intake"
	"lynceus/storage/blob"
	"lynceus/storage/blob/s3test"
	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

func TestMain(m *testing.M) {
	worker.RunIfChild()
	os.Exit(m.Run())
}

// house is an intake with all that it stands on.
type house struct {
	*cataloguetest.World
	t       *testing.T
	in      *intake.Intake
	store   blob.Store
	objects string // folder of the store
	spool   string
	officer catalogue.Viewer
	caseID  string
}

func newHouse(t *testing.T) *house {
	t.Helper()
	objects := t.TempDir()
	store, err := blob.NewDir(objects)
	if err != nil {
		t.Fatal(err)
	}
	h := newHouseOver(t, store)
	h.objects = objects
	return h
}

func newHouseOver(t *testing.T, store blob.Store) *house {
	t.Helper()
	pool, err := worker.NewPool(worker.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	h := &house{World: cataloguetest.NewWorld(t), t: t, store: store, spool: filepath.Join(t.TempDir(), "spool")}
	if h.in, err = intake.New(h.DB, store, pool, h.spool); err != nil {
		t.Fatal(err)
	}
	h.officer = h.Officer(h.Home)
	h.caseID = h.draft()
	return h
}

func (h *house) draft() string {
	h.t.Helper()
	c, err := h.DB.CreateCase(h.t.Context(), h.officer, cataloguetest.Form())
	if err != nil {
		h.t.Fatal(err)
	}
	return c.ID
}

// upload is a whole and honest one.
func (h *house) upload(file []byte) intake.Upload {
	sum := sha256.Sum256(file)
	return intake.Upload{CaseID: h.caseID, Name: "scan.png", Body: bytes.NewReader(file), SHA256: &sum}
}

func (h *house) add(u intake.Upload) intake.Added {
	h.t.Helper()
	a, err := h.in.Add(h.t.Context(), h.officer, u)
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

func (h *house) keys() (keys []string) {
	h.t.Helper()
	if err := h.store.Walk(h.t.Context(), "", func(i blob.Info) error { keys = append(keys, i.Key); return nil }); err != nil {
		h.t.Fatal(err)
	}
	slices.Sort(keys)
	return keys
}

// rows counts what the catalogue has.
func (h *house) rows() (pictures, objects int) {
	h.t.Helper()
	if err := h.SQL.QueryRow(`SELECT (SELECT count(*) FROM pictures), (SELECT count(*) FROM objects)`).Scan(&pictures, &objects); err != nil {
		h.t.Fatal(err)
	}
	return pictures, objects
}

func (h *house) wantNothing() {
	h.t.Helper()
	if p, o := h.rows(); p != 0 || o != 0 {
		h.t.Errorf("%d pictures and %d objects have rows", p, o)
	}
	if keys := h.keys(); len(keys) != 0 {
		h.t.Errorf("stored: %v", keys)
	}
	h.wantEmptySpool()
}

func (h *house) wantEmptySpool() {
	h.t.Helper()
	if left, err := os.ReadDir(h.spool); err != nil || len(left) != 0 {
		h.t.Errorf("spool: %v, %v", left, err)
	}
}

// picture is a small PNG that no other number gives.
func picture(t *testing.T, number uint64) []byte {
	t.Helper()
	r := rand.New(rand.NewPCG(number, 1))
	img := image.NewGray(image.Rect(0, 0, 96, 64))
	bright := make([]int, 6)
	for i := range bright {
		bright[i] = r.IntN(200)
	}
	for y := range 64 {
		for x := range 96 {
			img.SetGray(x, y, color.Gray{uint8(bright[x/16] + y/2 + r.IntN(8))})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withComment is the same picture in another file.
func withComment(file []byte, text string) []byte {
	const header = 8 + 25 // signature and IHDR
	body := append([]byte("tEXt"), "Comment\x00"+text...)
	chunk := append([]byte{0, 0, 0, byte(len(body) - 4)}, body...)
	sum := crc32.ChecksumIEEE(body)
	chunk = append(chunk, byte(sum>>24), byte(sum>>16), byte(sum>>8), byte(sum))
	return slices.Concat(file[:header], chunk, file[header:])
}

func TestUploadIsStoredWholeUnderNamesThatSayNothing(t *testing.T) {
	h := newHouse(t)
	file := picture(t, 1)
	u := h.upload(file)
	u.Name, u.Technique, u.Role = "C:\\scans\\../cocaine\u202egpj.\r\nscan.png", "XT1", "POS"
	a := h.add(u)
	if a.Already || a.Picture.CaseID != h.caseID || a.Picture.Format != "PNG" || a.Picture.Width != 96 || a.Picture.Height != 64 ||
		a.Picture.Bits != 8 || a.Picture.Channels != 1 || a.Picture.Technique != "XT1" || a.Picture.Role != "POS" {
		t.Errorf("answer: %+v", a)
	}
	if a.Picture.Name != "cocainegpj.scan.png" {
		t.Errorf("name: %q", a.Picture.Name)
	}
	n := 0
	err := h.DB.Objects(t.Context(), func(id string, o catalogue.Object) error {
		n++
		if id != a.Picture.ID || !strings.HasPrefix(o.Key, "pictures/"+id+"/") || strings.Contains(o.Key, "scan") {
			t.Errorf("picture %s has object %s", id, o.Key)
		}
		b, err := blob.Verified(t.Context(), h.store, o.Key, o.Size, o.SHA256)
		if err != nil {
			return err
		}
		if o.Name == catalogue.Original && !bytes.Equal(b, file) {
			t.Error("the original is not the file")
		}
		if o.Name != catalogue.Original {
			cfg, kind, err := image.DecodeConfig(bytes.NewReader(b))
			if err != nil || kind != "jpeg" || cfg.Width != o.Width || cfg.Height != o.Height {
				t.Errorf("%s is a %s of %dx%d (%v), its row says %dx%d", o.Name, kind, cfg.Width, cfg.Height, err, o.Width, o.Height)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n != 4 || len(h.keys()) != 4 {
		t.Errorf("%d rows and objects %v, want an original and three renditions", n, h.keys())
	}
	h.wantEmptySpool()
}

func TestSameFileAgainIsTheSamePicture(t *testing.T) {
	h := newHouse(t)
	file := picture(t, 1)
	first := h.add(h.upload(file))
	again := h.add(h.upload(file))
	if again.Picture.ID != first.Picture.ID || again.Already {
		t.Errorf("in the same case: %+v", again)
	}
	u := h.upload(file)
	u.CaseID = h.draft()
	if other := h.add(u); other.Picture.ID != first.Picture.ID || !other.Already {
		t.Errorf("in another case: %+v", other)
	}
	if p, o := h.rows(); p != 1 || o != 4 || len(h.keys()) != 4 {
		t.Errorf("%d pictures, %d objects, stored %v", p, o, h.keys())
	}
}

func TestSamePixelsInAnotherFileAreTheSamePictureAndLeaveNoObject(t *testing.T) {
	h := newHouse(t)
	file := picture(t, 1)
	first := h.add(h.upload(file))
	again := h.add(h.upload(withComment(file, "seen by scanner 7")))
	if again.Picture.ID != first.Picture.ID {
		t.Errorf("got picture %s, want %s", again.Picture.ID, first.Picture.ID)
	}
	if p, o := h.rows(); p != 1 || o != 4 || len(h.keys()) != 4 {
		t.Errorf("%d pictures, %d objects, stored %v", p, o, h.keys())
	}
}

func TestAnotherOrganisationHasAPictureOfItsOwn(t *testing.T) {
	h := newHouse(t)
	file := picture(t, 1)
	first := h.add(h.upload(file))
	v := h.Officer(h.Far)
	c, err := h.DB.CreateCase(t.Context(), v, cataloguetest.Form())
	if err != nil {
		t.Fatal(err)
	}
	u := h.upload(file)
	u.CaseID = c.ID
	a, err := h.in.Add(t.Context(), v, u)
	if err != nil {
		t.Fatal(err)
	}
	if a.Already || a.Picture.ID == first.Picture.ID {
		t.Errorf("the other organisation was told of ours: %+v", a)
	}
}

// Guard 9.
func TestSameFileTenTimesAtOnceIsOnePictureAndTenEqualAnswers(t *testing.T) {
	for name, key := range map[string]func(int) string{
		"without keys":    func(int) string { return "" },
		"with one key":    func(int) string { return "one key" },
		"with a key each": func(i int) string { return fmt.Sprint("key ", i) },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			file := picture(t, 1)
			answers := make([]string, 10)
			var group sync.WaitGroup
			for i := range answers {
				group.Go(func() {
					u := h.upload(file)
					u.Key = key(i)
					a, err := h.in.Add(t.Context(), h.officer, u)
					text, _ := json.Marshal(a)
					answers[i] = fmt.Sprintf("%s %v", text, err)
				})
			}
			group.Wait()
			for _, a := range answers {
				if a != answers[0] || !strings.HasSuffix(a, " <nil>") {
					t.Errorf("answers differ:\n%s\n%s", answers[0], a)
				}
			}
			if p, o := h.rows(); p != 1 || o != 4 || len(h.keys()) != 4 {
				t.Errorf("%d pictures, %d objects, stored %v", p, o, h.keys())
			}
			h.wantEmptySpool()
		})
	}
}

// untouched is a body that must not be read.
type untouched struct{ t *testing.T }

func (u untouched) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, io.EOF
}

func TestRepeatedKeyIsAnsweredWithoutReadingTheBody(t *testing.T) {
	h := newHouse(t)
	u := h.upload(picture(t, 1))
	u.Key = "a key"
	first := h.add(u)
	u.Body = untouched{t}
	if again := h.add(u); fmt.Sprint(again) != fmt.Sprint(first) {
		t.Errorf("first %+v, then %+v", first, again)
	}
}

func TestRefusedUploadLeavesNothing(t *testing.T) {
	broken := errors.New("the line is cut")
	var refusal *format.Refusal
	var invalid *catalogue.Invalid
	for name, c := range map[string]struct {
		change func(*intake.Upload)
		want   func(error) bool
	}{
		"wrong SHA-256":          {func(u *intake.Upload) { u.SHA256 = new([32]byte) }, func(err error) bool { return errors.Is(err, intake.ErrSum) }},
		"larger than the limit":  {func(u *intake.Upload) { u.Body = io.LimitReader(zeros{}, 2<<20); u.SHA256 = nil }, func(err error) bool { return errors.Is(err, intake.ErrTooLarge) }},
		"no picture":             {func(u *intake.Upload) { u.Body = strings.NewReader("<html>"); u.SHA256 = nil }, func(err error) bool { return errors.As(err, &refusal) && refusal.Media }},
		"empty":                  {func(u *intake.Upload) { u.Body = strings.NewReader(""); u.SHA256 = nil }, func(err error) bool { return errors.As(err, &refusal) }},
		"cut in the middle":      {func(u *intake.Upload) { u.Body = io.MultiReader(io.LimitReader(u.Body, 100), failing{broken}) }, func(err error) bool { return errors.Is(err, broken) }},
		"half a picture":         {func(u *intake.Upload) { u.Body = io.LimitReader(u.Body, 1000); u.SHA256 = nil }, func(err error) bool { return errors.As(err, &refusal) && !refusal.Media }},
		"unknown technique":      {func(u *intake.Upload) { u.Technique = "NOPE" }, func(err error) bool { return errors.As(err, &invalid) }},
		"case that is not there": {func(u *intake.Upload) { u.CaseID = catalogue.NewID() }, func(err error) bool { return errors.Is(err, fs.ErrNotExist) }},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			h.in.LimitFiles(1 << 20)
			u := h.upload(picture(t, 1))
			c.change(&u)
			if _, err := h.in.Add(t.Context(), h.officer, u); !c.want(err) {
				t.Errorf("got %v", err)
			}
			h.wantNothing()
		})
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestUploadIntoACaseThatIsNotOpenToTheOfficerIsRefusedBeforeItsBody(t *testing.T) {
	h := newHouse(t)
	released := h.Released(h.Home, "GREEN", catalogue.Audience{Everyone: true})
	for name, c := range map[string]struct {
		viewer catalogue.Viewer
		caseID string
	}{
		"case of another organisation": {h.Officer(h.Far), h.caseID},
		"released case":                {h.officer, released.ID},
		"viewer without the role":      {h.As(h.Home, catalogue.RoleViewer), h.caseID},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := h.in.Add(t.Context(), c.viewer, intake.Upload{CaseID: c.caseID, Body: untouched{t}}); err == nil {
				t.Error("taken")
			}
		})
	}
}

func TestStoreThatDoesNotAnswerFailsTheUploadAndLeavesNoRow(t *testing.T) {
	server := s3test.Start(t)
	proxy := s3test.NewProxy(t, server.Endpoint)
	server.Endpoint, server.Stall = proxy.Endpoint, time.Second
	store, err := blob.NewS3(t.Context(), server)
	if err != nil {
		t.Fatal(err)
	}
	h := newHouseOver(t, store)
	proxy.Set(s3test.Fault{Busy: true})
	u := h.upload(picture(t, 1))
	u.Key = "a key"
	if _, err := h.in.Add(t.Context(), h.officer, u); !errors.Is(err, blob.ErrUnavailable) {
		t.Fatalf("got %v, want blob.ErrUnavailable", err)
	}
	proxy.Set(s3test.Fault{})
	h.wantNothing()
	u.Body = bytes.NewReader(picture(t, 1))
	if a := h.add(u); len(h.keys()) != 4 || a.Already {
		t.Errorf("after the fault: %+v, stored %v", a, h.keys())
	}
}

func TestClientThatHangsUpOnceItsPictureIsReadFindsItOnRetry(t *testing.T) {
	h := newHouse(t)
	ctx, cancel := context.WithCancel(t.Context())
	file := picture(t, 1)
	u := h.upload(file)
	u.Key = "a key"
	u.Body = &hangsUp{Reader: bytes.NewReader(file), cancel: cancel}
	_, err := h.in.Add(ctx, h.officer, u)
	p, o := h.rows()
	switch {
	case err == nil && p == 1 && o == 4: // it was read faster than the line was dropped
	case errors.Is(err, context.Canceled) && p == 0:
		h.wantNothing()
	default:
		t.Fatalf("%d pictures, %d objects, %v", p, o, err)
	}
	u.Body = bytes.NewReader(file)
	h.add(u)
	if p, o := h.rows(); p != 1 || o != 4 || len(h.keys()) != 4 {
		t.Errorf("after the retry: %d pictures, %d objects, stored %v", p, o, h.keys())
	}
}

// hangsUp ends the request with its last byte.
type hangsUp struct {
	io.Reader
	cancel context.CancelFunc
}

func (h *hangsUp) Read(p []byte) (int, error) {
	n, err := h.Reader.Read(p)
	if err == io.EOF {
		h.cancel()
	}
	return n, err
}

func TestPictureThatIsOnlyAskedWithIsNotKept(t *testing.T) {
	h := newHouse(t)
	file := picture(t, 1)
	e, err := h.in.Examine(t.Context(), bytes.NewReader(file), nil)
	if err != nil {
		t.Fatal(err)
	}
	if e.FileSum != sha256.Sum256(file) || e.PixelSum == [32]byte{} || e.Width != 96 {
		t.Errorf("examined: %+v", e)
	}
	h.wantNothing()
	a := h.add(h.upload(file))
	kept, err := h.DB.PictureFingerprint(t.Context(), h.officer, a.Picture.ID)
	if err != nil {
		t.Fatal(err)
	}
	if kept.PixelSum != e.PixelSum || !kept.Fingerprint.Equal(e.Fingerprint) {
		t.Error("asked with and kept, the same file has two fingerprints")
	}
	var refusal *format.Refusal
	if _, err := h.in.Examine(t.Context(), strings.NewReader("%PDF-1.4"), nil); !errors.As(err, &refusal) {
		t.Errorf("a PDF: %v", err)
	}
	h.wantEmptySpool()
}

func TestDrainWaitsForWhatIsUnderWayAndRefusesTheRest(t *testing.T) {
	h := newHouse(t)
	body, feed := io.Pipe()
	file := picture(t, 1)
	u := h.upload(file)
	u.Body = body
	done := make(chan error)
	go func() {
		_, err := h.in.Add(t.Context(), h.officer, u)
		done <- err
	}()
	if _, err := feed.Write(file[:100]); err != nil { // returns once Add reads
		t.Fatal(err)
	}
	short, cancel := context.WithCancel(t.Context())
	cancel()
	if err := h.in.Drain(short); !errors.Is(err, context.Canceled) {
		t.Errorf("drained under an upload: %v", err)
	}
	if _, err := h.in.Add(t.Context(), h.officer, h.upload(picture(t, 2))); !errors.Is(err, intake.ErrStopping) {
		t.Errorf("a new upload: got %v, want ErrStopping", err)
	}
	if _, err := h.in.Examine(t.Context(), bytes.NewReader(file), nil); !errors.Is(err, intake.ErrStopping) {
		t.Errorf("a new question: got %v, want ErrStopping", err)
	}
	go func() {
		feed.Write(file[100:])
		feed.Close()
	}()
	if err := <-done; err != nil {
		t.Errorf("the upload under way: %v", err)
	}
	if err := h.in.Drain(t.Context()); err != nil {
		t.Error(err)
	}
}
