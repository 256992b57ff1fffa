package pglocal

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestMain lets the test program be the program that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("PGLOCAL_TEST_HOLD"); dir != "" {
		s, err := Start(context.Background(), dir)
		if err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		fmt.Println(s.DSN)
		select {}
	}
	status := m.Run()
	if once.dir != "" {
		os.RemoveAll(once.dir)
	}
	os.Exit(status)
}

// folder is a data folder that a server of another user reaches only through
// closed parents, as below /root.
func folder(t *testing.T) string {
	t.Helper()
	closed, err := os.MkdirTemp("", "closed") // its name is short enough for a socket, unlike TempDir's
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(closed) })
	return filepath.Join(closed, `it's a "data" \ folder`)
}

// used is a data folder with a cluster in it, copied, since initdb costs seconds
// on a busy machine.
func used(t *testing.T) string {
	t.Helper()
	dir := folder(t)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("cp", "-a", filepath.Join(template(t), "cluster"), dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return dir
}

var once struct {
	sync.Once
	dir string
}

// template is removed by TestMain.
func template(t *testing.T) string {
	t.Helper()
	once.Do(func() {
		dir, err := os.MkdirTemp("", "pglocal-template-")
		if err != nil {
			t.Fatal(err)
		}
		once.dir = dir
		stop1(t, start1(t, dir))
	})
	return once.dir
}

func open(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func exec1(t *testing.T, dsn, query string) {
	t.Helper()
	if _, err := open(t, dsn).Exec(query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func value(t *testing.T, dsn, query string) string {
	t.Helper()
	var v string
	if err := open(t, dsn).QueryRow(query).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

func start1(t *testing.T, dir string) *Server {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	s, err := Start(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Stop() })
	return s
}

func stop1(t *testing.T, s *Server) {
	t.Helper()
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
}

func TestClusterIsDurablePrivateAndSurvivesARestart(t *testing.T) {
	dir := folder(t)
	s := start1(t, dir)
	for query, want := range map[string]string{
		"SHOW listen_addresses":        "",
		"SHOW fsync":                   "on",
		"SHOW full_page_writes":        "on",
		"SHOW synchronous_commit":      "on",
		"SHOW max_connections":         "100",
		"SHOW server_encoding":         "UTF8",
		"SHOW unix_socket_permissions": "0700",
		"SELECT current_database()":    "lynceus",
		"SELECT datcollate FROM pg_database WHERE datname = current_database()": "C.UTF-8",
	} {
		if got := value(t, s.DSN, query); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	for _, name := range []string{"cluster", "run"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o700 {
			t.Errorf("%s has mode %v", name, info.Mode())
		}
		if uid := info.Sys().(*syscall.Stat_t).Uid; uid == 0 {
			t.Errorf("%s belongs to root", name)
		}
	}
	exec1(t, s.DSN, "CREATE TABLE kept AS SELECT 'here' AS v")
	stop1(t, s)
	stop1(t, s)
	if left, err := processesIn(filepath.Join(dir, "cluster")); err != nil || len(left) != 0 {
		t.Fatalf("after Stop: processes %v, %v", left, err)
	}
	s = start1(t, dir)
	if got := value(t, s.DSN, "SELECT v FROM kept"); got != "here" {
		t.Fatalf("after a restart: %q", got)
	}
}

func TestFolderWhosePathIsNoSocketAddressGetsAnotherSocket(t *testing.T) {
	for name, dir := range map[string]string{
		"too long for a socket":      filepath.Join(strings.Repeat("x", 60), strings.Repeat("y", 60)),
		"comma that separates hosts": "a,b",
	} {
		t.Run(name, func(t *testing.T) {
			data := used(t)
			odd := filepath.Join(data, dir)
			if err := os.MkdirAll(odd, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(filepath.Join(data, "cluster"), filepath.Join(odd, "cluster")); err != nil {
				t.Fatal(err)
			}
			s := start1(t, odd)
			if got := value(t, s.DSN, "SELECT 'ok'"); got != "ok" {
				t.Fatal(got)
			}
			if strings.Contains(s.DSN, dir) {
				t.Fatalf("socket below the folder: %s", s.DSN)
			}
			stop1(t, s)
			if _, err := os.Stat(s.socket); !errors.Is(err, os.ErrNotExist) {
				t.Fatalf("%s is left behind: %v", s.socket, err)
			}
		})
	}
}

func TestSocketFolderOfAnotherUserIsRefused(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a folder away")
	}
	dir := t.TempDir()
	run := filepath.Join(dir, "run")
	if err := os.Mkdir(run, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(run, 4711, 4711); err != nil {
		t.Fatal(err)
	}
	if _, err := socketFolder(dir, account{uid: 65534}); err == nil || !strings.Contains(err.Error(), "4711") {
		t.Fatalf("got %v", err)
	}
	os.Remove(run)
	if err := os.Symlink("/", run); err != nil {
		t.Fatal(err)
	}
	if _, err := socketFolder(dir, account{uid: 65534}); err == nil {
		t.Fatal("a link was followed")
	}
}

func TestSecondServerOnTheSameFolderIsRefused(t *testing.T) {
	dir := used(t)
	start1(t, dir)
	_, err := Start(t.Context(), dir)
	if err == nil || !strings.Contains(err.Error(), "another lynceus is already running") || !strings.Contains(err.Error(), dir) {
		t.Fatalf("got %v", err)
	}
}

// hold starts a server in another process.
func hold(t *testing.T, dir string) (cmd *exec.Cmd, dsn string) {
	t.Helper()
	cmd = exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "PGLOCAL_TEST_HOLD="+dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	lines := bufio.NewScanner(out)
	if !lines.Scan() || !strings.HasPrefix(lines.Text(), "host=") {
		t.Fatalf("the other process says %q", lines.Text())
	}
	return cmd, lines.Text()
}

func TestKilledProgramTakesItsServerAlongAndTheNextStartHasEverything(t *testing.T) {
	dir := used(t)
	cmd, dsn := hold(t, dir)
	exec1(t, dsn, "CREATE TABLE kept AS SELECT 'here' AS v")
	cmd.Process.Kill()
	cmd.Wait()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		left, err := processesIn(filepath.Join(dir, "cluster"))
		if err != nil {
			t.Fatal(err)
		}
		if len(left) == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("processes %v outlive their program", left)
		}
	}
	s := start1(t, dir)
	if got := value(t, s.DSN, "SELECT v FROM kept"); got != "here" {
		t.Fatalf("after kill -9: %q", got)
	}
	log, err := os.ReadFile(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(log), "received fast shutdown request") {
		t.Errorf("the old server was not shut down when its program died:\n%s", log)
	}
}

func TestStartRightAfterTheKillWaitsForTheOldServer(t *testing.T) {
	dir := used(t)
	for i := range 3 {
		cmd, dsn := hold(t, dir)
		exec1(t, dsn, fmt.Sprintf("CREATE TABLE kept%d AS SELECT 'here' AS v", i))
		cmd.Process.Kill()
		cmd.Wait()
	}
	s := start1(t, dir)
	for i := range 3 {
		if got := value(t, s.DSN, fmt.Sprintf("SELECT v FROM kept%d", i)); got != "here" {
			t.Errorf("after kill -9: %q", got)
		}
	}
}

func TestInterruptOfTheTerminalDoesNotReachTheServer(t *testing.T) {
	dir := used(t)
	cmd, dsn := hold(t, dir)
	var server int
	if _, err := fmt.Sscan(firstLine(t, filepath.Join(dir, "cluster", "postmaster.pid")), &server); err != nil {
		t.Fatal(err)
	}
	programs, err := syscall.Getpgid(cmd.Process.Pid)
	if err != nil {
		t.Fatal(err)
	}
	servers, err := syscall.Getpgid(server)
	if err != nil {
		t.Fatal(err)
	}
	if servers == programs {
		t.Fatal("the server is in the program's process group")
	}
	if got := value(t, dsn, "SELECT 'ok'"); got != "ok" {
		t.Fatal(got)
	}
}

func firstLine(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(b), "\n")
	return line
}

func TestStalePidFileOfALivingStrangerDoesNotPreventAStart(t *testing.T) {
	dir := used(t)
	stranger := exec.Command("sleep", "600")
	if err := stranger.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stranger.Process.Kill(); stranger.Wait() })
	pid := filepath.Join(dir, "cluster", "postmaster.pid")
	if err := os.WriteFile(pid, []byte(strconv.Itoa(stranger.Process.Pid)+"\n/elsewhere\n1\n5432\n\n\n 1 2\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	start1(t, dir)
}

func TestKilledServerIsStartedAgainWithEverythingCommitted(t *testing.T) {
	dir := used(t)
	s := start1(t, dir)
	exec1(t, s.DSN, "CREATE TABLE kept AS SELECT 'here' AS v")
	var pid int
	if _, err := fmt.Sscan(firstLine(t, filepath.Join(dir, "cluster", "postmaster.pid")), &pid); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	db := open(t, s.DSN)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		var v string
		err := db.QueryRowContext(ctx, "SELECT v FROM kept").Scan(&v)
		if err == nil {
			break
		}
		if ctx.Err() != nil {
			t.Fatalf("does not come back: %v", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func TestInitdbCutShortIsBegunAgain(t *testing.T) {
	dir := folder(t)
	half := filepath.Join(dir, "cluster.new", "base")
	if err := os.MkdirAll(half, 0o700); err != nil {
		t.Fatal(err)
	}
	start1(t, dir)
}

func TestServerThatCannotStartSaysWhy(t *testing.T) {
	dir := used(t)
	if err := os.WriteFile(filepath.Join(dir, "cluster", "postgresql.conf"), []byte("nonsense = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), dir)
	if err == nil || !strings.Contains(err.Error(), "nonsense") {
		t.Fatalf("got %v", err)
	}
	// The folder is free again.
	if err := os.WriteFile(filepath.Join(dir, "cluster", "postgresql.conf"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	start1(t, dir)
}

func TestEndedContextEndsTheStartAndLeavesNoProcess(t *testing.T) {
	dir := used(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Start(ctx, dir); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if left, err := processesIn(filepath.Join(dir, "cluster")); err != nil || len(left) != 0 {
		t.Fatalf("processes %v, %v", left, err)
	}
}

func TestMissingPostgreSQLNamesTheLineThatInstallsIt(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	before := places
	places = []string{filepath.Join(t.TempDir(), "*")}
	t.Cleanup(func() { places = before })
	_, err := Start(t.Context(), t.TempDir())
	if !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "apt-get install -y postgresql") {
		t.Fatalf("got %v", err)
	}
}

func TestClusterOfAnUninstalledVersionNamesTheVersion(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "cluster"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "cluster", "PG_VERSION"), []byte("12\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "postgresql-12") {
		t.Fatalf("got %v", err)
	}
}

func TestTemporaryClusterIsGoneAfterStop(t *testing.T) {
	s, err := Temporary(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := value(t, s.DSN, "SHOW fsync"); got != "off" {
		t.Errorf("fsync is %s", got)
	}
	stop1(t, s)
	if _, err := os.Stat(s.remove); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("left behind: %v", err)
	}
}
