#!/usr/bin/env bash
# Run a command against a Citeweave that lives just as long:  scripts/with_service.sh COMMAND [ARGUMENT...]
#
# Starts the service on a free port of 127.0.0.1, waits until it is ready, runs the command with
# CITEWEAVE_URL set, and stops the service whatever happens. The exit status is the command's.
set -euo pipefail

PYTHON=${PYTHON:-python3}
CITEWEAVE=${CITEWEAVE:-citeweave}
READY_SECONDS=${READY_SECONDS:-180}

if [[ $# -eq 0 ]]; then
  echo "usage: scripts/with_service.sh COMMAND [ARGUMENT...]" >&2
  exit 2
fi

log=$(mktemp "${TMPDIR:-/tmp}/citeweave.XXXXXX")
server=

# shellcheck disable=SC2329  # the trap calls it
stop() {
  trap - EXIT INT TERM
  if [[ -n $server ]]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -f "$log"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

give_up() {
  echo "$1 Its log:" >&2
  sed 's/^/  | /' "$log" >&2
  exit 1
}

free_port() {
  "$PYTHON" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Exits 0 if the URL answers 200. No proxy is asked: the service is on this machine.
answers() {
  "$PYTHON" - "$1" <<'PYTHON_CODE' 2>/dev/null
import sys
from urllib.request import ProxyHandler, build_opener

build_opener(ProxyHandler({})).open(sys.argv[1], timeout=5)
PYTHON_CODE
}

port=$(free_port)
export CITEWEAVE_URL="http://127.0.0.1:$port"
echo "Starting Citeweave on $CITEWEAVE_URL ..." >&2
"$CITEWEAVE" serve --host 127.0.0.1 --port "$port" >"$log" 2>&1 &
server=$!

deadline=$((SECONDS + READY_SECONDS))
until answers "$CITEWEAVE_URL/readyz"; do
  kill -0 "$server" 2>/dev/null || give_up "Citeweave stopped before it was ready."
  ((SECONDS < deadline)) || give_up "Citeweave was not ready after $READY_SECONDS seconds."
  sleep 0.5
done

status=0
"$@" || status=$?
exit "$status"
