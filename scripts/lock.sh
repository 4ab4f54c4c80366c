#!/usr/bin/env bash
# Write requirements.lock (what the service needs) and requirements-dev.lock (and what its tests need) anew.
#
# Versions come from constraints.txt; hashes are those of every file of a version, so that one lock serves every
# Python and platform. torch is left out: its build is yours to choose. Needs the network, and uv (`pip install uv`).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PYTHON=${PYTHON:-python3}
OLDEST=3.11

# uv does not read pip's configuration.
index=$("$PYTHON" -m pip config get global.index-url 2>/dev/null || true)
[[ -z $index ]] || export UV_DEFAULT_INDEX="$index"

# What pyproject.toml asks for, with the given extras, and what it is built with.
wanted() {
  "$PYTHON" - "$@" <<'PYTHON_CODE'
import sys
import tomllib

with open("pyproject.toml", "rb") as file:
    told = tomllib.load(file)
project = told["project"]
extras = [line for name in sys.argv[1:] for line in project["optional-dependencies"][name]]
lines = [*told["build-system"]["requires"], *project["dependencies"], *extras]
print(*(line for line in lines if not line.startswith("torch")), sep="\n")
PYTHON_CODE
}

lock() {
  local file=$1
  shift
  {
    echo "# Written by 'make lock'. Install with: pip install --require-hashes --no-deps -r $file"
    wanted "$@" | "$PYTHON" -m uv pip compile --quiet --universal --python-version "$OLDEST" --generate-hashes \
      --no-emit-package torch --no-annotate --no-header --constraints constraints.txt -
  } >"$file.new"
  mv "$file.new" "$file"
}

lock requirements.lock queue
lock requirements-dev.lock queue dev
