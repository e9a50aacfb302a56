"""User: somebody who signs in by e-mail, a member of staff or a client."""

from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q


class Users(BaseUserManager["User"]):
    """Looks a user up by e-mail, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Staff, or a client who chose to have an account (`is_client`): never both, and a client has no role anywhere.

    A leaver, and a client whose account was closed, has `left_at` and is not active, from which moment no session of
    theirs counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_client = models.BooleanField(default=False)  # signs in to their own pages, and to nothing else
    is_active = models.BooleanField(default=True)
    last_login = None  # signing in writes no record; the audit knows who opened what
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    objects = Users()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(is_active=True, left_at=None) | Q(is_active=False, left_at__isnull=False),
                name="user_active_or_left",
            ),
        )

    def __str__(self) -> str:
        return self.name
