"""Welcoming staff: whoever joins and has no password yet is sent a letter with a link to set one."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from clinic.audit.action import action
from clinic.audit.actor import Actor
from clinic.letters.actions import write_letter
from clinic.people.actions.staff import join
from clinic.people.choices import Role
from clinic.people.models import Team, User


@action
def welcome(*, email: str, name: str, team: Team, roles: list[Role], by: Actor, now: datetime) -> User:
    """Somebody joins a team; ValueError for a leaver. Whoever can sign in already gets no letter."""
    user = join(email=email, name=name, team=team, roles=roles, by=by, now=now)
    if not user.has_usable_password():
        send_set_password(user=user, team=team, by=by, now=now)
    return user


@action
def send_set_password(*, user: User, team: Team, by: Actor, now: datetime) -> User:
    """A letter with a link by which its reader can set a password, for as long as settings say (three days)."""
    words = {"service": team.public_name, "link": password_link(user)}
    write_letter(kind="set_password", to=user.email, words=words, about_id=user.pk, by=by, now=now)
    return user


def password_link(user: User) -> str:
    """The address at which the user can set a password."""
    secret = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return f"{settings.PUBLIC_URL}{reverse('account_reset_password_from_key', kwargs=secret)}"
