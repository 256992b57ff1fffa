package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"slices"
	"testing"
	"time"

	"lynceus/server/search"
	"lynceus/server/web"
	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

// TestDemo fills a catalogue, breaking off on the way once, and looks at it with
// the eyes of several accounts.
func TestDemo(t *testing.T) {
	s := startService(t)
	ctx := t.Context()
	quiet := &console{out: io.Discard, err: io.Discard}
	log := slog.New(slog.DiscardHandler)

	short, cancel := context.WithTimeout(ctx, 4*time.Second)
	if _, err := demo(short, quiet, s.db.DB, s.intake, log); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("broken off: %v", err)
	}
	cancel()
	began := time.Now()
	accounts, err := demo(ctx, quiet, s.db.DB, s.intake, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("filled in %v", time.Since(began))

	viewers := map[string]catalogue.Viewer{}
	seen := map[catalogue.Role]bool{}
	for _, a := range accounts {
		id, hash, err := s.db.PasswordHash(ctx, a.Email)
		if err != nil || !web.Check(hash, a.Password) {
			t.Fatalf("%s cannot sign in: %v", a.Email, err)
		}
		if viewers[a.Email], err = s.db.ViewerByID(ctx, id); err != nil {
			t.Fatal(err)
		}
		for _, r := range a.Roles {
			seen[r] = true
		}
	}
	for _, r := range catalogue.Roles {
		if !seen[r] {
			t.Errorf("no account is a %s", r)
		}
	}

	cases, pictures := 0, 0
	states, formats := map[catalogue.State]int{}, map[string]int{}
	for i := range demoServices {
		mine, err := s.db.NewestCases(ctx, viewers["officer@"+demoServices[i].domain+".example"], true, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range mine {
			cases++
			pictures += len(c.Pictures)
			states[c.State]++
			if len(c.Pictures) == 0 {
				t.Errorf("%q has no pictures", c.Title)
			}
			for _, p := range c.Pictures {
				formats[p.Format]++
				if p.Role == "POS" && p.Technique == "XDE" && len(p.Regions) == 0 && c.Concealment[0] != "PCL.FOOD" {
					t.Errorf("%q: %s shows no region", c.Title, p.Name)
				}
			}
		}
	}
	t.Log(cases, "cases,", pictures, "pictures,", states, formats)
	terms, err := s.db.Terms(ctx)
	if err != nil {
		t.Fatal(err)
	}
	plan := demoPlan(terms, time.Now())
	planned := 0
	for _, c := range plan {
		planned += len(c.shots)
	}
	if cases != len(plan) || pictures != planned || cases < 80 || pictures < 250 {
		t.Errorf("%d cases with %d pictures, planned %d with %d", cases, pictures, len(plan), planned)
	}
	for _, state := range []catalogue.State{catalogue.Draft, catalogue.Submitted, catalogue.Released, catalogue.Withdrawn} {
		if states[state] == 0 {
			t.Errorf("no case is %s", state)
		}
	}
	for _, format := range []string{"JPEG", "PNG", "TIFF"} {
		if formats[format] == 0 {
			t.Errorf("no picture is a %s", format)
		}
	}

	t.Run("each sees what is shared", func(t *testing.T) {
		for _, who := range []struct {
			email       string
			least, most int
		}{
			{"officer@straits.example", 40, cases - 10},
			{"analyst@liaison.example", 40, cases - 10},
			{"guest@postal.example", 1, 20},
			{"auditor@northsea.example", 0, 0},
		} {
			all, err := s.db.NewestCases(ctx, viewers[who.email], false, 1000)
			if err != nil {
				t.Fatal(err)
			}
			t.Log(who.email, "sees", len(all))
			if len(all) < who.least || len(all) > who.most {
				t.Errorf("%s sees %d cases", who.email, len(all))
			}
		}
	})

	t.Run("another service's picture is found", func(t *testing.T) {
		mine, err := s.db.NewestCases(ctx, viewers["officer@andes.example"], true, 1000)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(mine, func(c catalogue.Case) bool { return c.Title == demoMethods[0].title })
		if i < 0 {
			t.Fatal("no such case")
		}
		found, err := s.index.SimilarTo(ctx, viewers["officer@andes.example"], mine[i].Pictures[0].ID, 5)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(found, func(l search.LookAlike) bool {
			t.Logf("%s of %s, %s, %+v, distance %d", l.Case.Title, l.Case.OrgName, l.Band, l.Variant, l.Distance)
			return l.Case.Title == mine[i].Title && !l.Case.Mine && l.Variant.Mirrored
		}) {
			t.Error("not found")
		}
	})

	t.Run("a catalogue in use is left alone", func(t *testing.T) {
		w := cataloguetest.New(t)
		org, err := w.EnsureOrganisation(ctx, catalogue.Organisation{Kind: catalogue.OrgAdministration, Name: "Real Customs"})
		if err != nil {
			t.Fatal(err)
		}
		u, err := w.CreateUser(ctx, catalogue.User{OrgID: org.ID, Email: "a@real.example", Name: "A", Roles: []catalogue.Role{catalogue.RoleContributor}}, "hash")
		if err != nil {
			t.Fatal(err)
		}
		v, err := w.ViewerByID(ctx, u.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.CreateCase(ctx, v, catalogue.CaseForm{Title: "Real"}); err != nil {
			t.Fatal(err)
		}
		if _, err := demo(ctx, quiet, w, s.intake, log); !errors.Is(err, errNotEmpty) {
			t.Errorf("%v", err)
		}
		if users, _ := w.AllUsers(ctx); len(users) != 1 {
			t.Errorf("%d users", len(users))
		}
	})

	t.Run("again changes nothing", func(t *testing.T) {
		again, err := demo(ctx, quiet, s.db.DB, s.intake, log)
		if err != nil {
			t.Fatal(err)
		}
		if len(again) != len(accounts) {
			t.Errorf("%d accounts", len(again))
		}
		after := 0
		for i := range demoServices {
			mine, err := s.db.NewestCases(ctx, viewers["officer@"+demoServices[i].domain+".example"], true, 1000)
			if err != nil {
				t.Fatal(err)
			}
			after += len(mine)
		}
		if after != cases {
			t.Errorf("%d cases, then %d", cases, after)
		}
	})
}
