package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/sync/errgroup"

	"lynceus/imaging/worker"
	"lynceus/server/intake"
	"lynceus/storage/catalogue"
)

// demoPassword is every demo account's. It is published, so a service with a
// demonstration in it is nothing to put before anyone but those it is shown to.
const demoPassword = "seen through walls"

// signIn is an account of the demonstration.
type signIn struct {
	Email, Password string
	Roles           []catalogue.Role
	Organisation    string
}

// errNotEmpty is what demo answers for a catalogue that has cases of others.
var errNotEmpty = errors.New("the catalogue has cases already; a demonstration needs an empty one")

// demo fills an empty catalogue with invented cases, the way officers would: by
// accounts that send pictures through the intake, submit and release. It takes
// about a minute. What an earlier call left unfinished is finished; a finished
// demonstration is left as its users have made it, and only the accounts are told.
func demo(ctx context.Context, c *console, db *catalogue.DB, in *intake.Intake, log *slog.Logger) ([]signIn, error) {
	users, err := db.AllUsers(ctx)
	if err != nil {
		return nil, err
	}
	known := map[string]catalogue.User{}
	for _, u := range users {
		known[u.Email] = u
	}
	accounts := demoAccounts()
	if _, begun := known[accounts[0].email]; !begun {
		if err := db.IndexCases(ctx, nil, func(catalogue.IndexedCase) error { return errNotEmpty }); err != nil {
			return nil, err
		}
	}
	log.Warn("demo accounts share a published password: serve them to nobody but yourself")
	// The last account is made when all else is done.
	last := accounts[len(accounts)-1]
	if _, done := known[last.email]; !done {
		d := demonstration{db: db, in: in, viewers: map[string]catalogue.Viewer{}}
		began := time.Now()
		if err := d.people(ctx, accounts[:len(accounts)-1], known); err != nil {
			return nil, fmt.Errorf("demo accounts: %w", err)
		}
		if err := d.groups(ctx); err != nil {
			return nil, fmt.Errorf("demo groups: %w", err)
		}
		if err := d.cases(ctx, c, log); err != nil {
			return nil, err
		}
		if err := d.people(ctx, []demoAccount{last}, known); err != nil {
			return nil, fmt.Errorf("demo accounts: %w", err)
		}
		log.Info("demonstration ready", "took", time.Since(began).Round(100*time.Millisecond))
	}
	var all []signIn
	for _, a := range accounts {
		all = append(all, signIn{a.email, demoPassword, a.roles, a.service.name})
	}
	return all, nil
}

// demonstration is one that is being filled.
type demonstration struct {
	db      *catalogue.DB
	in      *intake.Intake
	hash    string
	viewers map[string]catalogue.Viewer // by e-mail
	harbour catalogue.Group             // a sea operation
	post    catalogue.Group             // a group on parcels, with the guest
}

