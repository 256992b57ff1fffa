package blob_test

import (
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"testing"

	"lynceus/storage/blob"
	"lynceus/storage/blob/blobtest"
	"lynceus/storage/blob/s3test"
)

func TestS3KeepsTheContract(t *testing.T) {
	server := s3test.Start(t)
	buckets := 0
	blobtest.Run(t, func(t *testing.T) blob.Store {
		buckets++
		server.Bucket = fmt.Sprintf("contract-%d", buckets)
		return newS3(t, server)
	})
}

func newS3(t *testing.T, c blob.S3Config) blob.Store {
	t.Helper()
	s, err := blob.NewS3(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestS3ServersThatStartTogetherShareTheBucketTheyMake(t *testing.T) {
	server := s3test.Start(t)
	var group sync.WaitGroup
	for i := range 4 {
		group.Go(func() {
			s, err := blob.NewS3(t.Context(), server)
			if err != nil {
				t.Error(err)
				return
			}
			putText(t, s, fmt.Sprint("from/", i), "x")
		})
	}
	group.Wait()
	n := 0
	if err := newS3(t, server).Walk(t.Context(), "from/", func(blob.Info) error { n++; return nil }); err != nil || n != 4 {
		t.Fatalf("%d objects, %v", n, err)
	}
}

func TestS3WrongConfigurationIsRefusedAtTheStart(t *testing.T) {
	for name, change := range map[string]func(*blob.S3Config){
		"no scheme":        func(c *blob.S3Config) { c.Endpoint = "127.0.0.1:7070" },
		"empty endpoint":   func(c *blob.S3Config) { c.Endpoint = "" },
		"path in endpoint": func(c *blob.S3Config) { c.Endpoint += "/bucket" },
		"wrong secret":     func(c *blob.S3Config) { c.SecretKey = "wrong" },
		"unknown key":      func(c *blob.S3Config) { c.AccessKey = "nobody" },
		"bucket name":      func(c *blob.S3Config) { c.Bucket = "Not A Bucket" },
	} {
		t.Run(name, func(t *testing.T) {
			c := s3test.Start(t)
			change(&c)
			_, err := blob.NewS3(t.Context(), c)
			if err == nil {
				t.Fatal("taken")
			}
			if errors.Is(err, blob.ErrUnavailable) || errors.Is(err, fs.ErrNotExist) {
				t.Errorf("misleading error: %v", err)
			}
		})
	}
}
