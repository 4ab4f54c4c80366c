from __future__ import annotations

import hmac

import pytest

from service import keys
from service.keys import KnownKey, client_of, known_as, new_key, parse
from service.settings import SettingsError, load_settings

HASH = "0" * 64


def test_keys_differ_and_cannot_be_guessed():
    made = {new_key() for _ in range(100)}
    assert len(made) == 100
    # 32 bytes are 43 signs of base64.
    assert all(key.startswith("cw_") and len(key) == 3 + 43 for key in made)


def test_what_is_configured_is_no_key():
    key = new_key()
    known = known_as("desk", key)
    assert key not in str(known)
    assert client_of(known.hashed, [known]) is None
    assert parse(str(known)) == (known,)


def test_a_key_is_its_client_s_and_nobody_else_s():
    ours, theirs, spare = new_key(), new_key(), new_key()
    known = [known_as("desk", ours), known_as("lab", theirs), known_as("desk", spare)]
    assert [client_of(key, known) for key in (ours, theirs, spare)] == ["desk", "lab", "desk"]
    assert client_of(ours[:-1], known) is None
    assert client_of("", known) is None
    assert client_of("\udcff", known) is None


def test_every_key_is_compared_whichever_fits(monkeypatch):
    compared, really = [], hmac.compare_digest

    def compare(one, other):
        compared.append(one)
        return really(one, other)

    monkeypatch.setattr(keys.hmac, "compare_digest", compare)
    key = new_key()
    known = [known_as("first", key), known_as("second", new_key()), known_as("third", new_key())]
    for asked in (key, new_key()):
        compared.clear()
        client_of(asked, known)
        assert compared == [one.hashed for one in known]


@pytest.mark.parametrize("separated", [",", " ", "\n", ", ", ",\n  "])
def test_several_keys_are_read(separated):
    text = separated.join([f"desk:{HASH}", f"lab-2.b_c:{HASH}"])
    assert parse(text) == (KnownKey("desk", HASH), KnownKey("lab-2.b_c", HASH))
    assert len(parse(text + ",\n")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "desk",
        f":{HASH}",
        f"desk:{HASH[1:]}",
        f"desk:{HASH.replace('0', 'G')}",
        "desk:cw_a",
        f"a/b:{HASH}",
    ],
)
def test_what_is_no_key_stops_the_service_and_is_not_repeated(settings, monkeypatch, text):
    monkeypatch.setenv("CITEWEAVE_API_KEYS", f"x:{HASH},{text},x:{HASH}")
    with pytest.raises(SettingsError, match=r"^CITEWEAVE_API_KEYS: entry 2 is not NAME:HASH") as error:
        load_settings()
    assert HASH[1:] not in str(error.value)


def test_nothing_but_commas_stops_the_service_rather_than_opening_it(settings, monkeypatch):
    monkeypatch.setenv("CITEWEAVE_API_KEYS", " , ")
    with pytest.raises(SettingsError, match=r"^CITEWEAVE_API_KEYS: entry 1 is not NAME:HASH"):
        load_settings()


def test_settings_do_not_show_their_keys(settings):
    changed = settings.model_copy(update={"api_keys": f"desk:{HASH}"})
    assert changed.clients == (KnownKey("desk", HASH),)
    assert HASH not in repr(changed)
    assert settings.clients == ()


@pytest.mark.parametrize("name", ["", "-a", "a b", "a:b", "a,b", "ä", "a" * 33, "a\n"])
def test_names_that_cannot_be_configured_are_refused(name):
    with pytest.raises(ValueError, match="no client's name"):
        known_as(name, new_key())
