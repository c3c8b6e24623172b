"""Ports of the loopback interface for programs that the tests start: nobody else has one before the program binds it.

A port that the kernel chose and that was let go again may be anybody's a moment later: the end of an outgoing
connection, or the listener of another test run. These lie outside the range from which the kernel chooses, and in
blocks that a process holds until it ends, so that several runs beside each other never share one.
"""

from __future__ import annotations

import errno
import os
import random
import socket
import threading
from pathlib import Path

# Above what browsers refuse to open (the last is 10080); blocks, so that there are four in a row.
_FIRST, _LAST, _BLOCK = 11000, 65535, 50
_ABSENT = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


def free_port() -> int:
    """A port that nothing listens on at 127.0.0.1 and ::1, of this process alone until it ends."""
    return free_ports(1)


def free_ports(count: int) -> int:
    """The first of `count` (at most 50) such ports in a row. No port is given twice."""
    return _PORTS.take(count)


def kernels_choice() -> range:
    """Where the kernel takes the ports of outgoing connections and of listeners that ask for any."""
    try:
        lowest, highest = map(int, Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split())
    except OSError:
        lowest, highest = 32768, 60999  # Linux as it comes
    return range(lowest, highest + 1)


def _blocks() -> list[int]:
    """The first port of each block, in an order of this process's own: what was just used rests a while."""
    chosen = kernels_choice()
    everywhere = list(range(_FIRST, _LAST - _BLOCK + 2, _BLOCK))
    outside = [first for first in everywhere if first + _BLOCK <= chosen.start or first >= chosen.stop]
    blocks = outside or everywhere  # a machine may leave nothing outside
    random.SystemRandom().shuffle(blocks)
    return blocks


def _held(block: int) -> socket.socket | None:
    """The block's lock: a name in the kernel, of the same network namespace as the ports, gone with the process."""
    lock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        lock.bind(f"\0watchword-tests-ports-{block}")
        return lock
    except OSError as error:
        lock.close()
        if error.errno != errno.EADDRINUSE:
            raise
        return None


def _is_free(port: int) -> bool:
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.bind((address, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            if error.errno not in _ABSENT:
                raise
    return True


class _Ports:
    def __init__(self) -> None:
        self._forget()
        os.register_at_fork(after_in_child=self._forget)  # the parent goes on with its blocks, the child takes others

    def _forget(self) -> None:
        self._access = threading.Lock()
        self._blocks = _blocks()
        self._locks: list[socket.socket] = []
        self._next = self._end = 0

    def take(self, count: int) -> int:
        if not 1 <= count <= _BLOCK:
            raise ValueError(f"{count} ports in a row")
        with self._access:
            while True:
                if self._end - self._next < count:
                    self._take_block()
                first, self._next = self._next, self._next + count
                if all(map(_is_free, range(first, first + count))):
                    return first

    def _take_block(self) -> None:
        while self._blocks:
            block = self._blocks.pop()
            if lock := _held(block):
                self._locks.append(lock)
                self._next, self._end = block, block + _BLOCK
                return
        raise RuntimeError(f"no port is left; the kernel's own are {kernels_choice()}")


_PORTS = _Ports()
