# make run [DEMO=1]   build and serve on http://127.0.0.1:8080
# make test           install what the tests need and run them all
# make bench          figures of this machine beside the plain use of the libraries
# make image-check    run the Dockerfile's steps in a bare Debian tree

.PHONY: run test bench image-check lynceus

run: lynceus
	scripts/install run
	./lynceus serve $(if $(DEMO),-demo)

lynceus:
	CGO_ENABLED=0 go build -trimpath -o lynceus ./server

test:
	scripts/install test
	go vet ./...
	go test -p 2 -timeout 30m ./...

bench: lynceus
	./lynceus bench pictures
	./lynceus bench index

image-check:
	scripts/dockerfile-in-chroot
