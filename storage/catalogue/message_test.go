package catalogue_test

import (
	"bytes"
	"errors"
	"io/fs"
	"testing"

	"lynceus/storage/catalogue"
	"lynceus/storage/catalogue/cataloguetest"
)

func TestAConversationIsForWhoSeesWhatItIsAbout(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx, home, far := t.Context(), w.Officer(w.Home), w.Officer(w.Far)
	c := w.Released(w.Home, "AMBER", catalogue.Audience{Organisations: []string{w.Far.ID}})
	thread := catalogue.Thread{Kind: catalogue.ThreadCase, ID: c.ID}
	hiddenPicture := w.Draft(w.Far).Pictures[0].ID
	body := "Seen in spring: the same welds.\nAsk for the tank."
	said, err := w.DB.Say(ctx, far, thread, body, []string{hiddenPicture})
	if err != nil || said.Body != body || said.By != far.Name || len(said.Pictures) != 1 {
		t.Fatalf("%+v, %v", said, err)
	}

	// What lies in the database is sealed, each for its own row.
	var sealed []byte
	if err := w.SQL.QueryRow(`SELECT body FROM messages WHERE id = $1`, said.ID).Scan(&sealed); err != nil || bytes.Contains(sealed, []byte("welds")) {
		t.Fatalf("kept in clear: %q, %v", sealed, err)
	}
	second, err := w.DB.Say(ctx, home, thread, "Which tank?", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.SQL.Exec(`UPDATE messages SET body = $2 WHERE id = $1`, second.ID, sealed); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Messages(ctx, home, thread, 0); err == nil {
		t.Error("a sealed body was moved to another message and opened")
	}
	if _, err := w.SQL.Exec(`DELETE FROM messages WHERE id = $1`, second.ID); err != nil {
		t.Fatal(err)
	}

	// Others read who the organisation is, not the person, and only pictures that they may see.
	got, err := w.DB.Messages(ctx, home, thread, 0)
	if err != nil || len(got) != 1 || got[0].By != "" || got[0].OrgName != w.Far.Name || len(got[0].Pictures) != 0 || got[0].Body != body {
		t.Fatalf("%+v, %v", got, err)
	}
	reader := w.As(w.Home, catalogue.RoleViewer)
	if n, err := w.DB.CountUnread(ctx, reader); err != nil || n != 1 {
		t.Errorf("%d unread, %v", n, err)
	}
	if err := w.DB.MarkRead(ctx, reader, thread, got[0].Seq); err != nil {
		t.Fatal(err)
	}
	if n, err := w.DB.CountUnread(ctx, reader); err != nil || n != 0 {
		t.Errorf("%d unread after reading, %v", n, err)
	}
	if _, err := w.DB.Say(ctx, home, thread, "With whose picture?", []string{hiddenPicture}); fault(t, err) != "pictures picture_unknown" {
		t.Errorf("another's picture is attached: %v", err)
	}
	if _, err := w.DB.Say(ctx, home, thread, " \n ", nil); fault(t, err) != "body required" {
		t.Errorf("nothing said: %v", err)
	}
	if _, err := w.DB.Say(ctx, home, thread, "Which tank?", nil); err != nil {
		t.Fatal(err)
	}
	if n, err := w.DB.CountUnread(ctx, far); err != nil || n != 1 {
		t.Errorf("who spoke there before is told of an answer: %d, %v", n, err)
	}

	// Taken back within ten minutes, by nobody else.
	if _, err := w.DB.Unsay(ctx, home, said.ID); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("another's message is taken back: %v", err)
	}
	if _, err := w.DB.Unsay(ctx, far, said.ID); err != nil {
		t.Fatal(err)
	}
	if got, err := w.DB.Messages(ctx, home, thread, 0); err != nil || !got[0].Gone || got[0].Body != "" {
		t.Errorf("%+v, %v", got, err)
	}
	late, err := w.DB.Say(ctx, far, thread, "Too late.", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.SQL.Exec(`UPDATE messages SET written = now() - interval '11 minutes' WHERE id = $1`, late.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Unsay(ctx, far, late.ID); fault(t, err) != "state message_late" {
		t.Errorf("taken back after eleven minutes: %v", err)
	}

	// Gone with the case, at the next request, unread counts too.
	if _, err := w.DB.Withdraw(ctx, home, c.ID, "a mistake"); err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{
		"read":  func() error { _, err := w.DB.Messages(ctx, far, thread, 0); return err }(),
		"write": func() error { _, err := w.DB.Say(ctx, far, thread, "Still there?", nil); return err }(),
		"mark":  w.DB.MarkRead(ctx, far, thread, 1),
	} {
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s after it was withdrawn: %v", what, err)
		}
	}
	if n, err := w.DB.CountUnread(ctx, far); err != nil || n != 0 {
		t.Errorf("%d unread of what is gone, %v", n, err)
	}
}

func TestAGroupTalks(t *testing.T) {
	w := cataloguetest.NewWorld(t)
	ctx := t.Context()
	owner, member := w.As(w.Home, catalogue.RoleGroupOwner), w.As(w.Guest, catalogue.RoleViewer)
	g, err := w.DB.CreateGroup(ctx, owner, catalogue.Group{Name: "Argo", Members: []catalogue.Organisation{w.Guest}})
	if err != nil {
		t.Fatal(err)
	}
	thread := catalogue.Thread{Kind: catalogue.ThreadGroup, ID: g.ID}
	if _, err := w.DB.Say(ctx, owner, thread, "Welcome.", nil); err != nil {
		t.Fatal(err)
	}
	if all, err := w.DB.UnreadThreads(ctx, member); err != nil || len(all) != 1 || all[0].Name != "Argo" || all[0].Unread != 1 {
		t.Errorf("%+v, %v", all, err)
	}
	reader := w.As(w.Guest, catalogue.RoleViewer) // has opened the thread
	if err := w.DB.MarkRead(ctx, reader, thread, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Messages(ctx, w.As(w.Home, catalogue.RoleAdministrator), thread, 0); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("an administrator reads: %v", err)
	}
	if _, err := w.DB.Messages(ctx, w.Officer(w.Far), thread, 0); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a stranger reads: %v", err)
	}
	if err := w.DB.RemoveMember(ctx, owner, g.ID, w.Guest.ID); err != nil {
		t.Fatal(err)
	}
	if all, err := w.DB.UnreadThreads(ctx, member); err != nil || len(all) != 0 {
		t.Errorf("after leaving: %+v, %v", all, err)
	}
	if all, err := w.DB.UnreadThreads(ctx, reader); err != nil || len(all) != 0 {
		t.Errorf("after leaving, for who had read it: %+v, %v", all, err)
	}
	w.EndGroup(g)
	if _, err := w.DB.Say(ctx, owner, thread, "Late.", nil); fault(t, err) != "state thread_closed" {
		t.Errorf("an ended operation is written into: %v", err)
	}
}
