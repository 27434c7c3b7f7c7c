"""The command that opens the live page."""


def serve(*, host: str = "127.0.0.1", port: int = 8421, browser: bool = True) -> None:
    """Open the live page: every idea of the lecture to touch, offline.

    Args:
        host: address to bind; anything but the loopback address asks visitors for a token.
        port: TCP port; 0 takes a free one.
        browser: open the page in the default browser.
    """
    from gradatim.web.app import serve as serve_page

    serve_page(host, port, browser)
