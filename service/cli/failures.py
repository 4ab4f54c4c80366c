"""What a user sees when something goes wrong: one line that says what to do, and an exit status."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from models.errors import ModelsError
from service.errors import CiteweaveError, RequestError
from service.render.escape import one_line
from service.settings import PREFIX, SettingsError

FAILED = 1
WRONG_INPUT = 2
WRONG_MODELS = 3
DEBUG = f"{PREFIX}LOG_LEVEL=debug"


class Failure(click.ClickException):
    """The program failed: one line on standard error, then the exit status."""

    exit_code = FAILED

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line, and where it came from if the log level is debug."""
        if self.__cause__ is not None and os.environ.get(f"{PREFIX}LOG_LEVEL") == "debug":
            traceback.print_exception(self.__cause__)
        click.echo(f"citeweave: {self.message}", err=file is None, file=file)


class WrongInput(Failure):
    """What was given, or how it was asked for, is wrong."""

    exit_code = WRONG_INPUT


class WrongModels(Failure):
    """The weights are missing or damaged."""

    exit_code = WRONG_MODELS


@contextmanager
def reported(names: dict[str, str] | None = None) -> Iterator[None]:
    """Turn the errors that may be expected into failures. `names` says what a JSON pointer stands for."""
    try:
        yield
    except SettingsError as error:
        raise WrongInput(str(error)) from None
    except RequestError as error:
        raise WrongInput(_describe(error, names or {})) from None
    except ModelsError as error:
        raise WrongModels(str(error)) from None
    except CiteweaveError as error:
        raise Failure(f"{error}; {_blame()}") from error
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise
    except Exception as error:
        raise Failure(f"{type(error).__name__}: {error}; {_blame()}") from error


def _blame() -> str:
    return f"this is a fault of the program ({DEBUG} shows where)"


def _describe(error: RequestError, names: dict[str, str]) -> str:
    told = [
        f"{names[fault.pointer]}: {fault.detail}" if fault.pointer in names else fault.detail
        for fault in error.faults
    ]
    return "; ".join(told) if told else error.detail
