#!/usr/bin/env bash
# Runs the README's test command with the lab: a second, real PostgreSQL as an operator would bring it (Debian's
# package), started here on loopback in a temporary folder; the suites start Kamailio, SIPp,
# Debezium, Kafka and NATS themselves. A missing component fails in CI.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | sort -V | tail -1)")
home=$(mktemp -d /tmp/ringback-lab.XXXXXX)
port=${RINGBACK_LAB_PORT:-54329}
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
chmod 755 "$home"
mkdir "$home/cluster"
if [ "$(id -u)" = 0 ]; then chown postgres "$home/cluster"; fi
as_postgres "$bin/initdb" -D "$home/cluster" -U postgres -A trust -E UTF8 --locale=C >/dev/null
as_postgres "$bin/pg_ctl" -D "$home/cluster" -w -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c wal_level=logical" start >/dev/null
cleanup() { as_postgres "$bin/pg_ctl" -D "$home/cluster" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$home"; }
trap cleanup EXIT
psql="$bin/psql -h 127.0.0.1 -p $port -U postgres -v ON_ERROR_STOP=1 -q"
$psql -c "create role ringback login createdb replication password 'lab'" -c 'create database ringback_lab owner ringback'
echo "lab: operator's PostgreSQL is $("$bin/postgres" --version)"
engines=$(bash scripts/lab-engines.sh)
export RINGBACK_OPA_BIN="$engines/opa" RINGBACK_CERBOS_BIN="$engines/cerbos"
echo "lab: policy engines $(sed -n 's/^require //p;' test/lab/engines/*/go.mod | grep -v '^($' | tr '\n' ' ')"
export RINGBACK_LAB=1 RINGBACK_LAB_DATABASE_URL="postgres://ringback:lab@127.0.0.1:$port/ringback_lab"
npm test
