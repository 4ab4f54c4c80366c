"""gunicorn, run from within: threads in one process share one copy of the weights.

The weights are loaded in the worker, after the fork: torch's threads do not survive one. Until they
are, connections wait in the listening socket's queue.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]
from gunicorn.workers.base import Worker  # type: ignore[import-untyped]

from models.errors import ModelsError
from service.http.door import SPARE_THREADS, Door
from service.jobs.errors import StoreUnavailable
from service.settings import Settings, SettingsError
from service.shared_metrics import shared_metrics

# gunicorn stops for good, with this status, where a worker ends with it before it is up.
MODELS_STATUS = Arbiter.WORKER_BOOT_ERROR
_LOAD_SECONDS = 300


class PortError(Exception):
    """The address cannot be listened on; says why, and what to do."""


def listen(host: str, port: int) -> socket.socket:
    """Take the address before anything is started. Raises PortError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, UnicodeError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).partition(" (while")[0]
        raise PortError(
            f"cannot listen on {host} port {port}: {reason}; choose another with --host and --port"
        ) from None


def serve(settings: Settings, listener: socket.socket, factory: Callable[[Settings], Flask]) -> None:
    """Serve until a signal ends it.

    Leaves by SystemExit: with MODELS_STATUS where weights are not right, with 1 where the application fails
    to start in another way.
    """
    parent = os.getpid()
    try:
        with shared_metrics(settings.workers):
            _Server(settings, listener, factory).run()
    except SystemExit as leaving:
        # A worker passes here too, and must keep the status by which gunicorn knows not to try again.
        if os.getpid() == parent and leaving.code == Arbiter.APP_LOAD_ERROR:
            raise SystemExit(1) from None
        raise


class _Server(BaseApplication):  # type: ignore[misc]
    """The settings as gunicorn's, and the application made in each worker."""

    def __init__(
        self, settings: Settings, listener: socket.socket, factory: Callable[[Settings], Flask]
    ) -> None:
        self._settings = settings
        self._listener = listener
        self._factory = factory
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options().items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        try:
            return self._factory(self._settings)
        except (ModelsError, SettingsError, StoreUnavailable) as error:
            print(f"citeweave: {error}", file=sys.stderr, flush=True)
            sys.exit(MODELS_STATUS if isinstance(error, ModelsError) else Arbiter.APP_LOAD_ERROR)
        except Exception:
            logging.getLogger("citeweave").exception("the application could not be started")
            sys.exit(Arbiter.APP_LOAD_ERROR)

    def _options(self) -> dict[str, Any]:
        settings = self._settings
        address = url(self._listener)

        def on_starting(_arbiter: Arbiter) -> None:
            log = logging.getLogger("gunicorn.error")
            log.addFilter(_is_news)
            log.propagate = True  # to where our own lines go, and in their form

        def post_worker_init(worker: Worker) -> None:
            if worker.age == 1:
                print(f"Citeweave is ready on {address}", flush=True)

        return {
            "bind": f"fd://{self._listener.fileno()}",
            "worker_class": Door,
            "workers": settings.workers,
            "threads": settings.request_threads + SPARE_THREADS,
            # A worker says nothing while it loads, and must not be taken for dead.
            "timeout": _LOAD_SECONDS,
            "graceful_timeout": settings.graceful_timeout,
            # At its debug level it would tell every address.
            "loglevel": "info" if settings.log_level == "debug" else "warning",
            "errorlog": None,
            "control_socket_disable": True,
            "on_starting": on_starting,
            "post_worker_init": post_worker_init,
        }


def url(listener: socket.socket) -> str:
    """Return the address that a browser on this machine would open."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _is_news(record: logging.LogRecord) -> bool:
    """Drop gunicorn's account of a worker that has told the reason itself."""
    text = record.getMessage()
    told = (f"exited with code {MODELS_STATUS}", "Shutting down: ", "Reason: Worker failed to boot")
    return not any(part in text for part in told)
