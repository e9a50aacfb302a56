#!/usr/bin/env python3
"""Django's command line for OpenIPT."""

import os
import sys


def main() -> None:
    """Run one management command with OpenIPT's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed in this Python: run `python3 dev.py demo` or `python3 dev.py test` once.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
