"""Who asks: the app leaves authentication to its user."""

import hmac
import os

EXPECTED = "Bearer " + os.environ["SCIM_SERVER_TOKEN"]


def is_known(request):
    """Whether a request carries the token."""
    given = request.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode(), EXPECTED.encode())
