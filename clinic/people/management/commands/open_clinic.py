"""`manage.py open_clinic`: a team and its administrator; everybody else is added on the administrator's pages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from clinic.audit.actor import SYSTEM
from clinic.people.actions.staff import make_team
from clinic.people.actions.welcome import password_link, welcome
from clinic.people.choices import Role
from clinic.people.hours import HoursError, read_hours
from clinic.people.models import Team

HOURS = {str(day): ["09:00", "17:00"] for day in range(5)}  # Monday to Friday; changed on the settings page


class Command(BaseCommand):
    """Once for each team of the service."""

    help = "Make a team and its administrator, and print the address at which they set a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--team", required=True, help="name of the team, as staff see it")
        parser.add_argument("--public-name", required=True, help="name of the service, as clients and letters see it")
        parser.add_argument("--country", required=True, help="two letters, such as GB: whose crisis lines are shown")
        parser.add_argument("--time-zone", required=True, help="such as Europe/London")
        parser.add_argument("--name", required=True, help="the administrator's name")
        parser.add_argument("--email", required=True, help="the administrator's e-mail, with which they sign in")

    def handle(self, *args: Any, **options: Any) -> None:
        if Team.objects.filter(name=options["team"]).exists():
            raise CommandError(f"There is a team {options['team']} already: choose another name.")
        known = {
            "name": options["team"],
            "public_name": options["public_name"],
            "country": options["country"].upper(),
            "time_zone": options["time_zone"],
            "hours": HOURS,
        }
        try:
            read_hours(time_zone=known["time_zone"], hours=HOURS, holidays=[])
        except HoursError as fault:
            raise CommandError(str(fault)) from fault
        now = timezone.now()
        team = make_team(settings=known, by=SYSTEM, now=now)
        user = welcome(
            email=options["email"], name=options["name"], team=team, roles=[Role.ADMINISTRATOR], by=SYSTEM, now=now
        )
        self.stdout.write(f"{team.name} is made. {user.name} sets a password at:\n{password_link(user)}")
