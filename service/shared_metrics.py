"""A folder in which several processes add up what they count.

It must be there before prometheus-client is imported, so this module does not import it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable by which prometheus-client knows the folder."""


@contextmanager
def shared_metrics(processes: int) -> Iterator[None]:
    """Let the processes that are forked inside count together, if there are several.

    A folder that the operator chose is used, and left.
    """
    if processes < 2 or FOLDER in os.environ:
        yield
        return
    parent = os.getpid()
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="citeweave-metrics-")
    try:
        yield
    finally:
        if os.getpid() == parent:  # a forked process leaves by here, too
            shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)
