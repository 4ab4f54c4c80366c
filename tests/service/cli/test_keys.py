from __future__ import annotations

from service.cli import main
from service.keys import client_of, parse


def test_a_new_key_is_shown_once_with_what_is_to_be_configured(runner):
    result = runner.invoke(main, ["keys", "new", "desk"])
    assert result.exit_code == 0
    key, known = result.stdout.split()
    assert client_of(key, parse(known)) == "desk"
    assert "CITEWEAVE_API_KEYS" in result.stderr
    assert key not in result.stderr
    assert runner.invoke(main, ["keys", "new", "desk"]).stdout.split()[0] != key


def test_a_name_that_cannot_be_configured_is_wrong_input(runner):
    result = runner.invoke(main, ["keys", "new", "a b"])
    assert result.exit_code == 2
    assert "'a b' is no client's name" in result.stderr
    assert result.stdout == ""
