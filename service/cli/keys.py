"""`citeweave keys new`."""

from __future__ import annotations

import click

from service.cli.failures import WrongInput
from service.keys import known_as, new_key
from service.settings import PREFIX


@click.group()
def keys() -> None:
    """Make API keys."""


@keys.command("new")
@click.argument("client")
def new(client: str) -> None:
    """Make a key for CLIENT: a name of your choice, which stands in the logs.

    The key is shown this once and kept nowhere. A second key for the same name is the same client's, so that
    one can be replaced without a break.
    """
    key = new_key()
    try:
        known = known_as(client, key)
    except ValueError as error:
        raise WrongInput(str(error)) from None
    click.echo("The key, which is shown this once:", err=True)
    click.echo(key)
    click.echo(f"\nWhat {PREFIX}API_KEYS is to hold of it, after a comma if it is not the first:", err=True)
    click.echo(str(known))
