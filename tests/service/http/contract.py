"""A response held against the contract. Used by the tests and by nothing else."""

from __future__ import annotations

import json
from copy import deepcopy

import jsonschema

JSON_TYPES = ("application/json", "application/problem+json")


class Contract:
    """The document, with every object of an answer closed: a field that it does not tell of is a fault."""

    def __init__(self, document):
        self.document = document
        self._closed = deepcopy(document)
        _close(self._closed["components"]["schemas"])

    def resolve(self, node):
        """Follow a reference, if this is one."""
        found = node
        if "$ref" in node:
            found = self.document
            for step in node["$ref"].removeprefix("#/").split("/"):
                found = found[step]
        return found

    def faults(self, value, schema):
        """Return what is wrong with a value by a schema of the contract."""
        whole = {**deepcopy(schema), "components": self._closed["components"]}
        checker = jsonschema.Draft202012Validator(whole)
        return [f"{error.json_path}: {error.message}"[:300] for error in checker.iter_errors(value)]

    def told(self, path, method, response):
        """Return what the contract says of a response: of its status, and of its media type."""
        answers = self.document["paths"][path][method]["responses"]
        assert str(response.status_code) in answers, (
            f"{method} {path} is not to answer {response.status_code}"
        )
        answer = self.resolve(answers[str(response.status_code)])
        assert response.mimetype in answer["content"], f"{response.mimetype} is not told"
        return answer, answer["content"][response.mimetype]

    def check(self, path, method, response):
        """Hold a response against the contract; return its JSON, or its text."""
        answer, content = self.told(path, method, response)
        for name in answer["headers"]:
            optional = name == "Retry-After" and response.status_code < 400
            assert optional or name in response.headers, f"{name} is missing"
        if response.mimetype not in JSON_TYPES:
            return response.text
        assert self.faults(response.get_json(), content["schema"]) == []
        return response.get_json()


def events(text):
    """Return the events of a stream as (name, value)."""
    blocks = [block for block in text.split("\n\n") if block and not block.startswith(":")]
    lines = [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]
    return [(line["event"], json.loads(line["data"])) for line in lines]


def _close(node):
    if isinstance(node, dict):
        if "properties" in node:
            node.setdefault("additionalProperties", False)
        for value in node.values():
            _close(value)
    elif isinstance(node, list):
        for value in node:
            _close(value)
