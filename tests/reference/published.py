"""The published data that reference tests read: beside the checkout, never part of it; their README gives licences."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"


def shared(name: str) -> Path:
    """The path of one file; the test is skipped where the folder is not there."""
    if not FOLDER.is_dir():
        pytest.skip("the folder shared/data is not beside the checkout, so published numbers cannot be compared")
    return FOLDER / name
