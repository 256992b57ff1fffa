package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// step is something done in the browser.
type step = chromedp.Action[chromedp.Void]

// browser is a Chromium with one page.
type browser struct {
	t   *testing.T
	ctx context.Context
	axe string
}

func startBrowser(t *testing.T) *browser {
	t.Helper()
	axe, err := os.ReadFile(filepath.Join("..", "frontend", "testdata", "vendor", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, // the tests run as root
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
	)
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900)); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return &browser{t, ctx, string(axe)}
}

// do takes the steps of one part of the story, each within four minutes: where other
// tests run beside it, the rules of accessibility alone take one.
func (b *browser) do(part string, steps ...step) {
	b.t.Helper()
	for i, s := range steps {
		ctx, cancel := context.WithTimeout(b.ctx, 4*time.Minute)
		err := chromedp.Do(ctx, s)
		cancel()
		if err != nil {
			b.t.Fatalf("%s, step %d: %v\nat %s:\n%s", part, i+1, err, read(b, chromedp.Location()), read(b, chromedp.Text("body")))
		}
	}
}

// read asks the page for a value.
func read[T any](b *browser, a chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// tick chooses boxes, unfolding what hides them.
func (b *browser) tick(selectors ...string) step {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, s := range selectors {
			ticked, err := chromedp.Evaluate[bool](fmt.Sprintf(`(() => {
				const box = document.querySelector(%q)
				for (let d = box.closest("details"); d; d = d.parentElement.closest("details")) d.open = true
				if (!box.checked) box.click()
				return box.checked
			})()`, s))(ctx, t)
			if err != nil || !ticked {
				return fmt.Errorf("tick %s: %t %w", s, ticked, err)
			}
		}
		return nil
	})
}

// tap chooses the first answer to a question whose code begins so.
func (b *browser) tap(question, code string) step {
	return chromedp.Click(fmt.Sprintf(`.tap[data-tap=%q] .chip:has(input[value^=%q])`, question, code))
}

func (b *browser) signOut() step {
	return chromedp.Steps(
		discard(chromedp.Evaluate[bool](`document.querySelector('form[action="/signout"]').submit(), true`)),
		chromedp.WaitVisible("#password"),
	)
}

func discard[T any](a chromedp.Action[T]) step {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := a(ctx, t)
		return err
	})
}

// check holds the page against axe in both themes, wide and on a phone, and looks
// for a page that is wider than its window. With LYNCEUS_SCREENSHOTS naming a
// folder it leaves a picture of each there.
func (b *browser) check(name string) step {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, size := range [][2]int64{{390, 844}, {1440, 900}} {
			if _, err := chromedp.EmulateViewport(size[0], size[1])(ctx, t); err != nil {
				return err
			}
			for _, theme := range []string{"light", "dark"} {
				media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
					{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"}}}
				if _, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, media); err != nil {
					return err
				}
				if _, err := chromedp.Evaluate[bool](settled, chromedp.EvalAwaitPromise)(ctx, t); err != nil {
					return err
				}
				at := fmt.Sprintf("%s-%d-%s", name, size[0], theme)
				if err := shoot(ctx, t, at); err != nil {
					return err
				}
				rules := `{resultTypes: ["violations"]}`
				if theme == "dark" { // the other rules do not see colours
					rules = `{resultTypes: ["violations"], runOnly: ["color-contrast"]}`
				}
				if err := b.violations(ctx, t, at, rules); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// settled resolves when what the change of theme and size set in motion is at rest.
const settled = `new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)))
	.then(() => Promise.allSettled(document.getAnimations().map(a => a.finished))).then(() => true)`

// violations reports what axe finds, of WCAG 2.2 AA and of its own good practice.
func (b *browser) violations(ctx context.Context, t *chromedp.Target, at, rules string) error {
	if loaded, err := chromedp.Evaluate[bool](`typeof axe === "object"`)(ctx, t); err != nil {
		return err
	} else if !loaded {
		if _, err := chromedp.Evaluate[bool](b.axe+"\n;true")(ctx, t); err != nil {
			return err
		}
	}
	found, err := chromedp.Evaluate[[]string](`axe.run(document, `+rules+`).then(r => r.violations.flatMap(v =>
		v.nodes.map(n => v.id + " at " + n.target.join(" ") + ": " + n.failureSummary)))`, chromedp.EvalAwaitPromise)(ctx, t)
	if err != nil {
		return err
	}
	wide, err := chromedp.Evaluate[bool](`document.documentElement.scrollWidth > innerWidth`)(ctx, t)
	if err != nil {
		return err
	}
	if wide {
		found = append(found, "the page is wider than its window")
	}
	for _, f := range found {
		b.t.Errorf("%s: %s", at, f)
	}
	return nil
}

func shoot(ctx context.Context, t *chromedp.Target, name string) error {
	dir := os.Getenv("LYNCEUS_SCREENSHOTS")
	if dir == "" {
		return nil
	}
	picture, err := chromedp.FullScreenshot(100)(ctx, t)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o600)
}
