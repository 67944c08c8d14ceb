#!/usr/bin/env bash
# The dependency rule, and proof that the check still bites: the planted violation must be reported.
set -euo pipefail
cd "$(dirname "$0")/.."
depcruise --config .dependency-cruiser.cjs src web/src --output-type err
if depcruise --config .dependency-cruiser.cjs test/boundaries-canary --output-type err >/tmp/ringback-canary.log 2>&1; then
  echo 'the boundary check did not report its planted violation: it no longer works' >&2
  exit 1
fi
grep -q 'core-imports' /tmp/ringback-canary.log || { cat /tmp/ringback-canary.log; exit 1; }
echo 'the planted violation was reported, as it must be'
