package jobs

import (
	"context"
	"errors"
	"fmt"

	"lynceus/storage/catalogue"
)

// What a notice says: that there is something, and where. Whoever reads the mail
// on its way learns no more.
const (
	noticeSubject = "Lynceus"
	noticeBody    = `There is something new for you to read:
Il y a du nouveau pour vous à lire :
Hay algo nuevo que leer:

%s/messages
`
)

// Notify tells people by e-mail that something was said in a thread. Whom the
// server of mails refuses is tried again; the others are not told twice.
func Notify(db *catalogue.DB, mails *SMTP, publicURL string) Work {
	return func(ctx context.Context, subject string) error {
		t := catalogue.ThreadOf(subject)
		all, err := db.Notices(ctx, t)
		if err != nil {
			return err
		}
		var failed []error
		for _, n := range all {
			if err := mails.Send(ctx, n.Email, noticeSubject, fmt.Sprintf(noticeBody, publicURL)); err != nil {
				failed = append(failed, fmt.Errorf("tell user %s: %w", n.UserID, err))
				continue
			}
			if err := db.Noticed(ctx, n.UserID, t); err != nil {
				return err
			}
		}
		return errors.Join(failed...)
	}
}
