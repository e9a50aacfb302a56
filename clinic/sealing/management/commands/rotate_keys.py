"""`manage.py rotate_keys`: seal with the current key whatever an older key sealed."""

from typing import Any

from django.core.management.base import BaseCommand

from clinic.sealing.keys import sealing_keys
from clinic.sealing.rotation import reseal, waiting


class Command(BaseCommand):
    """Run after `make_key`; safe while the clinic works, and to run again."""

    help = "Seal anew, with the current key, what an older key sealed."

    def handle(self, *args: Any, **options: Any) -> None:
        ring = sealing_keys()
        n = reseal(ring=ring)
        left = waiting(ring=ring)
        self.stdout.write(f"{n} values sealed with {ring.current}; {left} still under an older key.")
        if left:
            self.stdout.write("Run the command again: those rows were being written.")
