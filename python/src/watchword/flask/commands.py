"""The group `watchword` on the command line of a Flask application; what a command needs is imported when it runs."""

from __future__ import annotations

import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

group = AppGroup("watchword", help="Watchword's commands.")


def add_commands(app: Flask) -> None:
    """Once, whichever extensions the application has."""
    if group.name not in app.cli.commands:
        app.cli.add_command(group)


@group.command("doctor")
@click.option("--token-file", multiple=True, metavar="NAME=FILE", help="A token of that service; - is standard input.")
@click.option("--fingerprint", multiple=True, metavar="NAME=TEXT", help="The fingerprint that a service shows.")
@click.option("--service", multiple=True, metavar="NAME=URL", help="A service that publishes its keys.")
@click.option("--json", "json_", is_flag=True, help="One JSON document.")
@with_appcontext
def doctor(token_file: tuple[str, ...], fingerprint: tuple[str, ...], service: tuple[str, ...], json_: bool) -> None:
    """Checks the configuration of this application and of the services around it. Shows fingerprints, never secrets.

    Ends with 0 if all is well, 1 if a check failed, 2 for wrong usage.
    """
    from watchword.doctor import as_json, as_text, exit_code, named_values, read_tokens, wants_colours
    from watchword.errors import ConfigurationError
    from watchword.flask.doctor import examine

    try:
        tokens = read_tokens(named_values(token_file, "--token-file"), sys.stdin.read)
        findings = examine(
            current_app._get_current_object(),  # type: ignore[attr-defined]
            tokens,
            named_values(fingerprint, "--fingerprint"),
            named_values(service, "--service"),
        )
    except (ConfigurationError, OSError) as error:
        raise click.UsageError(str(error)) from None
    click.echo(as_json(findings) if json_ else as_text(findings, wants_colours(sys.stdout)), color=None)
    sys.exit(exit_code(findings))
