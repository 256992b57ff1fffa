package web

import (
	"slices"

	"lynceus/server/jobs"
	"lynceus/storage/catalogue"
)

// checkpointsOnPage are shown, the newest: to keep one is to keep all before it.
const checkpointsOnPage = 50

// checkpoints is GET /record/checkpoints, for auditors of every organisation: the
// record as it was signed, to be kept where this service cannot reach.
func (s *server) checkpoints(c *call) error {
	if !c.viewer.Has(catalogue.RoleAuditor) {
		return errForbidden
	}
	all, _, err := jobs.Checkpoints(c.ctx(), s.Store, checkpointsOnPage)
	if err != nil {
		return err
	}
	newest := append([]catalogue.Checkpoint{}, all...)
	slices.Reverse(newest)
	return c.reply("record/checkpoints.html", map[string]any{"checkpoints": newest}, func() (any, error) {
		return CheckpointsPage{Page: c.page("record/checkpoints"), Checkpoints: newest}, nil
	})
}

// CheckpointsPage lists signed checkpoints of the record, the newest first.
type CheckpointsPage struct {
	Page
	Checkpoints []catalogue.Checkpoint
}
