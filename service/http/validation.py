"""From untyped JSON to the schema's models, every mistake named by a JSON pointer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from service.errors import Fault, InvalidRequest, RequestError, TooLarge, UnsupportedMediaType

MAX_FAULTS = 1000
_MAX_TOKEN_CHARACTERS = 200

_Model = TypeVar("_Model", bound=BaseModel)

_MESSAGES: Mapping[str, str] = {
    "missing": "{name} is required",
    "extra_forbidden": "{name} is not a field that is known here",
    "model_type": "{name} must be an object",
    "list_type": "{name} must be a list",
    "too_short": "{name} is empty; send at least one",
    "bool_type": "{name} must be true or false",
    "int_type": "{name} must be a whole number",
    "greater_than_equal": "{name} must be at least {ge}",
    "less_than_equal": "{name} must be at most {le}",
}


def validate(model: type[_Model], value: object, root: str = "") -> tuple[_Model | None, list[ErrorDetails]]:
    """Return the model, or None and what is wrong with the value."""
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        return None, error.errors(include_url=False, include_input=False)


def to_fault(error: ErrorDetails) -> Fault:
    """Name the place, and say what is wrong there in plain words."""
    location = error["loc"]
    template = _MESSAGES.get(error["type"])
    if template is None:
        return Fault(pointer(location), error["msg"])
    detail = template.format(name=_name(location), **_numbers(error.get("ctx", {})))
    return Fault(pointer(location), detail)


def pointer(location: Iterable[int | str]) -> str:
    """Write a location as an RFC 6901 JSON pointer; a name of absurd length is cut."""
    return "".join(f"/{_token(part)}" for part in location)


def raise_faults(
    invalid: Iterable[Fault] = (), unsupported: Iterable[Fault] = (), large: Iterable[Fault] = ()
) -> None:
    """Raise one error that names every fault, if there is any: 422 goes before 415, and 415 before 413."""
    kinds: list[tuple[type[RequestError], list[Fault]]] = [
        (InvalidRequest, list(invalid)),
        (UnsupportedMediaType, list(unsupported)),
        (TooLarge, list(large)),
    ]
    faults = [fault for _, found in kinds for fault in found]
    if faults:
        kind = next(kind for kind, found in kinds if found)
        raise kind(_detail(faults), faults[:MAX_FAULTS])


def _detail(faults: list[Fault]) -> str:
    if len(faults) == 1:
        place = f" ({faults[0].pointer})" if faults[0].pointer else ""
        return f"{faults[0].detail}{place}"
    shown = f"; the first {MAX_FAULTS:,} are listed" if len(faults) > MAX_FAULTS else ""
    return f"The request has {len(faults):,} faults{shown}."


def _name(location: tuple[int | str, ...]) -> str:
    if not location:
        return "the body"
    last = location[-1]
    if isinstance(last, int):
        return f"each of {location[-2]}" if len(location) > 1 else "each entry"
    return repr(last[:_MAX_TOKEN_CHARACTERS]) if not last.isidentifier() else last[:_MAX_TOKEN_CHARACTERS]


def _token(part: int | str) -> str:
    return str(part)[:_MAX_TOKEN_CHARACTERS].replace("~", "~0").replace("/", "~1")


def _numbers(context: Mapping[str, Any]) -> dict[str, str]:
    return {key: f"{value:,}" for key, value in context.items() if isinstance(value, int)}
