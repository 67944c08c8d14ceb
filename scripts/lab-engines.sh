#!/usr/bin/env bash
# Builds the policy engines that the lab runs as programs, OPA and Cerbos, from the Go module proxy, and prints the folder
# that holds them. What is built is pinned by go.mod and go.sum in test/lab/engines; a cached program is used again for as
# long as those stay as they are. Some minutes the first time, nothing after that.
set -euo pipefail
cd "$(dirname "$0")/.."
cache=${RINGBACK_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ringback-lab}
key=$(cat test/lab/engines/*/go.mod test/lab/engines/*/go.sum | sha256sum | cut -c1-16)
bin=$cache/engines-$key
mkdir -p "$bin"
build() { # module folder, package, program
  if [ -x "$bin/$3" ]; then return; fi
  echo "lab: building $3 from the Go module proxy" >&2
  (cd "test/lab/engines/$1" &&
    CGO_ENABLED=0 GOTOOLCHAIN=local GOWORK=off GOFLAGS=-mod=readonly \
      go build -trimpath -o "$bin/$3.partial" "$2" >&2)
  mv "$bin/$3.partial" "$bin/$3"
}
build opa github.com/open-policy-agent/opa opa
build cerbos github.com/cerbos/cerbos/cmd/cerbos cerbos
echo "$bin"
