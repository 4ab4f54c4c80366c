"""A client of Citeweave, to copy from: a summary at once, as a job, or sentence by sentence.

    pip install httpx
    python examples/client.py wire.txt local.html
    python examples/client.py --stream wire.txt local.html
    python examples/client.py --job wire.txt local.html

CITEWEAVE_URL is the service (else http://127.0.0.1:8080), CITEWEAVE_KEY the key where it asks for one.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx

SUMMARIES = "/v1/summaries"


class ProblemError(Exception):
    """What the service answered instead of a summary, in its own words (RFC 9457)."""

    def __init__(self, problem: dict[str, Any]) -> None:
        faults = [f"{fault['pointer']}: {fault['detail']}" for fault in problem["errors"]]
        super().__init__("\n  ".join([f"{problem['status']} {problem['detail']}", *faults]))


def connect(url: str, key: str = "") -> httpx.Client:
    """Return a client that waits for as long as a summary takes."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return httpx.Client(base_url=url, headers=headers, timeout=httpx.Timeout(10, read=None))


def summarize(client: httpx.Client, paths: Sequence[Path], **options: str) -> dict[str, Any]:
    """Return the summary of files. Options are those of the contract, such as `length="short"`."""
    response = client.post(SUMMARIES, files=_files(paths), data=options)
    summary: dict[str, Any] = _checked(response).json()
    return summary


def stream(
    client: httpx.Client, paths: Sequence[Path], **options: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each event as it comes: `progress`, `sentence`, at last `summary`."""
    accept = {"Accept": "text/event-stream"}
    with client.stream("POST", SUMMARIES, files=_files(paths), data=options, headers=accept) as response:
        if response.is_error:
            response.read()
        _checked(response)
        name = ""
        for line in response.iter_lines():
            field, _, value = line.partition(": ")
            if field == "event":
                name = value
            elif field == "data" and name == "error":
                raise ProblemError(json.loads(value))
            elif field == "data":
                yield name, json.loads(value)


def summarize_later(client: httpx.Client, paths: Sequence[Path], **options: str) -> dict[str, Any]:
    """Return the summary of files, made as a job: the connection may break, the job goes on."""
    asked = client.post(SUMMARIES, files=_files(paths), data=options, headers={"Prefer": "respond-async"})
    address = _checked(asked).headers["Location"]
    while True:
        response = _checked(client.get(address))
        job: dict[str, Any] = response.json()
        if job["status"] == "succeeded":
            summary: dict[str, Any] = job["result"]
            return summary
        if job["status"] == "failed":
            raise ProblemError(job["error"])
        if job["status"] == "cancelled":
            raise RuntimeError(f"{address} was cancelled")
        print(f"{job['status']}: {job['progress']['fraction']:.0%}", file=sys.stderr)
        time.sleep(float(response.headers["Retry-After"]))


def _files(paths: Sequence[Path]) -> list[tuple[str, tuple[str, bytes]]]:
    return [("documents", (path.name, path.read_bytes())) for path in paths]


def _checked(response: httpx.Response) -> httpx.Response:
    if response.is_error:
        raise ProblemError(response.json())
    return response


def show(sentence: dict[str, Any]) -> None:
    """Print a sentence, and under it the passages that support it."""
    print(sentence["text"])
    for cited in sentence["citations"]:
        place = f"{cited['document_id']} {cited['start_char_index']}-{cited['end_char_index']}"
        print(f"    {place}: {cited['cited_text']}")


def main() -> None:
    """Summarize the files that are named, in one of the three ways."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--stream", action="store_true", help="show each sentence as soon as it is verified")
    way.add_argument(
        "--job", action="store_true", help="ask for a job, and fetch the summary when it is done"
    )
    parser.add_argument("--length", default="medium", choices=["short", "medium", "long"])
    parser.add_argument("files", nargs="+", type=Path)
    args = parser.parse_args()
    url = os.environ.get("CITEWEAVE_URL", "http://127.0.0.1:8080")
    try:
        with connect(url, os.environ.get("CITEWEAVE_KEY", "")) as client:
            if args.stream:
                for name, data in stream(client, args.files, length=args.length):
                    if name == "sentence":
                        show(data)
            else:
                ask = summarize_later if args.job else summarize
                for sentence in ask(client, args.files, length=args.length)["sentences"]:
                    show(sentence)
    except ProblemError as problem:
        sys.exit(f"{url} answered {problem}")
    except httpx.ConnectError:
        sys.exit(f"no answer from {url}: is it running?")


if __name__ == "__main__":
    main()
