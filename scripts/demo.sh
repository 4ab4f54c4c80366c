#!/usr/bin/env bash
# Ask a running Citeweave for a summary of files, with curl, and print it. --help tells the rest.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/demo.sh [OPTION...] [FILE...]

Posts the files (.txt .md .html .pdf .docx) to a running Citeweave and prints the summary as Markdown, with
numbered citations. Without files it posts the articles of each folder of examples/.

  -u, --url URL         the service            (CITEWEAVE_URL, else http://127.0.0.1:8080)
  -l, --length LENGTH   short, medium or long  (CITEWEAVE_LENGTH, else the service's default)
  -m, --mode MODE       abstractive or extractive  (CITEWEAVE_MODE)
  -q, --query TEXT      what the summary should be about  (CITEWEAVE_QUERY)
      --json            print the whole answer as JSON
  -h, --help            show this
TEXT
}

die() {
  echo "demo.sh: $1" >&2
  exit "${2:-1}"
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
url=${CITEWEAVE_URL:-http://127.0.0.1:8080}
length=${CITEWEAVE_LENGTH:-}
mode=${CITEWEAVE_MODE:-}
query=${CITEWEAVE_QUERY:-}
accept=text/markdown
files=()

while [[ $# -gt 0 ]]; do
  case $1 in
    -u | --url | -l | --length | -m | --mode | -q | --query)
      [[ $# -ge 2 ]] || die "$1 needs a value" 2
      case $1 in
        -u | --url) url=$2 ;;
        -l | --length) length=$2 ;;
        -m | --mode) mode=$2 ;;
        *) query=$2 ;;
      esac
      shift 2
      ;;
    --json) accept=application/json && shift ;;
    -h | --help) usage && exit 0 ;;
    --) shift && files+=("$@") && break ;;
    -*) die "unknown option $1 (see --help)" 2 ;;
    *) files+=("$1") && shift ;;
  esac
done

answer=$(mktemp "${TMPDIR:-/tmp}/citeweave-answer.XXXXXX")
trap 'rm -f "$answer"' EXIT

# A name between double quotes may hold commas and semicolons; curl wants " and \ escaped in it.
quoted() {
  local name=${1//\\/\\\\}
  printf '"%s"' "${name//\"/\\\"}"
}

# Each poster writes the body to $answer and prints the HTTP status.
post_with_curl() {
  local form=() file
  for file in "$@"; do
    form+=(-F "documents=@$(quoted "$file")")
  done
  [[ -z $length ]] || form+=(--form-string "length=$length")
  [[ -z $mode ]] || form+=(--form-string "mode=$mode")
  [[ -z $query ]] || form+=(--form-string "query=$query")
  curl --silent --show-error --header "Accept: $accept" --output "$answer" --write-out '%{http_code}' \
    "${form[@]}" "$url/v1/summaries"
}

post_with_python() {
  "${PYTHON:-python3}" "$root/scripts/post.py" --accept "$accept" --output "$answer" \
    --field length "$length" --field mode "$mode" --field query "$query" -- "$url/v1/summaries" "$@"
}

summarize() {
  local file status poster=post_with_curl
  for file in "$@"; do
    [[ -f $file && -r $file ]] || die "cannot read $file"
  done
  command -v curl >/dev/null || poster=post_with_python
  status=$("$poster" "$@") || die "no answer from $url (is it running? 'make serve' starts it)"
  if [[ $status != 200 ]]; then
    cat "$answer" >&2
    echo >&2
    die "$url answered $status"
  fi
  show
}

# A terminal cuts long lines anywhere; at spaces they read better.
show() {
  if [[ -t 1 && $accept == text/markdown ]] && command -v fold >/dev/null; then
    fold -s -w "${COLUMNS:-100}" "$answer"
  else
    cat "$answer"
  fi
  [[ -z $(tail -c 1 "$answer") ]] || echo
}

if [[ ${#files[@]} -gt 0 ]]; then
  summarize "${files[@]}"
  exit 0
fi

for event in "$root"/examples/*/; do
  articles=("$event"*)
  echo "Summarizing the ${#articles[@]} articles of examples/$(basename "$event") ..." >&2
  echo >&2
  summarize "${articles[@]}"
done
