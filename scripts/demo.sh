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
      --async           ask for a job, look how far it is until it has ended, and print it as JSON
      --stream          print the events as they come: progress, each sentence once it is verified, the summary
  -h, --help            show this

A service that asks for a key gets the one in CITEWEAVE_KEY. --async, --stream and keys need curl.
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
key=${CITEWEAVE_KEY:-}
accept=text/markdown
way=sync
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
    --async) way=async && accept=application/json && shift ;;
    --stream) way=stream && accept=text/event-stream && shift ;;
    -h | --help) usage && exit 0 ;;
    --) shift && files+=("$@") && break ;;
    -*) die "unknown option $1 (see --help)" 2 ;;
    *) files+=("$1") && shift ;;
  esac
done

answer=$(mktemp "${TMPDIR:-/tmp}/citeweave-answer.XXXXXX")
trap 'rm -f "$answer" "$answer.head"' EXIT

# A name between double quotes may hold commas and semicolons; curl wants " and \ escaped in it.
quoted() {
  local name=${1//\\/\\\\}
  printf '"%s"' "${name//\"/\\\"}"
}

# A key comes from a file descriptor, since everybody on this machine can see a program's arguments.
ask() {
  if [[ -n $key ]]; then
    curl --silent --show-error --header @<(printf 'Authorization: Bearer %s' "$key") "$@"
  else
    curl --silent --show-error "$@"
  fi
}

# Fills $form with what is posted.
fill() {
  local file
  form=()
  for file in "$@"; do
    form+=(-F "documents=@$(quoted "$file")")
  done
  [[ -z $length ]] || form+=(--form-string "length=$length")
  [[ -z $mode ]] || form+=(--form-string "mode=$mode")
  [[ -z $query ]] || form+=(--form-string "query=$query")
}

# Each poster writes the body to $answer and prints the HTTP status.
post_with_curl() {
  fill "$@"
  ask --header "Accept: $accept" --output "$answer" --write-out '%{http_code}' "${form[@]}" "$url/v1/summaries"
}

post_with_python() {
  "${PYTHON:-python3}" "$root/scripts/post.py" --accept "$accept" --output "$answer" \
    --field length "$length" --field mode "$mode" --field query "$query" -- "$url/v1/summaries" "$@"
}

# Ends the script unless the answer has the status that is expected.
expect() {
  if [[ $2 != "$1" ]]; then
    cat "$answer" >&2
    echo >&2
    die "$url answered $2"
  fi
}

no_answer() {
  die "no answer from $url (is it running? 'make serve' starts it)"
}

summarize() {
  local file
  for file in "$@"; do
    [[ -f $file && -r $file ]] || die "cannot read $file"
  done
  if [[ $way != sync || -n $key ]]; then
    command -v curl >/dev/null || die "--async, --stream and keys need curl"
  fi
  "summarize_$way" "$@"
}

summarize_sync() {
  local status poster=post_with_curl
  command -v curl >/dev/null || poster=post_with_python
  status=$("$poster" "$@") || no_answer
  expect 200 "$status"
  show
}

# Asks for a job, and every two seconds how far it is, as `Retry-After` says.
summarize_async() {
  local status job state=queued
  fill "$@"
  status=$(ask --header 'Prefer: respond-async' --dump-header "$answer.head" --output "$answer" \
    --write-out '%{http_code}' "${form[@]}" "$url/v1/summaries") || no_answer
  expect 202 "$status"
  job=$(sed -n 's/^[Ll]ocation: *\([^[:space:]]*\).*/\1/p' "$answer.head")
  echo "The job is at $url$job" >&2
  while [[ $state == queued || $state == running ]]; do
    sleep "${POLL_SECONDS:-2}"
    status=$(ask --output "$answer" --write-out '%{http_code}' "$url$job") || no_answer
    expect 200 "$status"
    state=$(field status)
    echo "$state $(field stage)" >&2
  done
  show
  [[ $state == succeeded ]] || die "the job $state"
}

# The first string of that name in $answer, which is JSON without blanks; what is in quotes there is no text.
field() {
  grep -o "\"$1\":\"[a-z]*\"" "$answer" | head -n 1 | cut -d '"' -f 4
}

summarize_stream() {
  fill "$@"
  ask --no-buffer --fail-with-body --header "Accept: $accept" "${form[@]}" "$url/v1/summaries" ||
    die "no stream from $url (is it running? 'make serve' starts it)"
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
