"""Files that break parsers, made by code: web pages, Word files, PDFs, and bytes that only claim to be."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence

NEWS = "The ferry Alba sank on Monday in the strait of Orre with ninety people on board."
MORE = "Four fishing boats took up the survivors before it grew dark, the coast guard said."

# Web pages


def pages() -> Mapping[str, str]:
    """Return hostile web pages by name, each of at most a few hundred kilobytes."""
    article = f"<article><h1>Ferry sinks</h1><p>{NEWS}</p><p>{MORE}</p></article>"
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    deep_json = '{"@graph":' * 3000 + "{}" + "}" * 3000
    return {
        "deep divs": "<div>" * 20_000 + article,
        "deep formatting": "<b><i>" * 10_000 + article,
        "deep tables": "<table><tr><td>" * 2000 + article,
        "deep lists": "<ul><li>" * 3000 + article,
        "deep quotes": "<blockquote>" * 3000 + article,
        "unclosed tags": f"<p{' <p' * 20_000}{article}",
        "only openings": "<" * 50_000 + article,
        "unclosed comment": article + "<!--" + " -" * 20_000,
        "unclosed script": article + "<script>" + "x" * 50_000,
        "entity bomb": f'<!DOCTYPE html [<!ENTITY l0 "lol">{lol}]><body>&l9;{article}</body>',
        "external entity": f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>{article}',
        "entities": "&amp;" * 20_000 + "&#0;&#xFFFFFFFF;&#55296;&bogus;" * 500 + article,
        "many attributes": f"<p {' '.join(f'a{n}=1' for n in range(20_000))}>{NEWS}</p>{article}",
        "long attribute": f"<p class='{'x ' * 50_000}' style='{'display:' * 20_000}'>{NEWS}</p>{article}",
        "many paragraphs": "<p>x" * 20_000 + article,
        "many breaks": "<br>" * 20_000 + article,
        "many links": "<li><a href='javascript:x'>Read more</a>" * 5000 + article,
        "wide table": f"<table><tr>{'<td>x' * 10_000}</table>{article}",
        "huge spans": f"<table><tr><td colspan=99999999 rowspan=99999999>x</table>{article}",
        "style sheet": f"<style>{'.a{' * 5000}{'.b,' * 5000}display:none}}</style>{article}",
        "hidden": f"<style>p{{display:none}}</style><p style='font-size:0'>{MORE}</p>{article}",
        "linked data": f'<script type="application/ld+json">{deep_json}</script>{article}',
        "odd linked data": '<script type="application/ld+json">'
        '[{"headline": 5, "datePublished": ["2031"], "publisher": [[]]}, "x", null, 1e999]</script>'
        + article,
        "odd dates": '<meta property="article:published_time" content="99999-99-99T99:99">'
        f'<time datetime="0000-00-00" pubdate>x</time>{article}',
        "long title": f"<title>{'ferry | ' * 5000}</title>{article}",
        "odd address": f'<base href="http://[::1"><link rel=canonical href="http://[">{article}',
        "refresh": f'<meta http-equiv=refresh content="0;url=http://169.254.169.254/">{article}',
        "frames": f'<frameset><frame src="file:///etc/passwd"></frameset><iframe srcdoc="{NEWS}"></iframe>',
        "svg and math": f"<svg>{'<g>' * 2000}<foreignObject>{article}</foreignObject></svg><math>"
        + "<mi>" * 2000,
        "cdata": f"<![CDATA[{article}]]>" * 50,
        "processing": f'<?xml version="1.0" encoding="utf-99"?><?php {"<?" * 2000} ?>{article}',
        "NUL and friends": article.replace(" ", "\x00 \x1b"),
        "odd characters": article.replace("e", "e\ufdd0\ufffe\ud800\u202e"),
        "templates": f"<template>{article}</template><noscript>{article}</noscript>",
        "nothing": "<html></html>",
        "blank": "<p>&nbsp;</p>" * 1000,
    }


def declared(page: str, charset: str) -> bytes:
    """Return a page that declares a character set and is written in another."""
    return f'<meta charset="{charset}">{page} Æøå “é”'.encode("cp1252", "replace")


# Word files

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _relations(*targets: tuple[str, str]) -> str:
    rows = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}">{"".join(rows)}</Relationships>'


def word_xml(body: str, before: str = "") -> str:
    """Return the XML of a Word document's main part."""
    return f'<?xml version="1.0"?>{before}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'


