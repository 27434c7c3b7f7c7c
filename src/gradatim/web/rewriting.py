"""Change pages on their way out: a prefix before their addresses, a bar above them."""

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


async def rewrite_pages(
    app: ASGIApp, scope: Scope, receive: Receive, send: Send, change: Callable[[bytes], bytes]
) -> None:
    """Let an application answer a request, and change its answer where it is a page.

    Args:
        app: what answers.
        scope, receive, send: of the request.
        change: gives the page in the place of a page.
    """
    start: Message = {}
    body = b""

    async def send_changed(message: Message) -> None:
        nonlocal start, body
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            if headers.get("content-type", "").startswith("text/html"):
                start = message  # its length is known when the whole page is
                return
        elif start:
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            page = change(body)
            MutableHeaders(raw=start["headers"])["content-length"] = str(len(page))
            await send(start)
            message = {"type": "http.response.body", "body": page}
        await send(message)

    await app(scope, receive, send_changed)
