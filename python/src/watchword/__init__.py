"""Watchword: one sign-in that works everywhere.

`watchword.jwt` issues and verifies tokens, `watchword.flask` and `watchword.fastapi` protect routes,
`watchword.passwords` hashes passwords, `watchword.testing` helps tests. Importing this package imports none of them.
"""

__version__ = "0.1.0"
