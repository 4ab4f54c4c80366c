from __future__ import annotations

import threading

import pytest

from models.patience import asked, still_wanted


class Gone(Exception):
    pass


def refuse():
    raise Gone


def test_it_is_asked_inside_and_in_that_thread_alone():
    still_wanted()
    with asked(refuse):
        with pytest.raises(Gone):
            still_wanted()
        thread = threading.Thread(target=still_wanted)  # a warning, and so an error, if it raised
        thread.start()
        thread.join()
        with asked(None):
            still_wanted()
        with pytest.raises(Gone):
            still_wanted()
    still_wanted()


def test_an_error_inside_leaves_nothing_behind():
    with pytest.raises(KeyError), asked(refuse):
        raise KeyError
    still_wanted()
