"""Hostile requests: a corpus that is the same every time, and an endless stream of seeded mutations."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from tests.under_fire import nasty_files, nasty_text
from tests.under_fire.shots import JSON, Shot

BOUNDARY = "under-fire"
FORM = f"multipart/form-data; boundary={BOUNDARY}"
SOUND = f"{nasty_files.NEWS} {nasty_files.MORE}"
EVENTS = (("Accept", "text/event-stream"),)
MARKDOWN = (("Accept", "text/markdown"),)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

File = tuple[str, bytes, str | None]


def posted(name: str, *documents: Mapping[str, Any], headers: Any = (), **options: Any) -> Shot:
    """Return a request for JSON documents."""
    return Shot(name, encoded({"documents": list(documents), **options}), headers=tuple(headers))


def encoded(value: object) -> bytes:
    """Return JSON in ASCII, so that lone surrogates can be sent, as clients in JavaScript do."""
    return json.dumps(value).encode("ascii")


def uploaded(name: str, *files: File, headers: Any = (), **fields: str) -> Shot:
    """Return a form with files."""
    return Shot(name, form(files, fields), FORM, tuple(headers))


def form(files: Sequence[File], fields: Mapping[str, str]) -> bytes:
    """Return a form's body."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode(
            "utf-8", "surrogatepass"
        )
        for name, value in fields.items()
    ]
    for filename, content, kind in files:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="documents"; filename="{filename}"\r\n'
        typed = f"Content-Type: {kind}\r\n" if kind else ""
        parts.append(f"{head}{typed}\r\n".encode("utf-8", "surrogatepass") + content + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode("ascii")


# The corpus


def corpus() -> Iterator[Shot]:
    """Yield every request that is worth sending again and again; all together take seconds."""
    for part in (_texts, _pages, _files, _shapes, _bodies, _forms, _headers):
        yield from part()


def _texts() -> Iterator[Shot]:
    texts = {
        "bidi": nasty_text.bidi(),
        "zero width": nasty_text.unseen(),
        "tag characters": nasty_text.tags(),
        "towers of marks": nasty_text.marks(200),
        "lone surrogates": nasty_text.surrogates(),
        "brackets": nasty_text.brackets(3000),
        "figures": nasty_text.figures(),
        "dates": nasty_text.days(),
        "punctuation": nasty_text.punctuation(),
        "boilerplate": nasty_text.boilerplate(),
        "NUL": SOUND.replace(" ", "\x00"),
        "one character": "a",
        "one mark": ".",
        "noncharacters": SOUND.replace("e", "\ufffe\ufdd0"),
        "white space": "\u3000\u2028\x85" * 1000 + "a",
    }
    for name, text in texts.items():
        for kind in ("text/plain", "text/markdown", "text/html"):
            yield posted(f"text: {name}", {"text": text, "media_type": kind}, {"text": SOUND})
        yield posted(f"text: {name}", {"text": text}, query=text[:1000], headers=EVENTS)
        yield posted(
            f"names: {name}", {"text": SOUND, "title": text[:1000], "outlet": text[:500]}, mode="extractive"
        )
        yield posted(
            f"names: {name}", {"text": SOUND, "id": text[:512], "url": text[:2048]}, headers=MARKDOWN
        )
        yield uploaded(f"text: {name}", ("a.txt", text.encode("utf-8", "surrogatepass"), None))


def heavy() -> Iterator[Shot]:
    """Yield requests near or over the limits; each may take seconds."""
    yield posted("a line of a megabyte", {"text": nasty_text.long_line()})
    yield posted("a line of a megabyte", {"text": nasty_text.long_line(), "media_type": "text/markdown"})
    yield posted("a line of a megabyte", {"text": nasty_text.long_line(), "media_type": "text/html"})
    yield posted("a word of a megabyte", {"text": nasty_text.one_word()})
    yield posted("a word of a megabyte", {"text": nasty_text.one_word() + "\n" + SOUND})
    yield posted("100,000 sentences of a word", {"text": nasty_text.one_word_sentences()})
    yield posted("45,000 sentences of a word", {"text": nasty_text.one_word_sentences(45_000)})
    yield posted("40,000 lines", {"text": nasty_text.told_in_lines()})
    yield posted("60,000 lines", {"text": nasty_text.told_in_lines(60_000)})
    yield posted("a megabyte of punctuation", {"text": nasty_text.punctuation(1_000_000)})
    yield posted("a megabyte of clutter", {"text": nasty_text.boilerplate(30_000)})
    yield posted("a megabyte of marks", {"text": nasty_text.marks(9000)})
    yield posted("30 documents of a megabyte", *({"text": nasty_text.long_line()} for _ in range(30)))
    yield posted(
        "30 documents of a megabyte", *({"text": f"{n} {nasty_text.told_in_lines(1500)}"} for n in range(30))
    )
    yield posted("1,000 documents", *({"text": f"{SOUND} It had {n} cabins."} for n in range(1000)))
    yield posted("1,000 copies", *({"text": SOUND} for _ in range(1000)))
    yield posted("1,001 documents", *({"text": SOUND} for _ in range(1001)))
    yield posted("more than the limit", {"text": "a" * 1_000_001})
    yield posted("16 megabytes of markup", {"text": "<p>a" * 4_000_000, "media_type": "text/html"})
    yield Shot("a body over the limit", b" " * (32 * 1024 * 1024 + 1))
    yield Shot("a body of white space", b" " * (32 * 1024 * 1024))
    yield Shot("a list of a million", b'{"documents": [' + b"0," * 1_000_000 + b"0]}")
    yield Shot("a million keys", b"{" + b",".join(b'"%d": 0' % n for n in range(1_000_000)) + b"}")
    yield Shot("a million brackets", b"[" * 1_000_000)
    yield Shot("a form over the limit", form([("a.txt", b"a" * (33 * 1024 * 1024), None)], {}), FORM)
    yield uploaded("a file over the limit", ("a.txt", b"a " * (9 * 1024 * 1024), None))
    for name, content in nasty_files.pdf_files().items():
        if name in ("flate bomb", "operators", "run lengths"):
            yield uploaded(f"PDF: {name}, ten times", *((f"{n}.pdf", content, None) for n in range(10)))
    allowed = nasty_files.drawn(140_000)
    yield uploaded("PDF: 140,000 operators, ten times", *((f"{n}.pdf", allowed, None) for n in range(10)))
    yield uploaded("a megabyte of binary", ("a.txt", bytes(range(256)) * 4096, None))
    for unit in ("<div>", "<b>", "&lt;", "<a href=x>y</a> ", "<table><tr><td>"):
        page = unit * (1_000_000 // len(unit)) + SOUND
        yield posted(f"a megabyte of {unit}", {"text": page, "media_type": "text/html"})


def _pages() -> Iterator[Shot]:
    for name, page in nasty_files.pages().items():
        yield posted(f"page: {name}", {"text": page, "media_type": "text/html"}, {"text": SOUND})
        yield uploaded(f"page: {name}", ("a.html", page.encode("utf-8", "replace"), None))
    for charset in (
        "utf-99",
        "utf-16",
        "utf-7",
        "rot13",
        "hex",
        "idna",
        "punycode",
        "unicode_escape",
        "base64",
    ):
        page = nasty_files.declared(nasty_files.pages()["hidden"], charset)
        yield uploaded(f"page that declares {charset}", ("a.html", page, f"text/html; charset={charset}"))


def _files() -> Iterator[Shot]:
    for name, content in nasty_files.word_files().items():
        yield uploaded(f"DOCX: {name}", ("a.docx", content, _DOCX), ("b.txt", SOUND.encode(), None))
    for name, content in nasty_files.pdf_files().items():
        yield uploaded(f"PDF: {name}", ("a.pdf", content, "application/pdf"))
    for name, content in nasty_files.encodings().items():
        for ending in ("txt", "md", "html"):
            yield uploaded(f"encoding: {name}", (f"a.{ending}", content, None))
    for ending in ("txt", "md", "html", "pdf", "docx"):
        yield uploaded(
            f"a picture as {ending}", (f"a.{ending}", b"\x89PNG\r\n\x1a\n" + bytes(500), "image/png")
        )
        yield uploaded(f"nothing as {ending}", (f"a.{ending}", b"", None))
        yield uploaded(f"a page as {ending}", (f"a.{ending}", f"<p>{SOUND}</p>".encode(), None))


VALUES: tuple[object, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        10**400,
        -(10**30),
        0.5,
        1e308,
        "",
        " ",
        "x",
        "\x00",
        "\ud800",
        "a" * 5000,
    ),
    *([], [[]], [None], {}, {"": {}}, {"words": 5}, {"sentences": 0}, {"words": 10**9}, ["documents"]),
    *("short", "LONG", "text/plain", "text/html; charset=\x00", "application/pdf", "../../etc/passwd"),
    *(
        "2031-01-01",
        "0000-00-00",
        "9999-12-31T23:59:59+23:59",
        "0001-01-01T00:00:00-23:59",
        "2031-W01-1",
        "٢٠٣١-٠١-٠١",
    ),
    *(
        "http://[::1",
        "http://[",
        "javascript:alert(1)",
        "http://a:99999999/",
        "http://\ud800/",
        "//[]:",
        "<script>",
    ),
    *("{}", "%s%n", "${jndi:ldap://127.0.0.1/x}", "'; DROP TABLE jobs; --", "__proto__", "__class__"),
)
"""Values of every type, for fields that want another."""

FIELDS = ("text", "id", "title", "url", "outlet", "published_at", "media_type")
OPTIONS = ("documents", "length", "format", "mode", "query", "include_text")


def _shapes() -> Iterator[Shot]:
    for value in VALUES:
        for field in FIELDS:
            yield posted(f"field {field}", {"text": SOUND, field: value})
        for option in OPTIONS:
            yield Shot(f"option {option}", encoded({"documents": [{"text": SOUND}], option: value}))
        yield Shot("body", encoded(value))
    yield posted("equal ids", {"text": SOUND, "id": "a"}, {"text": SOUND, "id": "a"})
    yield posted("ids that look equal", {"text": SOUND, "id": "é"}, {"text": SOUND, "id": "e\u0301"})
    yield posted("ids as we make them", {"text": SOUND}, {"text": SOUND, "id": "doc-1"}, {"text": SOUND})
    yield posted("many faults", *({"text": 5, "x" * 300: n} for n in range(1000)))
    yield Shot(
        "keys twice",
        b'{"documents": [{"text": "a. B c."}], "documents": [{"text": "x", "text": "A ferry."}]}',
    )


def _bodies() -> Iterator[Shot]:
    sound = encoded({"documents": [{"text": SOUND}]})
    yield Shot("deep lists", b"[" * 20_000 + b"]" * 20_000)
    yield Shot("deep objects", b'{"documents":' * 20_000 + b"1" + b"}" * 20_000)
    yield Shot("deep text", b'{"documents": [{"text": ' + b"[" * 900 + b"]" * 900 + b"}]}")
    yield Shot("long number", b'{"documents": ' + b"9" * 100_000 + b"}")
    yield Shot("long fraction", b'{"documents": 0.' + b"9" * 100_000 + b"}")
    yield Shot("exponent", b'{"length": {"words": 1e99999}, "documents": [{"text": "A ferry sank."}]}')
    yield Shot("not a number", sound.replace(b"}]", b'}], "length": NaN, "x": [-Infinity'))
    for cut in range(0, len(sound), 7):
        yield Shot("cut off", sound[:cut])
    for encoding in ("utf-8-sig", "utf-16", "utf-32", "utf-7", "latin-1"):
        yield Shot(
            f"in {encoding}", '{"documents": [{"text": "Åse said that the ferry sank."}]}'.encode(encoding)
        )
    yield Shot("raw surrogates", b'{"documents": [{"text": "\xed\xa0\x80 sank."}]}')
    yield Shot("raw NUL", sound + b"\x00")
    yield Shot("raw control characters", sound.replace(b" ", b"\x01"))
    yield Shot("packed", gzip.compress(sound), headers=(("Content-Encoding", "gzip"),))
    yield Shot("packed bomb", gzip.compress(bytes(10_000_000)), headers=(("Content-Encoding", "gzip"),))
    yield Shot("a form in JSON's name", form([("a.txt", SOUND.encode(), None)], {}))
    for length in (
        "0",
        "1",
        str(len(sound) - 1),
        str(len(sound) + 1),
        "999999999999999999999",
        "-1",
        "x",
        "1e3",
        " 5 ",
    ):
        yield Shot(f"Content-Length: {length}", sound, length=length)
        yield Shot(
            f"Content-Length: {length}", form([("a.txt", SOUND.encode(), None)], {}), FORM, length=length
        )
    yield Shot("no length", sound, length="")
    yield Shot("slow", sound, step=1)
    yield Shot("slow form", form([("a.txt", SOUND.encode(), None)], {}), FORM, step=1)
    for kind in (
        *(
            None,
            "",
            "json",
            "application/json;",
            "application/json; charset=utf-16",
            "application/json; charset=\xff",
        ),
        *(
            "application/vnd.x+json",
            "application/+json",
            "text/json",
            "application/x-www-form-urlencoded",
            "*/*",
        ),
        *(
            "APPLICATION/JSON",
            "application/json, text/html",
            "a" * 10_000,
            "multipart/mixed; boundary=x",
            "\x00/\x00",
        ),
        *(
            "application/json;" + ";" * 5000,
            'application/json; a="' + "\\" * 5000,
            "application/json; boundary*0*=x",
        ),
    ):
        yield Shot(f"Content-Type: {str(kind)[:40]!r}", sound, kind)


def _forms() -> Iterator[Shot]:
    text = SOUND.encode()
    sound = form([("a.txt", text, None)], {"length": "short"})
    for kind in (
        *("multipart/form-data", "multipart/form-data; boundary=", 'multipart/form-data; boundary=""'),
        *(
            "multipart/form-data; boundary=other",
            "multipart/form-data; boundary=é",
            "multipart/form-data; boundary=\xff",
        ),
        *(
            f"multipart/form-data; boundary={'x' * 5000}",
            "multipart/form-data; boundary=a\\",
            "multipart/form-data;;;",
        ),
        *(f"multipart/form-data; boundary*=utf-8''{BOUNDARY}", f'multipart/form-data; boundary="{BOUNDARY}'),
    ):
        yield Shot(f"form: {kind[:60]!r}", sound, kind)
    for cut in range(0, len(sound), 9):
        yield Shot("form: cut off", sound[:cut], FORM)
    yield Shot("form: bare line feeds", sound.replace(b"\r\n", b"\n"), FORM)
    yield Shot("form: bare returns", sound.replace(b"\r\n", b"\r"), FORM)
    yield Shot("form: no end", sound.replace(b"--under-fire--", b""), FORM)
    yield Shot("form: more behind the end", sound + sound, FORM)
    yield Shot("form: before the start", b"x" * 100_000 + b"\r\n" + sound, FORM)
    yield Shot("form: empty", f"--{BOUNDARY}--\r\n".encode(), FORM)
    yield Shot("form: boundaries", f"--{BOUNDARY}\r\n".encode() * 5000, FORM)
    yield Shot(
        "form: long header", sound.replace(b"form-data;", b"form-data; x=" + b"y" * 2_000_000 + b";"), FORM
    )
    yield Shot("form: many headers", sound.replace(b"\r\n\r\n", b"\r\nX: y" * 20_000 + b"\r\n\r\n"), FORM)
    yield Shot("form: header without colon", sound.replace(b"Disposition:", b"Disposition"), FORM)
    yield Shot("form: no disposition", sound.replace(b"Content-Disposition", b"X-Disposition"), FORM)
    yield Shot("form: folded header", sound.replace(b"; name", b";\r\n name"), FORM)
    yield Shot("form: parts in parts", form([("a.txt", sound, FORM)], {}), FORM)
    yield uploaded("form: many files", *((f"{n}.txt", b"x", None) for n in range(1200)))
    yield uploaded("form: many fields", ("a.txt", text, None), **{f"f{n}": "x" for n in range(500)})
    yield uploaded("form: equal names", *(("a.txt", text, None) for _ in range(50)))
    for name in (
        *(
            "../../../../etc/passwd.txt",
            "..\\..\\x.txt",
            "/etc/passwd",
            "C:\\x.txt",
            "a\x00.txt",
            "\u202etxt.exe",
            ".txt",
        ),
        *(
            "a" * 5000 + ".txt",
            "con.txt",
            "a.txt/",
            "é.txt",
            "\ud800.txt",
            "a\\",
            "%2e%2e%2fa.txt",
            "a.txt;.exe",
            "a.PDF",
        ),
        *(
            "a.tar.gz",
            "a.html.exe",
            " ",
            "",
            ".",
            "..",
            "-",
            "~/a.txt",
            "$(id).txt",
            "<script>.txt",
            "a.txt\t",
            "a.\xa0txt",
        ),
    ):
        yield uploaded(f"form: file {name[:40]!r}", (name, text, None))
        yield uploaded(f"form: file {name[:40]!r}", (name, text, "text/plain; charset=\x00"))
    for value in (
        "",
        "[]",
        "{}",
        "null",
        "[1]",
        "[{}, {}, {}]",
        '[{"title": 5}]',
        "[" * 5000,
        '[{"title": "\\ud800"}]',
        "\x00",
    ):
        yield uploaded("form: metadata", ("a.txt", text, None), metadata=value)
    for value in (
        "",
        "0",
        "-1",
        "{",
        '{"words": 1e999}',
        "9" * 5000,
        '{"words": 5}',
        "[" * 3000,
        "\x00",
        "short ",
    ):
        yield uploaded("form: length", ("a.txt", text, None), length=value)


def _headers() -> Iterator[Shot]:
    sound = encoded({"documents": [{"text": SOUND}]})
    odd: tuple[str, ...] = (
        "",
        " ",
        ",",
        ";",
        "\x00",
        "\xff",
        "a" * 8000,
        ";q=" * 2000,
        "*/*;q=-1",
        "é",
        "%",
        '"',
        "\\" * 500,
    )
    names = (
        "Accept",
        "Prefer",
        "Idempotency-Key",
        "X-Request-Id",
        "Authorization",
        "Cookie",
        "Range",
        "If-None-Match",
    )
    for name in (
        *names,
        "Host",
        "X-Forwarded-For",
        "Expect",
        "Accept-Encoding",
        "Origin",
        "TE",
        "Upgrade",
        "Date",
    ):
        for value in odd:
            yield Shot(f"{name}: {value[:20]!r}", sound, headers=((name, value),))
    for accepted in (
        "text/event-stream;q=x",
        "text/markdown",
        "image/png",
        "*/*;q=0",
        "application/json;q=0, */*",
        "a/b/c",
    ):
        yield Shot(f"Accept: {accepted}", sound, headers=(("Accept", accepted),))
    for method in ("GET", "HEAD", "PUT", "PATCH", "OPTIONS", "TRACE", "CONNECT", "X" * 500, "post", ""):
        yield Shot(f"method {method[:10]}", sound, method=method)
    for path in (
        *(
            "/",
            "//",
            "/../../etc/passwd",
            "/%2e%2e/",
            "/v1/summaries/",
            "/v1//summaries",
            "/V1/SUMMARIES",
            "/\x00",
            "/\xff",
        ),
        *(
            "/v1/jobs/",
            "/v1/jobs/x",
            "/v1/jobs/job_" + "a" * 32,
            "/v1/jobs/" + "a" * 5000,
            "/v1/jobs/../jobs/x",
            "/é",
        ),
        *(
            "/static/../service/settings.py",
            "/static/%2e%2e/x",
            "/openapi.json?x=\x00",
            "/docs",
            "/metrics",
            "/readyz",
            "",
        ),
        *(
            "/healthz?" + "a=b&" * 5000,
            "/v1/jobs/job_" + "\x00" * 32,
            "/v1/jobs/job_' OR 1=1 --",
            "/{0}",
            "/%s%n",
        ),
    ):
        for method in ("GET", "DELETE", "POST"):
            yield Shot(f"{method} {path[:40]!r}", sound, method=method, path=path)


# The stream


def stream(seed: int = 0) -> Iterator[Shot]:
    """Yield mutated requests without an end; the n-th of a seed is always the same."""
    number = 0
    while True:
        yield mutated(random.Random(f"{seed}:{number}"), f"{seed}:{number}")
        number += 1


def mutated(draw: random.Random, name: str) -> Shot:
    """Return one request; `name` says how to make it again."""
    kinds: Mapping[Callable[[random.Random], Shot], int] = {
        _random_texts: 45,
        _random_shape: 12,
        _broken_json: 8,
        _random_files: 25,
        _broken_form: 5,
        _random_headers: 5,
    }
    make = draw.choices(list(kinds), list(kinds.values()))[0]
    shot = make(draw)
    return Shot(
        f"{name} {shot.name}", *(getattr(shot, field) for field in list(Shot.__dataclass_fields__)[1:])
    )


def _random_texts(draw: random.Random) -> Shot:
    documents = [_random_document(draw) for _ in range(draw.choice((1, 1, 2, 3, 6)))]
    options = {
        "length": draw.choice(
            ("short", "medium", "long", {"words": draw.randrange(1, 400)}, {"sentences": 3})
        ),
        "mode": draw.choice(("abstractive", "extractive")),
        "format": draw.choice(("paragraph", "bullets")),
        "query": draw.choice((None, None, nasty_text.mixture(draw, 5)[:1000])),
        "include_text": draw.random() < 0.5,
    }
    return posted("texts", *documents, headers=draw.choice(((), (), (), (), EVENTS, MARKDOWN)), **options)


def _random_document(draw: random.Random) -> dict[str, Any]:
    document: dict[str, Any] = {"text": nasty_text.chosen(draw)}
    if draw.random() < 0.3:
        document["text"] = SOUND + " " + document["text"]
    if draw.random() < 0.4:
        document["media_type"] = draw.choice(("text/plain", "text/markdown", "text/html", "text/html"))
    for field, most in (("title", 1000), ("outlet", 500), ("url", 2048)):
        if draw.random() < 0.2:
            document[field] = nasty_text.mixture(draw, 5)[:most]
    if draw.random() < 0.3:
        document["published_at"] = (
            f"{draw.randrange(1, 9999):04}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}"
        )
    return document


def _random_shape(draw: random.Random) -> Shot:
    value: dict[str, Any] = {"documents": [_random_document(draw) for _ in range(2)]}
    for _ in range(draw.randrange(1, 4)):
        if draw.random() < 0.5:
            value["documents"][draw.randrange(2)][draw.choice((*FIELDS, "x"))] = draw.choice(VALUES)
        else:
            value[draw.choice((*OPTIONS[1:], "x"))] = draw.choice(VALUES)
    return Shot("shape", encoded(value))


def _broken_json(draw: random.Random) -> Shot:
    return Shot("broken JSON", damaged(_random_texts(draw).body, draw))


def _random_files(draw: random.Random) -> Shot:
    files = [_random_file(draw) for _ in range(draw.choice((1, 1, 2, 4)))]
    fields = {"include_text": "true"} if draw.random() < 0.3 else {}
    return uploaded("files", *files, headers=draw.choice(((), (), (), EVENTS)), **fields)


def _random_file(draw: random.Random) -> File:
    ending, made = draw.choice(_sources())
    content = made if isinstance(made, bytes) else nasty_text.chosen(draw).encode(made, "replace")
    if draw.random() < 0.6:
        content = damaged(content, draw)
    if draw.random() < 0.1:
        ending = draw.choice(("txt", "md", "html", "pdf", "docx", "htm", "xhtml", "exe"))
    return (
        f"{draw.randrange(1000)}.{ending}",
        content,
        draw.choice((None, "text/plain", "application/pdf", "x")),
    )


@cache
def _sources() -> tuple[tuple[str, bytes | str], ...]:
    """Return what files are made of: bytes, or the encoding of a text that is still to be drawn."""
    small = 60_000  # what is larger is sent once, by `corpus`
    rows: list[tuple[str, bytes | str]] = []
    rows += [("html", page.encode("utf-8", "replace")) for page in nasty_files.pages().values()]
    rows += [("docx", content) for content in nasty_files.word_files().values()]
    rows += [("pdf", content) for content in nasty_files.pdf_files().values()]
    rows += [("txt", content) for content in nasty_files.encodings().values()]
    kept = [(ending, content) for ending, content in rows if len(content) < small]
    return (
        *kept,
        *((ending, code) for ending in ("txt", "md", "html") for code in ("utf-8", "utf-16", "cp1252") * 4),
    )


def _broken_form(draw: random.Random) -> Shot:
    return Shot("broken form", damaged(_random_files(draw).body, draw), FORM)


def _random_headers(draw: random.Random) -> Shot:
    shot = _random_texts(draw)
    names = (
        "Accept",
        "Content-Encoding",
        "Authorization",
        "X-Request-Id",
        "Range",
        "Cookie",
        "Accept-Language",
    )
    value = "".join(chr(draw.randrange(1, 256)) for _ in range(draw.randrange(60)))
    return Shot(
        "headers", shot.body, JSON, ((draw.choice(names), value),), draw.choice((None, None, "1", "99999999"))
    )


def damaged(content: bytes, draw: random.Random) -> bytes:
    """Return bytes with a few flipped, cut, doubled, moved or put in."""
    found = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 5, 20))):
        at, length = draw.randrange(len(found) + 1), draw.choice((1, 1, 4, 50, 1000))
        kind = draw.randrange(6)
        if kind == 0 and found:
            found[at % len(found)] ^= 1 << draw.randrange(8)
        elif kind == 1:
            del found[at : at + length]
        elif kind == 2:
            found[at:at] = found[at : at + length] * draw.choice((1, 3, 10))
        elif kind == 3:
            found[at:at] = draw.randbytes(length)
        elif kind == 4:
            found[at : at + length] = bytes(min(length, len(found) - at))
        else:
            found[at:at] = draw.choice(
                (b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n", b'"', b"\\u0000", b"<<", b">>", b"--", b"]")
            )
    return bytes(found)
