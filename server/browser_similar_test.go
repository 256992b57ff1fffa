package main

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	. "github.com/chromedp/chromedp" //nolint:revive // the steps read as a story
	"github.com/chromedp/chromedp/kb"
	"github.com/disintegration/imaging"

	"lynceus/imaging/synth"
)

// begin joins as the first administrator, who may send.
func begin(t *testing.T) (*testService, *browser) {
	t.Helper()
	s, b := startService(t), startBrowser(t)
	b.do("join",
		Navigate(regexp.MustCompile(`http\S+/join/\S+`).FindString(s.said())),
		SendKeys("#organisation", "Customs of the test"), SetValue("#country", "FR"),
		SendKeys("#name", "Ada Minister"), SendKeys("#email", "ada@customs.example"),
		SendKeys("#password", password), SendKeys("#password_again", password),
		Click("main form button.primary"), WaitVisible(".me"),
	)
	return s, b
}

// draft sends a picture as a case of its own and is the picture's id.
func (b *browser) draft(s *testService, path string) string {
	b.t.Helper()
	b.do("send a picture",
		Navigate(s.url+"/cases/new"), WaitVisible(`.tap[data-tap="mode"] .chip`),
		SetUploadFiles(`lyn-upload input[type=file]:not([data-camera])`, []string{path}),
		WaitVisible(".tile.kept"),
	)
	return read(b, AttributeValue(".tile.kept", "data-id")).Value
}

// key presses a key where the focus is.
func key(keys string, modifiers ...Modifier) step {
	return KeyEvent(keys, KeyModifiers(modifiers...))
}

// drag pulls a pointer over an element, from and to in its fractions.
func (b *browser) drag(selector string, from, to [2]float64) step {
	return Func(func(ctx context.Context, t *Target) error {
		r, err := Evaluate[[]float64](fmt.Sprintf(`(() => {
			const layer = document.querySelector(%q); layer.scrollIntoView({ block: "center" })
			const m = layer.getScreenCTM(), v = layer.viewBox.baseVal
			return [m.e, m.f, m.a * v.width, m.d * v.height] })()`, selector))(ctx, t)
		if err != nil {
			return err
		}
		at := func(p [2]float64) (x, y float64) { return r[0] + p[0]*r[2], r[1] + p[1]*r[3] }
		x0, y0 := at(from)
		x1, y1 := at(to)
		_, err = DragAndDropXY(x0, y0, x1, y1)(ctx, t)
		return err
	})
}

// box is the part that is chosen, as its numbers say.
func (b *browser) box() string {
	return strings.Join(read(b, Evaluate[[]string](`["left", "top", "width", "height"].map(n => document.querySelector(".part-choice [name=" + n + "]").value)`)), " ")
}

// TestVerdictsAndPartsInABrowser confirms a look-alike, takes that back with the
// keyboard, and looks for a part of a picture by keys, by pointer and by numbers.
func TestVerdictsAndPartsInABrowser(t *testing.T) {
	s, b := begin(t)
	grey := synth.Draw(synth.Spec{Kind: synth.Baggage, Seed: 11}).XRay(synth.DarkAbsorbs, 1)
	one, two := filepath.Join(t.TempDir(), "bag.jpg"), filepath.Join(t.TempDir(), "negative.jpg")
	saveJPEG(t, one, grey)
	saveJPEG(t, two, imaging.FlipH(imaging.Invert(grey)))
	first := b.draft(s, one)
	second := b.draft(s, two)

	tile := `.alike:has(a[href="/pictures/` + first + `"]) `
	b.do("confirm", Navigate(s.url+"/pictures/"+second+"/similar"), WaitVisible(tile+".verdict-buttons"),
		b.check("similar"),
		Click(tile+`button[value="confirmed"]`), WaitVisible(tile+`[data-verdict="confirmed"] .verdict-said`),
		b.check("similar-confirmed"))
	if said := read(b, Text(tile+".verdict-said")); !strings.Contains(said, "Ada Minister") {
		t.Errorf("the verdict says %q", said)
	}
	if focused := read(b, Evaluate[bool](`document.activeElement.matches(".verdict-said")`)); !focused {
		t.Error("the focus is lost with the button")
	}
	b.do("take it back with the keyboard", Focus(tile+`button[formaction]`), key(kb.Enter), WaitVisible(tile+`[data-verdict=""]`),
		Reload(), WaitVisible(tile+`[data-verdict=""] button[value="confirmed"]`))
	b.do("reject, and find it again to take that back",
		Click(tile+`button[value="rejected"]`), WaitVisible(tile+`[data-verdict="rejected"]`), Reload(),
		WaitNotPresent("ol.alikes "+tile), Click(".rejected summary"), WaitVisible(".rejected button[formaction]"), b.check("similar-rejected"),
		Click(".rejected button[formaction]"), WaitVisible(`.rejected [data-verdict=""]`), Reload(), WaitVisible("ol.alikes "+tile))

	b.do("unfold the part", Focus(".part-choice summary"), key(kb.Enter), WaitVisible(".part-layer"), Focus(".part-layer"),
		key(kb.ArrowRight), key(kb.ArrowUp), key(kb.ArrowDown, ModifierShift), key(kb.ArrowLeft, ModifierShift))
	if got := b.box(); got != "26 24 49 51" {
		t.Errorf("the keys choose %s", got)
	}
	b.do("draw another", b.drag(".part-layer", [2]float64{0.1, 0.1}, [2]float64{0.2, 0.2}), b.check("similar-drawing"))
	if got := b.box(); !strings.HasPrefix(got, "10") || strings.Count(got, "10") < 3 {
		t.Errorf("the pointer draws %s", got)
	}
	b.do("pull its corner", b.drag(".part-layer", [2]float64{0.2, 0.2}, [2]float64{0.8, 0.8}),
		Click(".part-choice form button.primary"), WaitVisible(`.part .outlines`), b.check("similar-part"))
	if at := read(b, Location()); !strings.Contains(at, "left=10") {
		t.Errorf("asked at %s", at)
	}
	b.do("ask with a part", Navigate(s.url+"/"), WaitVisible("lyn-ask .drop-zone"),
		SetUploadFiles(`lyn-ask input[type=file]:not([data-camera])`, []string{one}), WaitVisible("ol.alikes"),
		Click(".part-choice summary"), SetValue(`.part-choice [name="left"]`, "20"),
		Click(".part-choice form button.primary"), WaitVisible(".part .outlines"), b.check("ask-part"))
	if got := b.box(); !strings.HasPrefix(got, "20 ") {
		t.Errorf("asked with %s", got)
	}
}

