"""JSON Web Tokens for Flask: everything that Flask-JWT-Extended offers, under the same names.

    from watchword.flask import JWTManager, create_access_token, get_jwt_identity, jwt_required

Beyond it: `public` and `JWTManager.protect_app`, keys from a JWK Set (JWT_JWKS_URL), asynchronous loaders, and
`SignIn`, the frontend half of a sign-in against a Watchword server.
"""

from typing import TYPE_CHECKING, Any

from watchword.flask.guard import public as public
from watchword.flask.jwt_manager import JWTManager as JWTManager
from watchword.flask.utils import create_access_token as create_access_token
from watchword.flask.utils import create_refresh_token as create_refresh_token
from watchword.flask.utils import current_user as current_user
from watchword.flask.utils import decode_token as decode_token
from watchword.flask.utils import get_csrf_token as get_csrf_token
from watchword.flask.utils import get_current_user as get_current_user
from watchword.flask.utils import get_jti as get_jti
from watchword.flask.utils import get_jwt as get_jwt
from watchword.flask.utils import get_jwt_header as get_jwt_header
from watchword.flask.utils import get_jwt_identity as get_jwt_identity
from watchword.flask.utils import get_jwt_request_location as get_jwt_request_location
from watchword.flask.utils import get_unverified_jwt_headers as get_unverified_jwt_headers
from watchword.flask.utils import set_access_cookies as set_access_cookies
from watchword.flask.utils import set_refresh_cookies as set_refresh_cookies
from watchword.flask.utils import unset_access_cookies as unset_access_cookies
from watchword.flask.utils import unset_jwt_cookies as unset_jwt_cookies
from watchword.flask.utils import unset_refresh_cookies as unset_refresh_cookies
from watchword.flask.view_decorators import jwt_required as jwt_required
from watchword.flask.view_decorators import verify_jwt_in_request as verify_jwt_in_request

if TYPE_CHECKING:
    from watchword.flask.sign_in import SignIn as SignIn

__version__ = "4.7.4"
"""The release of Flask-JWT-Extended whose behaviour this package has."""


def __getattr__(name: str) -> Any:
    if name == "SignIn":
        from watchword.flask.sign_in import SignIn

        return SignIn
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
