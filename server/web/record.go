package web

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"lynceus/storage/catalogue"
)

const eventsOnPage = 100

// record is GET /record: what the people of the viewer's organisation did, and
// others with its cases, newest first. For auditors. The query is the filter.
func (s *server) record(c *call) error {
	f, before, err := c.eventFilter()
	if err != nil {
		return err
	}
	events, err := s.DB.Events(c.ctx(), c.viewer, f, before, eventsOnPage)
	if err != nil {
		return err
	}
	older := c.olderEvents("/record", events)
	return c.reply("record/list.html", map[string]any{"events": events, "older": older}, func() (any, error) {
		q := c.Request.URL.Query()
		q.Del("before")
		return RecordPage{
			Page: c.page("record/list"), Events: events, Older: older, Whats: catalogue.Whats, What: q.Get("what"), Case: q.Get("case"),
			From: q.Get("from"), To: q.Get("to"), Others: f.Others, Export: "/record/export?" + q.Encode(),
		}, nil
	})
}

// eventFilter reads the filter and the page: what, case, from and to as days, others.
func (c *call) eventFilter() (f catalogue.EventFilter, before int64, err error) {
	q := form(c.Request.URL.Query())
	f = catalogue.EventFilter{What: q.one("what"), CaseID: q.one("case"), Others: q.one("others") == "true"}
	if v := q.one("before"); v != "" {
		if before, err = strconv.ParseInt(v, 10, 64); err != nil || before < 1 {
			return f, 0, invalid("before", "number")
		}
	}
	from, err := day("from", q.one("from"), 0)
	if err != nil {
		return f, 0, err
	}
	to, err := day("to", q.one("to"), 24*time.Hour)
	if err != nil {
		return f, 0, err
	}
	if from != nil {
		f.From = *from
	}
	if to != nil {
		f.To = *to
	}
	return f, before, nil
}

// olderEvents is the address of the next page; empty on the last.
func (c *call) olderEvents(path string, events []catalogue.Event) string {
	if len(events) < eventsOnPage {
		return ""
	}
	q := url.Values{}
	for k, v := range c.Request.URL.Query() {
		q[k] = v
	}
	q.Set("before", strconv.FormatInt(events[len(events)-1].ID, 10))
	return path + "?" + q.Encode()
}

// caseRecord is GET /cases/{id}/record: who looked at this, and did what with it.
func (s *server) caseRecord(c *call) error {
	id, err := c.param("id")
	if err != nil {
		return err
	}
	_, before, err := c.eventFilter()
	if err != nil {
		return err
	}
	events, err := s.DB.CaseRecord(c.ctx(), c.viewer, id, before, eventsOnPage)
	if err != nil {
		return err
	}
	older := c.olderEvents("/cases/"+id+"/record", events)
	return c.reply("record/case.html", map[string]any{"events": events, "older": older}, func() (any, error) {
		return RecordPage{Page: c.page("record/case"), Events: events, Older: older, Case: id}, nil
	})
}

// How much is exported at once, and read at a time.
const (
	mostExported = 100_000
	exportedPage = 1000
)

// exportRecord is GET /record/export: the filtered record as CSV, which is itself on record.
func (s *server) exportRecord(c *call) error {
	f, before, err := c.eventFilter()
	if err != nil {
		return err
	}
	events, err := s.DB.Events(c.ctx(), c.viewer, f, before, exportedPage)
	if err != nil {
		return err
	}
	if err := s.DB.Record(c.ctx(), c.viewer, catalogue.Event{What: "record.export", Details: map[string]any{"filter": c.Request.URL.RawQuery}}); err != nil {
		return err
	}
	c.allow(bodyTime, 5*time.Minute, answerTime)
	h := c.Writer.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="record.csv"`)
	h.Set("Cache-Control", "no-store")
	c.Status(http.StatusOK)
	w := csv.NewWriter(c.Writer)
	_ = w.Write([]string{"id", "when", "organisation", "user", "name", "what", "case", "picture", "address", "request", "details"})
	for n := 0; len(events) > 0 && n < mostExported; n += len(events) {
		for _, e := range events {
			details, err := json.Marshal(e.Details)
			if err != nil {
				return err
			}
			_ = w.Write(plainCells(strconv.FormatInt(e.ID, 10), e.When.UTC().Format(time.RFC3339), e.OrgName, e.UserID, e.Name, e.What,
				e.CaseID, e.Picture, e.Address, e.RequestID, string(details)))
		}
		if len(events) < exportedPage {
			break
		}
		if events, err = s.DB.Events(c.ctx(), c.viewer, f, events[len(events)-1].ID, exportedPage); err != nil {
			break // the head has gone: the file ends early, and the log says why
		}
	}
	w.Flush()
	if err == nil {
		err = w.Error()
	}
	if err != nil {
		s.Log.Error("the record's export broke off", "id", c.id, "cause", err)
	}
	return nil
}

// plainCells keeps spreadsheets from taking a text for a formula.
func plainCells(cells ...string) []string {
	for i, cell := range cells {
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			cells[i] = "'" + cell
		}
	}
	return cells
}
