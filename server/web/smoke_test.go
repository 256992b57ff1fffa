package web_test

import (
	"testing"
)

func TestSmoke(t *testing.T) {
	h := newHouse(t)
	officer := h.Officer(h.Home)
	t.Log(h.do(ask{path: "/", as: &officer}))
	g := h.do(ask{path: "/", as: &officer, html: true})
	t.Log(g.StatusCode, len(g.body))
	t.Log(h.do(ask{path: "/cases", as: &officer}))
	t.Log(h.log)
}