// TestASessionThatEndsLosesNothing signs out behind the page's back, in the middle
// of sending: the page asks for the password and goes on.
func TestASessionThatEndsLosesNothing(t *testing.T) {
	s, b := begin(t)
	bag := filepath.Join(t.TempDir(), "bag.jpg")
	saveJPEG(t, bag, synth.Draw(synth.Spec{Kind: synth.Baggage, Seed: 11}).XRay(synth.DarkAbsorbs, 1))
	gone := discard(Evaluate[bool](`fetch("/signout", { method: "POST" }).then(() => true)`, EvalAwaitPromise))
	unfold := discard(Evaluate[bool](`document.querySelector('[name="title"]').closest("details").open = true`))
	b.draft(s, bag)
	b.do("type after the session has ended", gone, unfold, SendKeys(`[name="title"]`, "Typed in between"), WaitVisible("#sign-in[open]"),
		b.check("signin-again"),
		SendKeys("#again-password", "wrong"), Click("#sign-in .primary"), WaitVisible("#sign-in .notice"),
		discard(Evaluate[bool](`(document.querySelector("#again-password").value = "") === ""`)), SendKeys("#again-password", password), Click("#sign-in .primary"),
		WaitNotVisible("#sign-in"), WaitVisible(`.saved[data-state="saved"]`))
	other := filepath.Join(t.TempDir(), "another.jpg")
	saveJPEG(t, other, synth.Draw(synth.Spec{Kind: synth.Baggage, Seed: 12}).XRay(synth.DarkAbsorbs, 1))
	b.do("send after the session has ended", gone,
		SetUploadFiles(`lyn-upload input[type=file]:not([data-camera])`, []string{other}), WaitVisible("#sign-in[open]"),
		SendKeys("#again-password", password), Click("#sign-in .primary"),
		WaitNotVisible("#sign-in"), WaitVisible(".tile.kept ~ .tile.kept"))
	b.do("read it again", Reload(), WaitVisible(".tile ~ .tile"))
	if title := read(b, Value(`[name="title"]`)); title != "Typed in between" {
		t.Errorf("kept %q", title)
	}

	b.do("save in between as somebody else would",
		discard(Evaluate[bool](`(async () => {
			const at = location.pathname.replace(/\/edit$/, "")
			const now = await (await fetch(at + "/edit", { headers: { Accept: "application/json" } })).json()
			const saved = await fetch(at, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ...now, title: "Somebody else's" }) })
			return saved.ok })()`, EvalAwaitPromise)),
		unfold, SendKeys(`[name="title"]`, "More, "), WaitVisible(`.saved[data-state="stale"]`), b.check("case-stale"))
	if title := read(b, Value(`[name="title"]`)); title != "More, Typed in between" {
		t.Errorf("typed %q", title)
	}
	b.do("save all the same", Click(`.save button[value=""]`), WaitVisible("article.case"))
	if title := read(b, Text("h1")); title != "More, Typed in between" {
		t.Errorf("saved %q", title)
	}
}
