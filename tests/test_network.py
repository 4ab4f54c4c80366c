"""The guard in conftest.py: a test that it lets through would be no guard."""

from __future__ import annotations

import socket

import pytest


@pytest.mark.parametrize("method", ["connect", "connect_ex"])
@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 80)])
def test_connections_to_elsewhere_are_refused(method, address):
    with socket.socket() as outward, pytest.raises(AssertionError, match="tried to reach"):
        getattr(outward, method)(address)


def test_loopback_is_open():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        assert client.getpeername() == server.getsockname()
