"""The entry for jupyter-server-proxy: a JupyterLab or JupyterHub shows the page as a tile."""

import secrets
import sys
from pathlib import Path
from typing import Any

ICON = Path(__file__).parent / "static" / "icon.svg"


def server() -> dict[str, Any]:
    """Say how the page is started behind Jupyter, as jupyter-server-proxy asks.

    Jupyter knows who its visitor is, and other people of the same computer could reach the port all
    the same: the token stands in the tile's address and in the environment of the server alone.
    """
    token = secrets.token_urlsafe(16)
    command = [sys.executable, "-m", "gradatim", "serve", "--no-browser", "--port", "{port}"]
    return {
        "command": [*command, "--root-path", "{base_url}gradatim"],
        "environment": {"GRADATIM_TOKEN": token},
        "timeout": 180,  # seconds until torch is imported on a busy computer
        "new_browser_tab": True,
        "launcher_entry": {
            "title": "Gradatim",
            "icon_path": str(ICON),
            "path_info": f"gradatim/?token={token}",
        },
    }
