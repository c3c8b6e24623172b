import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from watchword_fixtures import (  # noqa: E402,F401
    any_server, certificate, new_user, program, server, signed_in, start_server, tls_server)
