"""What is so on every site: the cast with second factors that work, two earlier answers, and Nora without a factor."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from clinic.audit.actor import SYSTEM
from clinic.people.actions import staff
from clinic.people.choices import Role
from clinic.people.models import User
from tests.world import World, answered, join, make_world

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ALWAYS = {str(day): ["00:00", "23:59"] for day in range(7)}


def seed(*, password: str, now: datetime) -> World:
    """The cast a year ago; the team is open day and night, until a story says otherwise."""
    world = make_world(password=password, now=now - timedelta(days=365))
    staff.change_team(team=world.team, settings={"hours": ALWAYS}, by=SYSTEM, now=now)
    for user in User.objects.filter(memberships__team=world.team).distinct():
        Authenticator.objects.filter(user_id=user.pk).delete()
        TOTP.activate(user, SECRET)
    nora = join("nora", world.team, [Role.THERAPIST], now - timedelta(days=30))
    User.objects.filter(pk=nora.pk).update(password=password)
    for days, digits in ((28, "332322220"), (14, "222222110")):
        on = now - timedelta(days=days)
        answered(world.ines, digits, on.date(), now=on, by=world.ada)
    return world


def code_at(now: datetime, *, secret: str = SECRET) -> str:
    """What an authenticator app shows."""
    return str(format_hotp_value(hotp_value(secret, int(now.timestamp()) // 30)))
