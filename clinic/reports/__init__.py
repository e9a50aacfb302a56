"""Outcome numbers by period and what scores to expect: computed by the worker, stored, and read by pages."""
