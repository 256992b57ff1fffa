package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"lynceus/storage/catalogue"
)

// userForm is what the command line says of a person.
type userForm struct {
	email, name, organisation, roles, url string
	root, json                            bool
}

// user manages accounts at the database itself, for whoever may open it: the way
// back in when nobody can sign in. A service may be running meanwhile.
func user(ctx context.Context, c *console, args []string) error {
	var cfg config
	var f userForm
	o := newOptions(c, "user", "invite|list|disable|enable|reset [OPTIONS]",
		`  invite   make an account and print its one-time link; the organisation is made when missing
  list     print all accounts
  disable  close an account; its sessions end at once
  enable   open it again
  reset    print a link that sets a new password`)
	o.section = "Whom"
	o.text(&f.email, "email", "ADDRESS", "", "", "e-mail address, which people sign in with")
	o.text(&f.name, "name", "NAME", "", "", "name, for invite; without it the e-mail address")
	o.text(&f.organisation, "organisation", "NAME", "", "", "name of the organisation, for invite")
	o.text(&f.roles, "roles", "ROLE,...", "", "viewer,contributor", "for invite, of: "+roleNames())
	o.toggle(&f.root, "root", "", "for invite: administrator of the whole service")
	o.text(&f.url, "public-url", "URL", "LYNCEUS_PUBLIC_URL", "http://127.0.0.1:8080", "address of the service, for the links")
	o.toggle(&f.json, "json", "", "print JSON lines")
	cfg.storageOptions(o)

	what := ""
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		what, args = args[0], args[1:]
	}
	rest, err := c.options(o, args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return usageError{fmt.Errorf("%q is not understood", rest[0])}
	}
	do, ok := map[string]func(context.Context, *console, *catalogue.DB, userForm) error{
		"invite": inviteUser, "list": listUsers, "disable": disableUser, "enable": enableUser, "reset": resetUser,
	}[what]
	switch {
	case !ok:
		return usageError{errors.New("say what to do: invite, list, disable, enable or reset")}
	case what != "list" && f.email == "":
		return usageError{errors.New("-email is missing")}
	case what == "invite" && f.organisation == "":
		return usageError{errors.New("-organisation is missing")}
	}
	db, err := openDatabase(ctx, &cfg, true)
	if err != nil {
		return err
	}
	return errors.Join(do(ctx, c, db.DB, f), db.close())
}

func roleNames() string {
	var names []string
	for _, r := range catalogue.Roles {
		names = append(names, string(r))
	}
	return strings.Join(names, ", ")
}

func inviteUser(ctx context.Context, c *console, db *catalogue.DB, f userForm) error {
	u := catalogue.User{Email: f.email, Name: f.name, Root: f.root}
	if u.Name == "" {
		u.Name = f.email
	}
	for role := range strings.SplitSeq(f.roles, ",") {
		if role = strings.TrimSpace(role); role != "" {
			u.Roles = append(u.Roles, catalogue.Role(role))
		}
	}
	u, token, err := db.InviteFromConsole(ctx, f.organisation, u)
	if err != nil {
		return inviteFault(err, f)
	}
	return printLink(c, f, u, token)
}

// inviteFault says which option an operator has to change, where the catalogue
// speaks of the fields of a form.
func inviteFault(err error, f userForm) error {
	var invalid *catalogue.Invalid
	switch {
	case !errors.As(err, &invalid):
		return err
	case invalid.Code == "taken":
		return fmt.Errorf("%s has an account already; lynceus user list shows it, reset prints a new link", f.email)
	case invalid.Code == "email":
		return fmt.Errorf("-email: %q is no e-mail address", f.email)
	case invalid.Code == "role_unknown":
		return fmt.Errorf("-roles: %q; a role is one of %s", f.roles, roleNames())
	}
	return err
}

