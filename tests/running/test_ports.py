"""A port is had by one."""

import socket

import pytest

from kraamkring.config.complaint import Complaint
from kraamkring.config.processes.ports import claimed_port


def test_a_claimed_port_is_not_given_twice() -> None:
    with claimed_port("127.0.0.1", None) as first, claimed_port("127.0.0.1", None) as second:
        assert first != second
        with pytest.raises(Complaint), claimed_port("127.0.0.1", first):
            pass
    with claimed_port("127.0.0.1", first) as again:
        assert again == first


def test_a_port_that_somebody_shares_is_not_taken() -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Complaint), claimed_port("127.0.0.1", other.getsockname()[1]):
            pass


def test_our_own_server_may_listen_on_a_claimed_port() -> None:
    with claimed_port("127.0.0.1", None) as port, socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        server.bind(("127.0.0.1", port))
        server.listen()
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            assert server.accept()
