#!/usr/bin/env python3
"""PyJWT with keys that were loaded once. usage: pyjwt_contestant.py FOLDER access|plain"""

import sys
import time
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_private_key

FOLDER, KIND = Path(sys.argv[1]), sys.argv[2]
TYP = "at+jwt" if KIND == "access" else "JWT"
SETTING = dict(line.split("=", 1) for line in (FOLDER / f"{KIND}.setting").read_text().splitlines())
CLAIMS = [line.split("\t") for line in (FOLDER / "claims").read_text().splitlines()]
EXP, NBF, IAT = (int(SETTING[name]) for name in ("exp", "nbf", "iat"))


class Stage:
    def __init__(self, algorithm):
        self.algorithms = [algorithm]
        self.tokens = (FOLDER / f"{algorithm}.{KIND}").read_text().splitlines()
        self.position = 0
        if algorithm == "HS256":
            self.private_key = self.public_key = (FOLDER / "HS256.secret").read_bytes()
        else:
            self.private_key = load_pem_private_key((FOLDER / f"{algorithm}.private.pem").read_bytes(), None)
            self.public_key = self.private_key.public_key()

    def verify(self, token):
        """The lengths of `sub` and `tenant`, added; raises if the token is refused."""
        decoded = jwt.api_jwt.decode_complete(token, self.public_key, self.algorithms, issuer=SETTING["issuer"],
                                              audience=SETTING["audience"])
        if decoded["header"]["typ"] != TYP:
            raise jwt.InvalidTokenError("wrong type")
        payload = decoded["payload"]
        return len(payload["sub"]) + len(payload["tenant"])

    def issue(self, claims):
        subject, token_id, session, tenant = claims
        payload = {"iss": SETTING["issuer"], "sub": subject, "aud": SETTING["audience"], "exp": EXP, "nbf": NBF,
                   "iat": IAT, "jti": token_id, "client_id": SETTING["client_id"], "scope": SETTING["scope"],
                   "sid": session, "tenant": tenant}
        return jwt.encode(payload, self.private_key, self.algorithms[0], {"typ": TYP, "kid": SETTING["kid"]})

    def verify_next(self, index):
        subject, _, _, tenant = CLAIMS[index]
        if self.verify(self.tokens[index]) != len(subject) + len(tenant):
            raise RuntimeError("a claim was read wrongly")

    def issue_next(self, index):
        self.issue(CLAIMS[index])

    def run(self, operation, milliseconds):
        count, position, total = 0, self.position, len(CLAIMS)
        cpu, start = time.process_time(), time.perf_counter()
        end = start + milliseconds / 1000
        while True:
            for _ in range(16):
                operation(position)
                position = (position + 1) % total
            count += 16
            now = time.perf_counter()
            if now >= end:
                break
        self.position = position
        return f"{count} {time.process_time() - cpu} {now - start}"

    def judge(self):
        return " ".join(f"{kind}={self.verdict(token)}" for kind, token in
                        (line.split(" ") for line in (FOLDER / f"{self.algorithms[0]}.{KIND}.judged").read_text().splitlines()))

    def verdict(self, token):
        try:
            self.verify(token)
            return "accepted"
        except jwt.PyJWTError:
            return "refused"


STAGES = {}


def answer(command, algorithm="", milliseconds="0"):
    if command == "about":
        return jwt.__version__
    if command == "checks":
        return "signature payload none expired not_yet_valid issuer audience type"
    stage = STAGES.get(algorithm) or STAGES.setdefault(algorithm, Stage(algorithm))
    if command == "judge":
        return stage.judge()
    if command == "sample":
        return stage.issue(CLAIMS[0])
    if command == "verify":
        return stage.run(stage.verify_next, int(milliseconds))
    if command == "issue":
        return stage.run(stage.issue_next, int(milliseconds))
    return "unsupported"


for request in sys.stdin:
    print(answer(*request.split()[:3]), flush=True)
