"""A Django project with nothing but SCIM. The test says where the database is and what the token is."""

import os

SECRET_KEY = os.environ["SCIM_SERVER_TOKEN"]
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django_scim2_server"]
ROOT_URLCONF = "urls"
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
SCIM2_SERVER_AUTH_CHECK = "tokens.is_known"
