#!/usr/bin/env bash
# Prints new rows of Kamailio's accounting as JSON lines, for Ringback:
#   KAMAILIO_DB=postgres://kamailio:...@127.0.0.1/kamailio RINGBACK_BRIDGE_TOKEN=... \
#     examples/kamailio/forward.sh | ringback bridge --stdin --to https://calls.example.com/hooks/voice/kamailio
# A row leaves the outbox one look after it was printed, when the bridge has it on its own disk. After a crash some are
# printed twice, which changes nothing; none is lost.
set -euo pipefail
: "${KAMAILIO_DB:?is the connection string of the accounting database}"
query() { psql "$KAMAILIO_DB" -XAtq -v ON_ERROR_STOP=1 -F $'\t' -c "$1"; }
printed=''
while sleep "${EVERY_SECONDS:-1}"; do
  if [ -n "$printed" ]; then query "delete from ringback_outbox where id in ($printed)" >/dev/null || continue; fi
  printed=''
  rows=$(query 'select id, line from ringback_outbox order by id limit 500') || continue
  [ -n "$rows" ] || continue
  cut -f2- <<<"$rows"
  printed=$(cut -f1 <<<"$rows" | paste -sd, -)
done
