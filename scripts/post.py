"""Post files as multipart/form-data with nothing but the standard library: for machines without curl.

Writes the body of the answer to a file and prints the HTTP status, as demo.sh expects of curl.
"""

from __future__ import annotations

import argparse
import uuid
from collections.abc import Sequence
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen


def form_body(fields: Sequence[tuple[str, str]], files: Sequence[Path], boundary: str) -> bytes:
    """Return the body: a part for each field that has a value, then a part for each file."""
    parts = [_part(f'name="{name}"', value.encode(), boundary) for name, value in fields if value]
    parts += [
        _part(f'name="documents"; filename="{_quoted(f.name)}"', f.read_bytes(), boundary) for f in files
    ]
    return b"".join([*parts, f"--{boundary}--\r\n".encode()])


def _part(disposition: str, content: bytes, boundary: str) -> bytes:
    head = f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"
    return head.encode() + content + b"\r\n"


def _quoted(name: str) -> str:
    """Escape a file's name the way browsers do (WHATWG HTML, multipart/form-data)."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def post(url: str, body: bytes, boundary: str, accept: str) -> tuple[int, bytes]:
    """Return the answer's status and body. Raises URLError if nothing answers."""
    headers = {"Accept": accept, "Content-Type": f"multipart/form-data; boundary={boundary}"}
    try:
        with urlopen(Request(url, body, headers)) as answer:  # noqa: S310 - the caller's own service
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


def main() -> None:
    """Read the command line, post, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accept", default="application/json")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--field", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"))
    parser.add_argument("url")
    parser.add_argument("files", type=Path, nargs="+")
    args = parser.parse_args()
    if not args.url.startswith(("http://", "https://")):
        parser.error("the URL must begin with http:// or https://")
    boundary = uuid.uuid4().hex
    status, body = post(args.url, form_body(args.field, args.files, boundary), boundary, args.accept)
    args.output.write_bytes(body)
    print(status)


if __name__ == "__main__":
    main()
