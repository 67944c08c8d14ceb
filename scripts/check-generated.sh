#!/usr/bin/env bash
# Every generated file must equal what its generator writes now.
set -euo pipefail
cd "$(dirname "$0")/.."
for generator in scripts/gen-*.ts; do
  node --disable-warning=ExperimentalWarning "$generator" --check
done
