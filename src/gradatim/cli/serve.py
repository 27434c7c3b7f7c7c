"""`gradatim serve`: the live page."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from gradatim.web.app import serve as serve_page


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8421,
    browser: Annotated[bool, Parameter(negative="--no-browser")] = True,
    root_path: str = "",
    lesson: Path | None = None,
) -> None:
    """Open the live page: views of every chapter, offline.

    Args:
        host: address to bind; the lab always asks for the token of the link, other pages only on an
            address that is not the loopback one
        port: TCP port, 1 to 65535; 0 takes a free one
        browser: the page opened in the default browser
        root_path: prefix under which a proxy shows the page, such as /course; every visitor then
            needs the token of the link
        lesson: TOML file with a teacher's pages in an order, and controls set, fixed or hidden
    """
    serve_page(host, port, browser, root_path=root_path, lesson=lesson)
