"""The commands that need the engine for many clients, one module each."""
