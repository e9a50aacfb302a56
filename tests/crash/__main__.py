"""`python -m tests.crash seed|look FILE …`: what the crash tests do to a clinic's database, in a process of its own."""

import importlib
import sys

import django

if __name__ == "__main__":
    django.setup()  # models can be imported only now
    importlib.import_module(f"tests.crash.{sys.argv[1]}").main(sys.argv[2:])
