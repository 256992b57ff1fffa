package catalogue

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/lib/pq"
)

// Invalid is a fault in one field that the officer can mend. Code is a key of
// the text catalogue ("invalid." + Code, one of InvalidCodes) with Args to fill
// in. Field is the name of the field in JSON; "state" speaks of the case as it stands.
type Invalid struct {
	Field string
	Code  string
	Args  []any
}

func (e *Invalid) Error() string { return "invalid " + e.Field + ": " + e.Code }
func (e *Invalid) Unwrap() error { return fs.ErrInvalid }

// Invalids are all faults of a form at once, so that the officer mends them at
// once. errors.As finds the whole list as Invalids and the first as *Invalid.
type Invalids []*Invalid

func (e Invalids) Error() string {
	var parts []string
	for _, i := range e {
		parts = append(parts, i.Error())
	}
	return strings.Join(parts, "; ")
}

// Unwrap gives each fault.
func (e Invalids) Unwrap() []error {
	all := make([]error, len(e))
	for i, one := range e {
		all[i] = one
	}
	return all
}

func (e *Invalids) add(field, code string, args ...any) {
	*e = append(*e, &Invalid{Field: field, Code: code, Args: args})
}

// err is nil when there is no fault.
func (e Invalids) err() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// InvalidCodes are all values of Invalid.Code with what their Args are.
var InvalidCodes = map[string]string{
	"required":              "",
	"too_long":              "most characters",
	"too_many":              "most entries",
	"unknown_code":          "the code",
	"wrong_mode":            "the code, the transport mode of the case",
	"month":                 "",
	"month_future":          "",
	"country":               "the code",
	"place":                 "",
	"place_country":         "the country",
	"hs":                    "",
	"quantity":              "",
	"position":              "",
	"polygon":               "",
	"verdict":               "",
	"itself":                "",
	"tlp":                   "",
	"tlp_audience":          "the label",
	"tlp_training":          "the label",
	"tlp_onward":            "the label",
	"day":                   "",
	"expired":               "the day",
	"person_unknown":        "the e-mail",
	"organisation_unknown":  "the id",
	"organisation_by_group": "the name: a guest sees groups only",
	"group_unknown":         "the id",
	"group_ended":           "the name",
	"state":                 "the state in which the case is",
	"email":                 "",
	"email_elsewhere":       "",
	"taken":                 "",
	"role_unknown":          "the role",
	"last_administrator":    "",
	"audits_itself":         "",
	"own_roles":             "",
	"user_disabled":         "",
	"guard":                 "how many decisions are missing",
	"nominal":               "what was found",
	"four_eyes":             "",
	"thread_closed":         "",
	"message_late":          "",
	"picture_unknown":       "the id",
	"source":                "",
	"information":           "",
	"code":                  "",
	"code_late":             "",
	"organisation_shares":   "how many cases",
	"organisation_cases":    "how many cases",
	"organisation_people":   "how many people",
	"organisation_owns":     "how many groups",
	"organisation_member":   "how many groups",
	"organisation_named":    "how many cases",
	"proposal_same":         "",
	"proposal_decided":      "",
	"disclosure":            "",
	"quota":                 "how many in a day",
	"asked_already":         "",
	"referral_state":        "",
	"dates":                 "",
	"owner_stays":           "",
	"guest_owns":            "",
}

// kind turns what the driver says into the errors of the contract, wrapped with
// what was being done.
func kind(doing string, err error) error {
	var p *pq.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("%s: %w", doing, fs.ErrNotExist)
	case errors.As(err, &p) && p.Code == "23505": // unique_violation
		return fmt.Errorf("%s: %w", doing, fs.ErrExist)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// hidden is the answer for what is missing and for what may not be seen.
func hidden(noun string) error { return fmt.Errorf("%s: %w", noun, fs.ErrNotExist) }

func denied(doing string) error { return fmt.Errorf("%s: %w", doing, fs.ErrPermission) }