// resetUser invites again: following the link sets a new password.
func resetUser(ctx context.Context, c *console, db *catalogue.DB, f userForm) error {
	u, err := userByEmail(ctx, db, f.email)
	if err != nil {
		return err
	}
	if u.Disabled {
		return fmt.Errorf("%s is disabled; enable it first", u.Email)
	}
	u, token, err := db.InviteFromConsole(ctx, u.OrgName, u)
	if err != nil {
		return err
	}
	return printLink(c, f, u, token)
}

func printLink(c *console, f userForm, u catalogue.User, token string) error {
	link := strings.TrimSuffix(f.url, "/") + "/join/" + token
	if f.json {
		return json.NewEncoder(c.out).Encode(map[string]any{"user": u, "link": link})
	}
	fmt.Fprintf(c.out, "%s (%s), once and within seven days:\n%s\n", u.Email, u.OrgName, link)
	return nil
}

func listUsers(ctx context.Context, c *console, db *catalogue.DB, f userForm) error {
	users, err := db.AllUsers(ctx)
	if err != nil {
		return err
	}
	if f.json {
		lines := json.NewEncoder(c.out)
		for _, u := range users {
			if err := lines.Encode(u); err != nil {
				return err
			}
		}
		return nil
	}
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "E-MAIL\tNAME\tORGANISATION\tROLES\tSTATE\tLAST SEEN")
	for _, u := range users {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", u.Email, u.Name, u.OrgName, rolesOf(u), stateOf(u), day(u.LastSeen))
	}
	return table.Flush()
}

func rolesOf(u catalogue.User) string {
	var names []string
	if u.Root {
		names = append(names, "root")
	}
	for _, r := range u.Roles {
		names = append(names, string(r))
	}
	return strings.Join(names, ",")
}

func stateOf(u catalogue.User) string {
	switch {
	case u.Disabled:
		return "disabled"
	case u.Invited:
		return "invited"
	}
	return "active"
}

func day(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format(time.DateOnly)
}

func disableUser(ctx context.Context, c *console, db *catalogue.DB, f userForm) error {
	return setDisabled(ctx, c, db, f, true)
}

func enableUser(ctx context.Context, c *console, db *catalogue.DB, f userForm) error {
	return setDisabled(ctx, c, db, f, false)
}

// setDisabled acts as an enabled root administrator, with a note in the record
// that it was done at the console.
func setDisabled(ctx context.Context, c *console, db *catalogue.DB, f userForm, disabled bool) error {
	users, err := db.AllUsers(ctx)
	if err != nil {
		return err
	}
	u, err := userByEmail(ctx, db, f.email)
	if err != nil {
		return err
	}
	for _, root := range users {
		if !root.Root || root.Disabled || root.Invited {
			continue
		}
		v, err := db.ViewerByID(ctx, root.ID)
		if err != nil {
			return err
		}
		v.RequestID = "console"
		if err := db.SetDisabled(ctx, v, u.ID, disabled); err != nil {
			if invalid := (*catalogue.Invalid)(nil); errors.As(err, &invalid) && invalid.Code == "last_administrator" {
				return fmt.Errorf("%s is the last administrator; make another one first", u.Email)
			}
			return err
		}
		u.Disabled = disabled
		if f.json {
			return json.NewEncoder(c.out).Encode(u)
		}
		fmt.Fprintf(c.out, "%s is %s\n", u.Email, stateOf(u))
		return nil
	}
	return errors.New("there is no root administrator yet; follow the link that lynceus serve prints")
}

func userByEmail(ctx context.Context, db *catalogue.DB, email string) (catalogue.User, error) {
	users, err := db.AllUsers(ctx)
	if err != nil {
		return catalogue.User{}, err
	}
	for _, u := range users {
		if strings.EqualFold(u.Email, strings.TrimSpace(email)) {
			return u, nil
		}
	}
	return catalogue.User{}, fmt.Errorf("there is no account %s; lynceus user list shows all", email)
}
