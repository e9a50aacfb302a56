"""Ines at her own pages."""

import pytest
from django.test import Client as Browser

from tests.web.client.steps import came_by_link
from tests.web.stage import Stage


@pytest.fixture
def ines(stage: Stage) -> Browser:
    """Ines, who opened the link to her own pages."""
    return came_by_link(stage.ines.client)
