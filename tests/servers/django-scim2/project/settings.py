"""A Django project with nothing but SCIM. The test says where the database is, where it listens and what the token is."""

import os

SECRET_KEY = os.environ["SCIM_SERVER_TOKEN"]
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django_scim", "directory"]
MIDDLEWARE = ["directory.tokens.BearerTokenMiddleware"]
ROOT_URLCONF = "urls"
AUTH_USER_MODEL = "directory.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["SCIM_SERVER_DATABASE"],
        # Writers wait for each other instead of failing.
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
    }
}
SCIM_SERVICE_PROVIDER = {
    "SCHEME": "http",
    "NETLOC": os.environ["SCIM_SERVER_ADDRESS"],
    "AUTHENTICATION_SCHEMES": [
        {
            "type": "oauthbearertoken",
            "name": "Bearer token",
            "description": "A static bearer token",
        },
    ],
    "GROUP_MODEL": "directory.models.Group",
    "WWW_AUTHENTICATE_HEADER": "Bearer",
}
