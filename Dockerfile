# Proven without a container engine by scripts/dockerfile-in-chroot, which reads
# FROM, ARG-free ENV, WORKDIR, COPY, RUN and USER as they stand here.

FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -o /lynceus ./server

FROM debian:bookworm-slim
# Debian's package would make and start a cluster of its own.
RUN mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf
RUN apt-get update && apt-get install -y --no-install-recommends postgresql ca-certificates && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin lynceus && install -d -o lynceus -g lynceus -m 700 /data
COPY --from=build /lynceus /usr/local/bin/lynceus
USER lynceus
ENV LYNCEUS_DATA=/data
ENV LYNCEUS_LISTEN=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
HEALTHCHECK CMD ["lynceus", "health"]
ENTRYPOINT ["lynceus"]
CMD ["serve"]
