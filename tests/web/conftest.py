"""A learner's folder, and a browser that its server knows."""

import pytest
from starlette.testclient import TestClient

from gradatim.labs.exercise import find
from gradatim.labs.workspace import init_workspace, open_workspace
from gradatim.web.app import create_app

HOST = "http://127.0.0.1"


@pytest.fixture
def folder(tmp_path):
    init_workspace(tmp_path / "lab", "en")
    return open_workspace(tmp_path / "lab")


@pytest.fixture
def masks(folder):
    return find("masks", folder.exercises)


@pytest.fixture
def owner(folder):
    """A client with the cookie of who started the server."""
    with TestClient(create_app("secret", lab=folder.path), base_url=HOST) as found:
        assert found.get("/lab?token=secret").status_code == 200  # the cookie stays
        yield found
