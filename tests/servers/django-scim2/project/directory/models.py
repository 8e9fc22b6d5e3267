from django.contrib.auth.models import AbstractUser
from django.db import models
from django_scim.models import AbstractSCIMGroupMixin, AbstractSCIMUserMixin


class Group(AbstractSCIMGroupMixin):
    """A group with what the library's adapter reads: a name, and its users as `user_set`."""

    name = models.CharField(max_length=254)


class User(AbstractSCIMUserMixin, AbstractUser):
    """Django's user, as the library's adapter reads it."""

    scim_groups = models.ManyToManyField(Group, related_name="user_set", blank=True)
