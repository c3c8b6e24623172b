"""The contestants of bench/jose that time Watchword itself do what they claim before they are timed."""

from __future__ import annotations

import subprocess

import pytest

from server_process import PROGRAM

FOLDER = PROGRAM.parent / "bench" / "jose"
ALGORITHMS = ["HS256", "RS256", "ES256", "EdDSA"]
WRONG = ["signature", "payload", "none", "expired", "not_yet_valid", "issuer", "audience", "type"]

pytestmark = pytest.mark.skipif(not (FOLDER / "watchword").exists(),
                                reason="the benchmark is not built (cmake -DWATCHWORD_TESTS=ON)")


@pytest.fixture(scope="module")
def tokens(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tokens")
    subprocess.run([FOLDER / "make_tokens", folder, "40"], check=True, timeout=60)
    return folder


def answers(contestant, tokens, *lines, kind="access"):
    run = subprocess.run([FOLDER / contestant, tokens, kind], input="".join(f"{line}\n" for line in lines), check=True,
                         capture_output=True, text=True, timeout=60)
    return run.stdout.splitlines()


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_tokens_are_distinct_and_of_the_size_that_the_page_states(tokens, algorithm):
    lines = (tokens / f"{algorithm}.access").read_text().splitlines()
    assert len(set(lines)) == 40
    assert {line.rindex(".") for line in lines} == {455}


@pytest.mark.parametrize("contestant", ["watchword", "token_cache"])
@pytest.mark.parametrize("kind", ["access", "plain"])
def test_a_contestant_refuses_every_wrong_token(tokens, contestant, kind):
    verdicts = answers(contestant, tokens, "checks", *(f"judge {name}" for name in ALGORITHMS), kind=kind)
    assert verdicts[0].split() == WRONG
    assert verdicts[1:] == ["valid=accepted " + " ".join(f"{wrong}=refused" for wrong in WRONG)] * 4


@pytest.mark.parametrize("contestant", ["watchword", "token_cache"])
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_contestant_accepts_what_it_issues(tokens, contestant, algorithm):
    [sample] = answers("watchword", tokens, f"sample {algorithm}")
    assert answers(contestant, tokens, f"accept {algorithm} {sample}") == ["accepted"]
    assert answers(contestant, tokens, f"accept {algorithm} {sample[:-9]}AAAAAAAAA") == ["refused"]


@pytest.mark.parametrize("contestant", ["watchword", "token_cache"])
def test_a_measurement_is_a_count_and_two_times(tokens, contestant):
    lines = answers(contestant, tokens, "verify HS256 20", "verify HS256 20 2", "issue HS256 20", "issue_json HS256 20")
    assert len(lines) == 4
    for line in lines:
        operations, cpu_seconds, wall_seconds = map(float, line.split())
        assert operations > 0 and cpu_seconds >= 0 and 0.02 <= wall_seconds < 20


def test_of_received_tokens_only_the_verification_is_timed(tokens):
    [line] = answers("token_cache", tokens, "verify_received HS256 20")
    operations, cpu_seconds, wall_seconds = map(float, line.split())
    assert operations > 0 and 0 < cpu_seconds == wall_seconds < 20


def test_an_algorithm_that_is_none_is_unsupported(tokens):
    assert answers("watchword", tokens, "verify XX256 20") == ["unsupported"]
