package web

import (
	"strconv"

	"lynceus/storage/catalogue"
)

const eventsOnPage = 100

// record is GET /record?before=ID: what the people of the viewer's organisation
// did, and others with its cases, newest first. For auditors.
func (s *server) record(c *call) error {
	var before int64
	if v := c.Query("before"); v != "" {
		var err error
		if before, err = strconv.ParseInt(v, 10, 64); err != nil || before < 1 {
			return invalid("before", "number")
		}
	}
	events, err := s.DB.Events(c.ctx(), c.viewer, before, eventsOnPage)
	if err != nil {
		return err
	}
	older := ""
	if len(events) == eventsOnPage {
		older = "/record?before=" + strconv.FormatInt(events[len(events)-1].ID, 10)
	}
	events = append([]catalogue.Event{}, events...)
	return c.reply("record/list.html", map[string]any{"events": events, "older": older}, func() (any, error) {
		return RecordPage{Page: c.page("record/list"), Events: events, Older: older}, nil
	})
}
