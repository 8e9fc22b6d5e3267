"""Who asks: the library leaves authentication to its user."""

import hmac
import os
from types import SimpleNamespace

from django.contrib.auth.models import AnonymousUser

EXPECTED = "Bearer " + os.environ["SCIM_SERVER_TOKEN"]
CLIENT = SimpleNamespace(is_authenticated=True, is_anonymous=False)


class BearerTokenMiddleware:
    """Makes a request with the token one of an authenticated user, who is none of the directory's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("Authorization", "")
        known = hmac.compare_digest(given.encode(), EXPECTED.encode())
        request.user = CLIENT if known else AnonymousUser()
        return self.get_response(request)
