"""What was acknowledged survives `kill -9`; what was accepted is answered before a graceful end."""

from __future__ import annotations

import http.client
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from server_process import PATIENCE

ROUNDS = 5
CLIENTS = 10


class Rotator(threading.Thread):
    """Rotates one refresh token again and again and remembers the last one that the server acknowledged."""

    def __init__(self, server, token: str):
        super().__init__()
        self.acknowledged = token
        self.rotations = 0
        self.unexpected: list[str] = []
        self._server = server
        self._stopping = threading.Event()

    def run(self):
        client = self._server.client(keep_alive=True)
        while not self._stopping.is_set():
            try:
                answer = self._server.refresh(self.acknowledged, client)
            except (OSError, http.client.HTTPException):
                return  # the server is gone; what came before counts
            if answer.status != 200:
                self.unexpected.append(f"{answer.status} {answer.text}")
                return
            self.acknowledged = answer.json()["refresh_token"]
            self.rotations += 1

    def stop(self):
        self._stopping.set()


def wait_until(condition) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "the clients hardly rotate anything"
        time.sleep(0.01)


def rotate_until(server, tokens: list[str], seconds: float, end) -> list[Rotator]:
    rotators = [Rotator(server, token) for token in tokens]
    for rotator in rotators:
        rotator.start()
    time.sleep(seconds)
    wait_until(lambda: all(rotator.rotations > 5 or not rotator.is_alive() for rotator in rotators))
    end()
    for rotator in rotators:
        rotator.stop()
        rotator.join(PATIENCE)
        assert not rotator.is_alive()
    return rotators


def test_every_acknowledged_rotation_survives_kill_9(start_server):
    server = start_server({"lifetimes.refresh_grace": 60})
    tokens = [server.sign_in("alice")["refresh_token"] for _ in range(CLIENTS)]
    chance = random.Random(20261122)
    for _ in range(ROUNDS):
        rotators = rotate_until(server, tokens, chance.uniform(0.3, 1.2), server.kill)
        assert not [message for rotator in rotators for message in rotator.unexpected]
        server.start()
        # Either the last answer was the last rotation, or one more went through unanswered: then the same token is
        # answered as a replay. Both give a successor; a lost commit would give invalid_grant.
        answers = [server.refresh(rotator.acknowledged) for rotator in rotators]
        assert [answer.status for answer in answers] == [200] * CLIENTS, [answer.text for answer in answers]
        tokens = [answer.json()["refresh_token"] for answer in answers]
    assert server.cli("db", "check").returncode == 0


def test_a_new_user_and_a_sign_out_survive_kill_9(start_server):
    server = start_server()
    tokens = server.sign_in("alice")
    server.add_user("bob")
    assert server.client().post("/oauth2/revoke", form={"token": tokens["refresh_token"]}).status == 200
    server.kill()
    server.start()
    assert server.sign_in("bob")["access_token"]
    assert server.refresh(tokens["refresh_token"]).status == 400


def test_sigterm_under_load_cuts_no_accepted_request(start_server):
    server = start_server()
    tokens = [server.sign_in("alice")["refresh_token"] for _ in range(CLIENTS)]
    cut: list[str] = []

    done = [0] * CLIENTS

    def rotate(number: int) -> None:
        client, token = server.client(keep_alive=True), tokens[number]
        while done[number] == 0 or client.is_connected:  # until the server says "Connection: close"
            try:
                answer = server.refresh(token, client)
            except (OSError, http.client.HTTPException) as failure:
                cut.append(f"after {done[number]}: {failure!r}")
                break
            if answer.status != 200:
                cut.append(f"{answer.status} {answer.text}")
                break
            token = answer.json()["refresh_token"]
            done[number] += 1

    with ThreadPoolExecutor(CLIENTS) as pool:
        running = [pool.submit(rotate, number) for number in range(CLIENTS)]
        time.sleep(0.7)
        try:
            wait_until(lambda: all(done) or cut)
        finally:
            server.stop()
        for future in running:
            future.result(PATIENCE)
    assert cut == []
