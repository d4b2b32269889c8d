# SPDX-License-Identifier: Apache-2.0
# The program alone, with certificates and time zones. docs/install.md says how to build and run it.

# The compiler is for PCs, and makes programs for every system.
FROM --platform=linux/amd64 debian:bookworm-slim AS build
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends \
    ca-certificates cmake curl git nasm ninja-build npm openssl python3 tzdata \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
# What the image is for; set by docker build --platform.
ARG TARGETARCH=amd64
RUN scripts/package "linux-$(echo "$TARGETARCH" | sed s/amd64/x64/)" \
    && mkdir -p /image/data \
    && python3 -m zipfile -e dist/ring-snapshot-*.zip /unpacked \
    && mv /unpacked/*/* /image/ \
    && chmod 755 /image/ring-snapshot

# With ffmpeg, for films and for what the cameras took by themselves: docker build --target with-ffmpeg
FROM debian:bookworm-slim AS with-ffmpeg
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates ffmpeg tzdata \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /image/LICENSE.txt /image/THIRD-PARTY-NOTICES.txt /usr/share/doc/ring-snapshot/
COPY --from=build /image/ring-snapshot /usr/bin/ring-snapshot
# A new volume takes over whose this folder is.
COPY --from=build --chown=1000:1000 /image/data /data
ENV RING_SNAPSHOT_SETTINGS=/data/Settings.json HOME=/data
USER 1000:1000
WORKDIR /data
VOLUME /data
# The page, where serve runs with --listen 0.0.0.0:8642.
EXPOSE 8642
# Unhealthy when no picture has come for two hours.
HEALTHCHECK --interval=5m --timeout=30s --start-period=10m \
    CMD ["/usr/bin/ring-snapshot", "status", "--max-age", "2h", "--quiet"]
ENTRYPOINT ["/usr/bin/ring-snapshot"]
CMD ["watch", "--all", "--every", "5m", "--out", "/data/pictures"]

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /usr/share/zoneinfo /usr/share/zoneinfo
COPY --from=build /image/LICENSE.txt /image/THIRD-PARTY-NOTICES.txt /usr/share/doc/ring-snapshot/
COPY --from=build /image/ring-snapshot /usr/bin/ring-snapshot
# A new volume takes over whose this folder is.
COPY --from=build --chown=1000:1000 /image/data /data
ENV RING_SNAPSHOT_SETTINGS=/data/Settings.json HOME=/data
USER 1000:1000
WORKDIR /data
VOLUME /data
# The page, where serve runs with --listen 0.0.0.0:8642.
EXPOSE 8642
# Unhealthy when no picture has come for two hours.
HEALTHCHECK --interval=5m --timeout=30s --start-period=10m \
    CMD ["/usr/bin/ring-snapshot", "status", "--max-age", "2h", "--quiet"]
ENTRYPOINT ["/usr/bin/ring-snapshot"]
CMD ["watch", "--all", "--every", "5m", "--out", "/data/pictures"]
