"""compose.yaml, env.example and the Dockerfiles of the demo: what can be known of them without an engine."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from dockerfile import complaints_about, read_dockerfile
from running_demo import EXAMPLES, PROGRAM, ROOT

DEMO = EXAMPLES / "flask_fastapi"
COMPOSE = yaml.safe_load((DEMO / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILES = [DEMO / "Dockerfile.python", DEMO / "Dockerfile.parcels", ROOT / "packaging" / "Dockerfile"]

# Of the Compose specification, those that are used here.
KNOWN = {
    "build", "command", "depends_on", "entrypoint", "environment", "network_mode", "ports", "restart", "user",
    "volumes", "working_dir",
}  # fmt: skip


def _variables_of_template() -> dict[str, str]:
    lines = [line for line in (DEMO / "env.example").read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def test_the_services_are_those_of_the_demo():
    assert set(COMPOSE) == {"name", "services", "volumes"}
    assert set(SERVICES) == {"watchword", "setup", "orders", "parcels", "frontend"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_only_known_settings_and_names_what_there_is(name):
    service = SERVICES[name]
    assert set(service) <= KNOWN
    context = DEMO / service["build"]["context"]
    assert context.resolve() == ROOT
    assert (context / service["build"]["dockerfile"]).is_file()
    assert set(service.get("depends_on", ())) <= set(SERVICES)
    shared = service.get("network_mode", "").removeprefix("service:")
    assert shared in {"", "none", "watchword"}
    for volume in service.get("volumes", ()):
        source = volume.split(":")[0]
        assert source in COMPOSE["volumes"] or (DEMO / source).is_file()
    assert all(isinstance(value, str) for value in service.get("environment", {}).values())


def test_only_the_frontend_is_reached_from_outside_and_only_from_this_machine():
    assert [service["ports"] for service in SERVICES.values() if "ports" in service] == [["127.0.0.1:5000:5000"]]
    everything = (DEMO / "compose.yaml").read_text()
    assert everything.count("0.0.0.0") == 1


def test_every_variable_that_is_asked_for_is_in_the_template_and_no_other():
    asked = set(re.findall(r"\$\{(\w+)", (DEMO / "compose.yaml").read_text()))
    assert asked == set(_variables_of_template())


def test_the_template_holds_no_secret_and_compose_insists_on_each():
    for name, value in _variables_of_template().items():
        if name != "ACCESS_TOKEN_LIFETIME":
            assert value == ""
            assert f"${{{name}:?" in (DEMO / "compose.yaml").read_text()


@pytest.mark.parametrize(
    "name, sources",
    [("orders", ["backend/app.py"]), ("frontend", ["frontend/app.py"]), ("parcels", ["parcels/main.cpp"])],
)
def test_a_service_gets_every_variable_that_its_code_reads(name, sources):
    text = "".join((DEMO / source).read_text() for source in sources)
    read = set(re.findall(r'(?:os\.environ\[|required_variable\()"(\w+)"', text))
    given = set(SERVICES[name]["environment"])
    # The client's secret comes as a file here.
    assert read - given <= ({"CLIENT_SECRET"} if "CLIENT_SECRET_FILE" in given else set())


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_dockerfile_is_well_formed_and_copies_what_there_is(dockerfile):
    assert complaints_about(dockerfile, ROOT) == []


@pytest.mark.parametrize(
    "text, message",
    [
        ("FRM debian:12\n", "no instruction"),
        ("FROM debian:12\nRUN true \\\n", "goes on into nothing"),
        ('FROM debian:12\nCMD ["a", ]\n', "Illegal|Expecting"),
        ("FROM debian:12\nRUN echo 'x\n", "No closing quotation"),
    ],
)
def test_a_broken_dockerfile_is_found(tmp_path, text, message):
    (tmp_path / "Dockerfile").write_text(text)
    with pytest.raises(ValueError, match=message):
        read_dockerfile(tmp_path / "Dockerfile")


def test_a_missing_file_stage_tag_and_user_are_found(tmp_path):
    (tmp_path / "Dockerfile").write_text("FROM debian\nCOPY nothing /x\nCOPY --from=build /a /b\n")
    assert len(complaints_about(tmp_path / "Dockerfile", tmp_path)) == 4


def test_the_packages_of_each_purpose_are_listed():
    listed = {
        line.split()[1]
        for line in (ROOT / "packaging" / "packages.txt").read_text().splitlines()
        if line[:1] not in ("#", "")
    }
    text = "".join(path.read_text() for path in DOCKERFILES)
    asked = {word for words in re.findall(r"RUN \S*install_packages\.sh ([a-z ]+)", text) for word in words.split()}
    assert asked <= listed


@pytest.mark.skipif(os.geteuid() != 0, reason="the script gives the data to another user, as in its container")
def test_the_set_up_script_makes_user_and_client_once(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "secrets").mkdir()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "watchword").symlink_to(PROGRAM)
    environment = {
        "PATH": f"{tmp_path}/bin:{os.environ['PATH']}",
        "DATA_FOLDER": str(tmp_path / "data"),
        "SECRETS_FOLDER": str(tmp_path / "secrets"),
        "DEMO_PASSWORD": "a walnut in the reading room",
    }
    secrets = [_run_set_up(environment, tmp_path / "secrets" / "client") for _ in range(2)]
    assert secrets[0] == secrets[1] and len(secrets[0].strip()) >= 32
    clients = subprocess.run([PROGRAM, "client", "list", "--data", tmp_path / "data"], capture_output=True, text=True)
    assert "walnut-backend" in clients.stdout


def _run_set_up(environment: dict[str, str], secret: Path) -> str:
    done = subprocess.run(["sh", DEMO / "setup.sh"], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return secret.read_text()