def paragraph(text: str) -> str:
    """Return a paragraph of it."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word(main: str | bytes, extra: Iterable[tuple[str, str | bytes]] = ()) -> bytes:
    """Return a Word file around a main part, with more parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _relations((f"{_OFFICE}/officeDocument", "word/document.xml")))
        archive.writestr("word/document.xml", main)
        for name, content in extra:
            archive.writestr(name, content)
    return stream.getvalue()


def word_files() -> Mapping[str, bytes]:
    """Return hostile Word files by name."""
    good = paragraph(NEWS) + paragraph(MORE)
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE w:document [<!ENTITY l0 "lol">{lol}]>'
    outside = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    cell = "<w:tbl><w:tr><w:tc>"
    ended = "</w:tc></w:tr></w:tbl>"
    cyclic = (
        f'<w:styles xmlns:w="{_WORD}"><w:style w:type="paragraph" w:default="1" w:styleId="a">'
        '<w:name w:val="a"/><w:basedOn w:val="a"/></w:style></w:styles>'
    )
    styled = '<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
    styles = [
        ("word/styles.xml", cyclic),
        ("word/_rels/document.xml.rels", _relations((f"{_OFFICE}/styles", "styles.xml"))),
    ]
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<dcterms:created xsi:type="dcterms:W3CDTF">99999-99-99T99:99:99Z</dcterms:created>'
        "</cp:coreProperties>"
    )
    return {
        "sound": word(word_xml(good)),
        "bomb": word(word_xml(paragraph("a" * 70_000_000))),
        "dense": word(word_xml(good), [("word/media/x.bin", bytes(30_000_000))]),
        "lying sizes": _with_sizes(word(word_xml(paragraph("a" * 3_000_000))), 100),
        "entity bomb": word(word_xml(paragraph("&l9;") + good, bomb)),
        "external entity": word(word_xml(paragraph("&x;") + good, outside)),
        "deep tables": word(word_xml((cell * 300) + good + (ended * 300))),
        "too deep": word(word_xml("<w:a>" * 20_000 + good)),
        "wide cells": word(
            word_xml(f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2147483647"/></w:tcPr>{good}{ended}')
        ),
        "odd spans": word(
            word_xml(f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="-5"/></w:tcPr>{good}{ended}')
        ),
        "merged cells": word(
            word_xml(
                "<w:tbl>"
                + "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>" * 800
                + "</w:tbl>"
                + good
            )
        ),
        "cyclic styles": word(word_xml(styled * 50 + good), styles),
        "many paragraphs": word(word_xml(paragraph("x") * 20_000 + good)),
        "many parts": word(word_xml(good), ((f"x/{number}.xml", "") for number in range(11_000))),
        "paths": word(word_xml(good), [("../../../../tmp/out.txt", "x"), ("/etc/out", "x"), ("C:\\x", "x")]),
        "twice the same part": _twice(word_xml(good)),
        "odd date": word(
            word_xml(good),
            [
                ("docProps/core.xml", core),
                (
                    "_rels/.rels2",
                    _relations((f"{_PACKAGE}/metadata/core-properties", "docProps/core.xml")),
                ),
            ],
        ),
        "fetched template": word(
            word_xml(good),
            [
                (
                    "word/_rels/document.xml.rels",
                    _relations((f"{_OFFICE}/attachedTemplate", "http://127.0.0.1:9/x")).replace(
                        "/></", ' TargetMode="External"/></'
                    ),
                )
            ],
        ),
        "no main part": _zip({"readme.txt": b"nothing"}),
        "another main part": _zip({"[Content_Types].xml": _TYPES.encode(), "_rels/.rels": b"<x"}),
        "encrypted": _flagged(word(word_xml(good)), 0x1),
        "odd method": _flagged(word(word_xml(good)), 0, method=99),
        "cut off": word(word_xml(good))[:-200],
        "empty zip": _zip({}),
        "zip in zip": word(word_xml(good), [("word/x.docx", word(word_xml(good)))]),
        "not XML": word(b"\x00\xff" * 500),
        "UTF-16": word(word_xml(good).replace("?>", ' encoding="utf-16"?>', 1).encode("utf-16")),
        "NUL": word(word_xml(good.replace("e", "&#0;"))),
    }


def _twice(main: str) -> bytes:
    stream = io.BytesIO(word(main))
    with zipfile.ZipFile(stream, "a") as archive:
        info = zipfile.ZipInfo("word/document2.xml")
        archive.writestr(info, word_xml(paragraph("Another one.")))
    return stream.getvalue().replace(b"word/document2.xml", b"word/document.xml\x00")


def _zip(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _with_sizes(archive: bytes, size: int) -> bytes:
    """Make every entry of the directory claim that it unpacks to so many bytes."""
    changed = bytearray(archive)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", changed, at + 24, size)
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def _flagged(archive: bytes, flags: int, method: int | None = None) -> bytes:
    """Set flags, and the method of packing, of every entry of the directory."""
    changed = bytearray(archive)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 8] |= flags
        if method is not None:
            struct.pack_into("<H", changed, at + 10, method)
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


# PDFs


def pdf(objects: Sequence[bytes], root: int = 1, trailer: bytes = b"") -> bytes:
    """Return a PDF of objects, numbered from 1, with a true table of their places."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, root, trailer, len(out))
    )


def stream(content: bytes, about: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), about, content)


def _shown(text: str = NEWS) -> bytes:
    return f"BT /F1 11 Tf 13 TL 50 780 Td ({text}) Tj T* ({MORE}) Tj ET".encode("latin-1")


_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


def _page(
    contents: bytes = b"5 0 R", more: bytes = b"", resources: bytes = b"/Font << /F1 3 0 R >>"
) -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << %s >> /Contents %s %s >>" % (
        resources,
        contents,
        more,
    )


def _one_page(contents: bytes, *more: bytes, page: bytes | None = None, font: bytes = _FONT) -> bytes:
    pages_ = b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>"
    return pdf([_CATALOG, pages_, font, page or _page(), contents, *more])


def drawn(operators: int) -> bytes:
    """Return a PDF of one page with so many operators that show text."""
    content = zlib.compress(b"BT /F1 11 Tf " + b"(a) Tj " * operators + b"ET")
    return _one_page(stream(content, b"/Filter /FlateDecode"))


def repeated_form(operators: int, times: int) -> bytes:
    """Return a PDF of one page that draws a form, of so many operators, many times."""
    about = b"/Type /XObject /Subtype /Form /Filter /FlateDecode /Resources << /Font << /F1 3 0 R >> >>"
    return _one_page(
        stream(b"/X0 Do " * times + _shown()),
        stream(zlib.compress(b"q " * operators), about),
        page=_page(resources=b"/Font << /F1 3 0 R >> /XObject << /X0 6 0 R >>"),
    )


def pdf_files() -> Mapping[str, bytes]:
    """Return hostile PDFs by name."""
    flate = zlib.compress
    bomb = flate(flate(bytes(200_000_000), 9), 9)
    nested = flate(b"q " * 100_000 + _shown())
    loop = stream(
        b"q /X0 Do /X0 Do Q", b"/Type /XObject /Subtype /Form /Resources << /XObject << /X0 6 0 R >> >>"
    )
    mapped = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 6 0 R >>"
    ranges = b"beginbfrange <0000> <FFFFFFFF> <0041> endbfrange " * 20
    sound = _one_page(stream(_shown()))
    return {
        "sound": sound,
        "page tree loop": pdf([_CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"]),
        "page tree of two": pdf(
            [
                _CATALOG,
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 9 >>",
            ]
        ),
        "parent loop": _one_page(stream(_shown()), page=_page(more=b"/Parent 4 0 R")),
        "claimed pages": pdf(
            [_CATALOG, b"<< /Type /Pages /Kids [4 0 R] /Count 999999999 >>", _FONT, _page(), stream(_shown())]
        ),
        "the same page often": pdf(
            [
                _CATALOG,
                b"<< /Type /Pages /Kids [%s] /Count 499 >>" % (b"4 0 R " * 499),
                _FONT,
                _page(),
                stream(_shown()),
            ]
        ),
        "flate bomb": _one_page(stream(bomb, b"/Filter [/FlateDecode /FlateDecode]")),
        "filters": _one_page(stream(_shown(), b"/Filter [%s]" % (b"/ASCIIHexDecode " * 500))),
        "run lengths": _one_page(stream(b"\x81A" * 200_000 + b"\x80", b"/Filter /RunLengthDecode")),
        "LZW": _one_page(stream(b"\x80\x0b\x60\x50" * 20_000, b"/Filter /LZWDecode")),
        "predictor": _one_page(
            stream(
                flate(bytes(100_000)),
                b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 99999999 /Colors 99999 >>",
            )
        ),
        "operators": drawn(200_000),
        "operators, fewer": drawn(20_000),
        "a form again and again": repeated_form(500, 300),
        "saved states": _one_page(stream(nested, b"/Filter /FlateDecode")),
        "form loop": _one_page(
            stream(b"/X0 Do " * 20 + _shown()),
            loop,
            page=_page(resources=b"/Font << /F1 3 0 R >> /XObject << /X0 6 0 R >>"),
        ),
        "contents loop": _one_page(b"[5 0 R 5 0 R]"),
        "many contents": _one_page(stream(_shown()), page=_page(b"[%s]" % (b"5 0 R " * 5000))),
        "character map": _one_page(stream(_shown()), stream(ranges), font=mapped),
        "inline image": _one_page(stream(b"BI /W 99999999 /H 99999999 ID " + b"x" * 5000 + _shown())),
        "deep arrays": _one_page(stream(_shown()), page=_page(more=b"/X " + b"[" * 5000)),
        "deep dictionaries": _one_page(stream(_shown()), page=_page(more=b"/X " + b"<< /A " * 5000)),
        "long name": _one_page(stream(_shown()), page=_page(more=b"/" + b"x" * 200_000 + b" 1")),
        "big numbers": _one_page(stream(b"9" * 10_000 + b" 0 0 " + b"9" * 400 + b" 1e999 0 cm " + _shown())),
        "reference to itself": pdf([b"1 0 R"]),
        "length of itself": pdf(
            [
                _CATALOG,
                b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
                _FONT,
                _page(),
                b"<< /Length 5 0 R >>\nstream\nx\nendstream",
            ]
        ),
        "wrong length": _one_page(_shown().join((b"<< /Length 999999999 >>\nstream\n", b"\nendstream"))),
        "table loop": sound.replace(b"trailer << ", b"trailer << /Prev %d " % sound.rfind(b"xref\n0")),
        "table far away": sound.replace(b"startxref\n", b"startxref\n99999999999999999999"),
        "no table": sound[: sound.rfind(b"xref\n0")],
        "cut off": sound[:-100],
        "NUL": sound.replace(b" ", b"\x00"),
        "encrypted": sound.replace(
            b"/Root 1 0 R",
            b"/Root 1 0 R /ID [(a)(b)] /Encrypt"
            b" << /Filter /Standard /V 5 /R 6 /O (x) /U (y) /P -1 /Length 256 >>",
        ),
        "only a head": b"%PDF-1.7\n" + b"\n" * 100_000,
        "objects": b"%PDF-1.7\n" + b"1 0 obj\n" * 20_000,
        "no text": _one_page(stream(b"")),
        "title": sound.replace(b"/Root 1 0 R", b"/Root 1 0 R /Info << /Title [1 2 3] /Author 5 0 R >>"),
    }


# Bytes


def encodings() -> Mapping[str, bytes]:
    """Return texts in encodings that are broken, mixed or false."""
    text = f"{NEWS} “Åse” said — no. {MORE}\n"
    return {
        "UTF-8 cut": text.encode()[:-2] + "é".encode()[:1],
        "overlong": b"\xc0\xaf\xe0\x80\xaf " + text.encode(),
        "surrogates as UTF-8": text.encode() + b"\xed\xa0\x80\xed\xb0\x80 sank.",
        "beyond Unicode": b"\xf4\x90\x80\x80\xf8\x88\x80\x80\x80 " + text.encode(),
        "mixed": text.encode("utf-8") + text.encode("cp1252", "replace") + text.encode("utf-16-le"),
        "UTF-16 odd": text.encode("utf-16")[:-1],
        "UTF-16 without mark": text.encode("utf-16-le"),
        "UTF-32": text.encode("utf-32"),
        "UTF-32 false": b"\xff\xfe\x00\x00" + text.encode(),
        "UTF-7": text.encode("utf-7"),
        "mark alone": b"\xef\xbb\xbf",
        "marks": b"\xef\xbb\xbf" * 50 + text.encode(),
        "Shift-JIS": "船が沈没した。四人が死亡した。".encode("cp932") * 20,
        "KOI8": "Паром затонул в понедельник. Никто не погиб.".encode("koi8_r") * 20,
        "EBCDIC": text.encode("cp500", "replace"),
        "high bytes": bytes(range(128, 256)) * 100,
        "all bytes": bytes(range(256)) * 100,
        "NUL": text.encode().replace(b" ", b"\x00"),
        "zeros": bytes(50_000),
        "broken often": b"\xff".join(text.encode().split(b" ")) * 50,
        "long UTF-8 lie": ("é" * 40_000).encode() + b"\xff" * 30_000,
        "escapes": b"\x1b$B\x1b(B" * 5000 + text.encode(),
    }
