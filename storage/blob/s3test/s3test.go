// Package s3test runs a real S3 server, versitygw, for tests.
package s3test

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"lynceus/storage/blob"
)

// Start runs a server until the test ends, and says how to reach a bucket on it
// that is not made yet. Without the server's program the test fails.
func Start(t testing.TB) blob.S3Config {
	t.Helper()
	program, err := find()
	if err != nil {
		t.Fatal(err)
	}
	address := freeAddress(t)
	data := t.TempDir()
	cmd := exec.Command(program, "--port", address, "--access", "lynceus", "--secret", "a-secret-for-tests", "--quiet",
		"posix", "--sidecar", filepath.Join(data, "attributes"), filepath.Join(data, "objects"))
	for _, dir := range []string{"attributes", "objects"} {
		if err := os.Mkdir(filepath.Join(data, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	started, ended := make(chan error), make(chan struct{})
	go func() {
		runtime.LockOSThread() // the parent's death, for Pdeathsig, is that of the starting thread
		defer close(ended)
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-ended
	})
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		c, err := net.Dial("tcp", address)
		if err == nil {
			c.Close()
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s does not listen: %v", program, err)
		}
	}
	return blob.S3Config{Endpoint: "http://" + address, Bucket: "lynceus", AccessKey: "lynceus", SecretKey: "a-secret-for-tests"}
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// find looks in the project's .tools, where "make test" puts the server, then in the PATH.
func find() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		program := filepath.Join(dir, ".tools", "versitygw")
		if _, err := os.Stat(program); err == nil {
			return program, nil
		}
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); !errors.Is(err, fs.ErrNotExist) || dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	if program, err := exec.LookPath("versitygw"); err == nil {
		return program, nil
	}
	return "", fmt.Errorf("no S3 server to test with; install it with: scripts/install test")
}
