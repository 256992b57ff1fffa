package web

import (
	"net/http"
	"strconv"
	"strings"

	"lynceus/storage/catalogue"
)

// messages is GET /messages: the threads with something that the viewer has not read.
func (s *server) messages(c *call) error {
	if !c.viewer.SeesPictures() {
		return errForbidden
	}
	all, err := s.DB.UnreadThreads(c.ctx(), c.viewer)
	if err != nil {
		return err
	}
	return c.reply("messages/list.html", map[string]any{"threads": all}, func() (any, error) {
		return UnreadPage{Page: c.page("messages/list"), Threads: all}, nil
	})
}

// threadOf is the handler of GET /cases/{id}/messages?before=SEQ and its like.
func (s *server) threadOf(kind catalogue.ThreadKind) func(*call) error {
	return func(c *call) error {
		id, err := c.param("id")
		if err != nil {
			return err
		}
		var before int64
		if v := c.Query("before"); v != "" {
			if before, err = strconv.ParseInt(v, 10, 64); err != nil || before < 1 {
				return invalid("before", "number")
			}
		}
		view, err := s.thread(c, catalogue.Thread{Kind: kind, ID: id}, before)
		if err != nil {
			return err
		}
		return c.reply("messages/thread.html", view, func() (any, error) {
			return ThreadPage{Page: c.page("messages/thread"), Thread: view}, nil
		})
	}
}

// say is the handler of POST /cases/{id}/messages and its like: body, and pictures
// by their ids or addresses.
func (s *server) say(kind catalogue.ThreadKind) func(*call) error {
	return func(c *call) error {
		id, err := c.param("id")
		if err != nil {
			return err
		}
		t := catalogue.Thread{Kind: kind, ID: id}
		var w struct {
			Body     string   `json:"body"`
			Pictures []string `json:"pictures"`
		}
		err = c.bind(&w, func(f form) { w.Body, w.Pictures = f.one("body"), picturesOf(f.all("pictures")) })
		if err == nil {
			var m catalogue.Message
			if m, err = s.DB.Say(c.ctx(), c.viewer, t, w.Body, w.Pictures); err == nil {
				return c.done(http.StatusCreated, m, placeOf(t)+"#messages", "flash.said")
			}
		}
		return c.again(err, "messages/thread.html", func(p Page) (any, error) {
			view, err := s.thread(c, t, 0)
			view.Typed = w.Body
			return ThreadPage{Page: p, Thread: view}, err
		})
	}
}

// picturesOf takes the ids out of what somebody pasted: ids, or addresses of pages.
func picturesOf(typed []string) (ids []string) {
	for _, one := range persons(typed) {
		for _, p := range one {
			ids = append(ids, pictureIn(p))
		}
	}
	return ids
}

// unsay is DELETE /messages/{id} and its form.
func (s *server) unsay(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	t, err := s.DB.Unsay(c.ctx(), c.viewer, id)
	if err != nil {
		return err
	}
	return c.done(http.StatusNoContent, nil, placeOf(t)+"#messages", "flash.unsaid")
}

// placeOf is the page on which a thread stands.
func placeOf(t catalogue.Thread) string {
	return map[catalogue.ThreadKind]string{
		catalogue.ThreadCase: "/cases/", catalogue.ThreadGroup: "/groups/", catalogue.ThreadReferral: "/referrals/",
	}[t.Kind] + t.ID
}

// thread reads a page of a thread and marks it read.
func (s *server) thread(c *call, t catalogue.Thread, before int64) (ThreadView, error) {
	all, err := s.DB.Messages(c.ctx(), c.viewer, t, before)
	view := ThreadView{Thread: t, Place: placeOf(t), Messages: all}
	if err != nil || len(all) == 0 {
		return view, err
	}
	if len(all) == catalogue.MessagesOnPage {
		view.Older = view.Place + "/messages?before=" + strconv.FormatInt(all[0].Seq, 10)
	}
	return view, s.DB.MarkRead(c.ctx(), c.viewer, t, all[len(all)-1].Seq)
}

// ThreadView is a page of a thread.
type ThreadView struct {
	catalogue.Thread
	Messages []catalogue.Message `json:"messages"`
	Older    string              `json:"older,omitempty"` // address of the page before
	Place    string              `json:"-"`               // page of what the thread is about
	Closed   bool                `json:"-"`               // nothing is written into it now
	Typed    string              `json:"-"`               // and not taken
}

// ThreadPage is messages/thread.html: POST .Thread.Place + "/messages" with body and pictures.
type ThreadPage struct {
	Page
	Thread ThreadView
}

// UnreadPage is messages/list.html.
type UnreadPage struct {
	Page
	Threads []catalogue.Unread
}

// pictureIn is the id in a picture's address, or what was typed.
func pictureIn(typed string) string {
	_, after, ok := strings.Cut(typed, "/pictures/")
	if !ok {
		return typed
	}
	id, _, _ := strings.Cut(after, "/")
	return id
}
