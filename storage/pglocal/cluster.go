package pglocal

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// account is whom the server runs as.
type account struct{ uid, gid int }

// serverUser is this process's own user, unless that is root, whom PostgreSQL
// refuses: then the owner of an existing cluster, or postgres, or nobody.
func serverUser(cluster string) (account, error) {
	if os.Geteuid() != 0 {
		return account{os.Geteuid(), os.Getegid()}, nil
	}
	if info, err := os.Stat(cluster); err == nil {
		if st := info.Sys().(*syscall.Stat_t); st.Uid != 0 {
			return account{int(st.Uid), int(st.Gid)}, nil
		}
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.Atoi(u.Uid)
		gid, err2 := strconv.Atoi(u.Gid)
		return account{uid, gid}, errors.Join(err1, err2)
	}
	return account{}, errors.New("PostgreSQL cannot run as root, and there is neither a user postgres nor nobody")
}

// become makes cmd run as a. The command starts in / because PostgreSQL insists
// on returning to the folder where it started, which a may not be able to.
func (a account) become(cmd *exec.Cmd) {
	cmd.Dir = "/"
	if os.Geteuid() == 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
	}
}

// mkdir makes a folder that belongs to a alone.
func (a account) mkdir(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is no folder", dir)
	}
	if owner := int(info.Sys().(*syscall.Stat_t).Uid); owner != a.uid {
		if owner != os.Geteuid() {
			return fmt.Errorf("%s belongs to another user (uid %d)", dir, owner)
		}
		if err := os.Chown(dir, a.uid, a.gid); err != nil {
			return err
		}
	}
	return os.Chmod(dir, 0o700)
}

// makeCluster runs initdb once. A cluster appears under its name only when it is
// whole, so that a start cut short is simply begun again.
func makeCluster(ctx context.Context, bin, cluster string, who account, s settings) error {
	if _, err := os.Stat(filepath.Join(cluster, "PG_VERSION")); err == nil {
		return nil
	}
	unfinished := cluster + ".new"
	if err := os.RemoveAll(unfinished); err != nil {
		return err
	}
	if err := who.mkdir(unfinished); err != nil {
		return err
	}
	folder, err := os.Open(unfinished)
	if err != nil {
		return err
	}
	defer folder.Close()
	args := append([]string{
		"--pgdata=" + descriptor(0), "--username=lynceus", "--auth=trust",
		"--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions",
	}, s.initdb...)
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Env = environment
	cmd.ExtraFiles = []*os.File{folder}
	who.become(cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	hba := []byte("# Whoever can open the socket, in a folder of mode 0700, is trusted.\nlocal all all trust\n")
	if err := os.WriteFile(filepath.Join(unfinished, "pg_hba.conf"), hba, 0o600); err != nil {
		return err
	}
	if err := os.Rename(unfinished, cluster); err != nil {
		return err
	}
	parent, err := os.Open(filepath.Dir(cluster))
	if err != nil {
		return err
	}
	defer parent.Close()
	return parent.Sync()
}

// longestSocket is what fits sockaddr_un with its final zero.
const longestSocket = 107

// socketFolder is dir/run or, where that is too long for a Unix socket, a folder
// in the system's temporary one whose name follows from dir. It is that too where
// dir holds a comma, which separates hosts in a connection string.
func socketFolder(dir string, who account) (string, error) {
	run := filepath.Join(dir, "run")
	if len(run)+len("/.s.PGSQL.5432") > longestSocket || strings.Contains(run, ",") {
		sum := sha256.Sum256([]byte(dir))
		run = filepath.Join(os.TempDir(), fmt.Sprintf("lynceus-%x", sum[:8]))
	}
	return run, who.mkdir(run)
}