// cases sends all cases that are not there yet, as many at once as there are processors.
func (d *demonstration) cases(ctx context.Context, c *console, log *slog.Logger) error {
	terms, err := d.db.Terms(ctx)
	if err != nil {
		return err
	}
	plan := demoPlan(terms, time.Now())
	have := make([]map[string]catalogue.Case, len(demoServices))
	for s := range demoServices {
		have[s] = map[string]catalogue.Case{}
		mine, err := d.db.NewestCases(ctx, d.viewer(s, "officer"), true, 10*len(plan))
		if err != nil {
			return err
		}
		for _, one := range mine {
			have[s][one.Title] = one
		}
	}
	pictures := 0
	for _, one := range plan {
		pictures += len(one.shots)
	}
	log.Info("filling the catalogue for a demonstration", "cases", len(plan), "pictures", pictures)
	tell := func() {}
	if c.terminal {
		bar := progressbar.NewOptions(pictures, progressbar.OptionSetWriter(c.err), progressbar.OptionSetDescription("demonstration"),
			progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionFullWidth())
		defer bar.Exit()
		tell = func() { _ = bar.Add(1) }
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, one := range plan {
		g.Go(func() error {
			if err := d.send(ctx, one, have[one.service][one.form.Title], tell); err != nil {
				return fmt.Errorf("demo case %q of %s: %w", one.form.Title, demoServices[one.service].name, err)
			}
			return nil
		})
	}
	return g.Wait()
}

// send takes a case from where it stands to where it is meant to be.
func (d *demonstration) send(ctx context.Context, one demoCase, have catalogue.Case, tell func()) (err error) {
	officer, releaser := d.viewer(one.service, "officer"), d.viewer(one.service, "release")
	if have.ID == "" {
		if have, err = d.db.CreateCase(ctx, officer, one.form); err != nil {
			return err
		}
	}
	if have.State == catalogue.Draft {
		for i, s := range one.shots {
			if err := d.add(ctx, officer, have.ID, fmt.Sprintf("demo %s %d", have.ID, i), s); err != nil {
				return err
			}
			tell()
		}
		if one.fate == demoDraft {
			return nil
		}
		if have, err = d.db.Submit(ctx, officer, have.ID, ""); err != nil {
			return err
		}
	}
	if have.State != catalogue.Submitted || one.fate == demoSubmitted {
		return nil
	}
	if one.fate == demoWithdrawn {
		_, err = d.db.Withdraw(ctx, releaser, have.ID, "Sent twice: the same find is in another case.")
		return err
	}
	if err := d.check(ctx, releaser, have.ID); err != nil {
		return err
	}
	_, err = d.db.Release(ctx, releaser, have.ID, d.audience(one), "")
	return err
}

// check says of all pictures of a case that they show nobody: they were drawn.
func (d *demonstration) check(ctx context.Context, releaser catalogue.Viewer, caseID string) error {
	c, err := d.db.Case(ctx, releaser, caseID)
	if err != nil {
		return err
	}
	ids := make([]string, len(c.Pictures))
	for i, p := range c.Pictures {
		ids[i] = p.ID
	}
	_, err = d.db.DecideGuard(ctx, releaser, caseID, catalogue.GuardDecisions{Checked: ids})
	return err
}

// add sends a picture and marks what was hidden in it.
func (d *demonstration) add(ctx context.Context, officer catalogue.Viewer, caseID, key string, s demoShot) error {
	body, region, err := s.make()
	if err != nil {
		return err
	}
	added, err := d.in.Add(ctx, officer, intake.Upload{
		CaseID: caseID, Name: s.name, Body: body, Key: key, Technique: s.technique, Role: s.role,
	})
	if errors.Is(err, worker.ErrBusy) { // somebody already works with the service
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
			return d.add(ctx, officer, caseID, key, s)
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	if region == nil || len(added.Picture.Regions) > 0 {
		return nil
	}
	_, err = d.db.AddRegion(ctx, officer, catalogue.Region{PictureID: added.Picture.ID, Polygon: region, Label: s.label})
	return err
}

// audience is whom a case is released to.
func (d *demonstration) audience(one demoCase) catalogue.Audience {
	switch one.fate {
	case demoRegion:
		return catalogue.Audience{Regions: []string{demoServices[one.service].region, demoServices[(one.service+2)%len(demoServices)].region}}
	case demoGroup:
		g := d.post
		if one.service == andes || one.service == goldCoast || one.service == northSea && one.form.Mode != "5" {
			g = d.harbour
		}
		return catalogue.Audience{Groups: []string{g.ID}}
	case demoNamed:
		if one.form.TLP == "RED" {
			return catalogue.Audience{Persons: []string{d.viewer((one.service+1)%len(demoServices), "officer").UserID}}
		}
		return catalogue.Audience{Organisations: []string{
			d.viewer((one.service+1)%len(demoServices), "officer").OrgID, d.viewers["analyst@"+demoRILO.domain+".example"].OrgID}}
	}
	return catalogue.Audience{Everyone: true}
}
