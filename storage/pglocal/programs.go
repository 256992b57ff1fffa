package pglocal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// ErrMissing says that no PostgreSQL is installed.
var ErrMissing = errors.New("PostgreSQL is not installed; install it with: apt-get install -y postgresql")

// places are where PostgreSQL's packages put initdb and postgres, which Debian
// keeps out of the PATH.
var places = []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin"}

// oldest is the first major version that the catalogue's SQL runs on.
const oldest = 14

// findPrograms is the folder of the newest PostgreSQL on this machine or, when
// there is a cluster already, of the version that made it: the format of a
// cluster changes with every major version.
func findPrograms(ctx context.Context, cluster string) (string, error) {
	made := 0
	switch text, err := os.ReadFile(filepath.Join(cluster, "PG_VERSION")); {
	case err == nil:
		if made, err = strconv.Atoi(strings.TrimSpace(string(text))); err != nil {
			return "", fmt.Errorf("%s: %w", filepath.Join(cluster, "PG_VERSION"), err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return "", err
	}
	var found []string
	if path, err := exec.LookPath("initdb"); err == nil {
		found = append(found, filepath.Dir(path))
	}
	for _, place := range places {
		matches, err := filepath.Glob(place)
		if err != nil {
			return "", err
		}
		found = append(found, matches...)
	}
	best, bin := 0, ""
	for _, dir := range found {
		if v, err := majorVersion(ctx, dir); err == nil && v > best && (made == 0 || v == made) {
			best, bin = v, dir
		}
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	switch {
	case best >= oldest:
		return bin, nil
	case made != 0:
		return "", fmt.Errorf("%s was made by PostgreSQL %d, which is not installed; install it with: apt-get install -y postgresql-%d", cluster, made, made)
	case best != 0:
		return "", fmt.Errorf("PostgreSQL %d is too old, %d or newer is needed", best, oldest)
	}
	return "", ErrMissing
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

func majorVersion(ctx context.Context, bin string) (int, error) {
	if _, err := os.Stat(filepath.Join(bin, "initdb")); err != nil {
		return 0, err
	}
	out, err := exec.CommandContext(ctx, filepath.Join(bin, "postgres"), "--version").Output()
	if err != nil {
		return 0, err
	}
	m := versionPattern.FindSubmatch(out)
	if m == nil {
		return 0, fmt.Errorf("%s/postgres: unknown version %q", bin, out)
	}
	return strconv.Atoi(string(m[1]))
}
