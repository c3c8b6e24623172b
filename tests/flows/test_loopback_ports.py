"""The ports that the tests give to the programs they start."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

import loopback_ports
from loopback_ports import free_port, free_ports, kernels_choice

SHARE = "import sys, loopback_ports as p; print(*[p.free_port() for _ in range(120)], flush=True); sys.stdin.read()"


def bound(address: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    listener.bind((address, port))
    return listener


def addresses() -> list[str]:
    """Of the loopback interface; not every machine has both."""
    try:
        bound("::1", 0).close()
        return ["127.0.0.1", "::1"]
    except OSError:
        return ["127.0.0.1"]


@pytest.mark.skipif(len(kernels_choice()) > 50_000, reason="here the kernel gives all there are")
def test_the_kernel_gives_them_to_nobody():
    assert free_port() not in kernels_choice()


def test_some_in_a_row_can_be_bound_at_both_addresses():
    for port in range(first := free_ports(4), first + 4):
        for address in addresses():
            bound(address, port).close()


def test_none_is_given_twice_and_programs_beside_each_other_share_none():
    others = [subprocess.Popen([sys.executable, "-c", SHARE], cwd=Path(__file__).parent, text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(4)]
    given = [int(port) for other in others for port in other.stdout.readline().split()]
    given += [free_port() for _ in range(120)]
    for other in others:
        other.communicate()
    assert len(given) == len(set(given)) == 5 * 120


@pytest.mark.parametrize("address", addresses())
def test_a_port_that_somebody_has_at_one_address_is_not_free(address):
    port = free_port()
    assert loopback_ports._is_free(port)
    with bound(address, port):
        assert not loopback_ports._is_free(port)
