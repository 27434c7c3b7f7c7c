"""The server below a prefix, as a proxy or a JupyterHub gives it out: /user/ada/proxy/8421/lab.

Pages are written with addresses from the root on. Here the prefix is put before them on their way
out, and taken from the paths that come in; scripts find their root by their own address.
"""

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gradatim.errors import UserError
from gradatim.web.rewriting import rewrite_pages

TAG = re.compile(rb"<[a-z][^<>]*>")
ADDRESS = re.compile(rb'\b(href|src|action|data-steps|data-address)="/(?!/)')
PREFIX = re.compile(r"(/[A-Za-z0-9._~@%-]+)+")


def check_root_path(given: str) -> str:
    """The prefix without a slash at its end; empty for none.

    Raises:
        UserError: it is not a path.
    """
    path = given.rstrip("/")
    if path and not PREFIX.fullmatch(path):
        raise UserError(
            f"The root path {given[:80]!r} is none: give what stands before our addresses, "
            "beginning with a slash, such as /course or /user/ada/proxy/8421."
        )
    return path


class Prefix:
    """Puts an application below a prefix."""

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        """Wrap an application.

        Args:
            app: what answers as if it lay at the root.
            root_path: what stands before its addresses, as `check_root_path` gives it.
        """
        self.app = app
        self.root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request whose path may still bear the prefix, or not any more."""
        if not self.root_path:
            await self.app(scope, receive, send)
            return
        path = scope.get("path", "")
        if path == self.root_path or path.startswith(f"{self.root_path}/"):
            scope = {**scope, "path": path.removeprefix(self.root_path) or "/"}
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_prefix(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                location = headers.get("location", "")
                if location.startswith("/") and not location.startswith("//"):
                    headers["location"] = self.root_path + location
            await send(message)

        await rewrite_pages(self.app, scope, receive, send_with_prefix, self._change)

    def _change(self, page: bytes) -> bytes:
        return TAG.sub(self._prefixed, page)

    def _prefixed(self, tag: re.Match[bytes]) -> bytes:
        root = self.root_path.encode()
        return ADDRESS.sub(lambda found: found[1] + b'="' + root + b"/", tag[0])
