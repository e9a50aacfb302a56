"""`manage.py demo_clinic`: fills an empty database with made-up people, once, and says who can sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from clinic.audit.actor import SYSTEM
from clinic.demonstration.cast import cast
from clinic.demonstration.filling import everybody, fill, team
from clinic.demonstration.sign_ins import PASSWORD, client_accounts
from clinic.people.choices import Role
from clinic.people.models import Client, User


class Command(BaseCommand):
    """What is there already stays as it is."""

    help = "Fill an empty database with a made-up clinic; print who can sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--clients", type=int, default=everybody(), metavar="N", help="how many clients")

    def handle(self, *args: Any, **options: Any) -> None:
        n_clients = options["clients"]
        if n_clients < 1:
            raise CommandError(f"--clients is {n_clients}: there must be at least one.")
        if team() is not None:
            self.stdout.write(f"The {cast().team['name']} is there already: nothing was changed.")
        elif User.objects.exists():
            raise CommandError(
                "There are people in this database who are not made up: a demonstration needs an empty one."
            )
        else:
            fill(n_clients=n_clients, by=SYSTEM, now=timezone.now())
            n_clients = Client.objects.count()
            self.stdout.write(f"The {cast().team['name']} has {n_clients} clients: made up, or after a published case.")
        self.print_sign_ins()

    def print_sign_ins(self) -> None:
        """Who can sign in, and where the codes are."""
        for one in cast().staff:
            roles = ", ".join(str(Role(role).label).lower() for role in one.roles)
            self.stdout.write(f"  {one.email:<31} {one.name}: {roles}")
        for client in client_accounts():
            self.stdout.write(f"  {client.email:<31} {client.name}: client")
        self.stdout.write(f"  password of all: {PASSWORD}")
        self.stdout.write(f"  codes and letters: {settings.PUBLIC_URL}/demonstration/")
