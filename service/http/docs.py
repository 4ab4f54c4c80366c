"""GET /docs: the contract to read and to try, rendered from the document itself.

What the document's strings say is text: the template escapes it all, and no script runs but the page's own.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache, partial

from flask import Blueprint, Response, current_app
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from service.http.context import context
from service.http.openapi import document
from service.http.openapi_schemas import Json
from service.limits import Limits
from service.page.page import POLICY

docs = Blueprint("docs", __name__)

_METHODS = ("get", "post", "delete")
_CODE = re.compile(r"`([^`]+)`")


@docs.get("/docs")
def show() -> Response:
    """The page."""
    page = _page(context(current_app).limits)
    response = Response(page, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = POLICY
    return response


@lru_cache(maxsize=4)
def _page(limits: Limits) -> str:
    return render(document(limits))


def render(contract: Json) -> str:
    """Return an OpenAPI 3.1 document as a page."""
    environment = Environment(
        autoescape=True,
        loader=PackageLoader("service.http", "."),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "prose": prose,
        "line": line,
        "pretty": pretty,
        "deref": partial(_deref, contract),
    }
    groups = [(tag, _operations(contract, tag["name"])) for tag in contract["tags"]]
    return environment.get_template("docs.html").render(contract=contract, groups=groups)


def prose(text: str) -> Markup:
    """Return a description as markup: paragraphs, and code between backticks. All else is text."""
    return Markup().join(Markup("<p>{}</p>").format(line(part)) for part in text.split("\n\n"))


def line(text: str) -> Markup:
    """Return one paragraph's words as markup."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - it is escaped


def pretty(value: object) -> str:
    """Return an example as people read it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)


def _operations(contract: Json, tag: str) -> list[Json]:
    """Return the operations of a tag, each with its method, its path and all its parameters resolved."""
    return [
        {
            **item[method],
            "method": method.upper(),
            "path": path,
            "parameters": [
                _deref(contract, one) for one in [*item.get("parameters", ()), *item[method]["parameters"]]
            ],
        }
        for path, item in contract["paths"].items()
        for method in _METHODS
        if method in item and tag in item[method]["tags"]
    ]


def _deref(contract: Json, node: Json) -> Json:
    """Follow a reference within the document, if this is one."""
    found = node
    if "$ref" in node:
        found = contract
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
    return found
