"""The socket that a server listens on."""

import socket as sockets

from gradatim.errors import UserError


def listen(host: str, port: int) -> tuple[sockets.socket, str]:
    """Open the socket, and give the address that a browser finds it at.

    Args:
        host: name or number, of IPv4 or IPv6.
        port: TCP port; 0 takes a free one.

    Raises:
        UserError: the address or port cannot be used.
    """
    try:
        family = sockets.AF_INET6 if ":" in host else sockets.AF_INET
        listener = sockets.socket(family, sockets.SOCK_STREAM)
        # A server that was just stopped leaves its port in TIME_WAIT for a minute.
        listener.setsockopt(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)  # whoever opens the printed address at once waits in line
    except (OSError, OverflowError) as error:
        raise UserError(f"Cannot serve on {host}:{port} ({error}); try another --port.") from None
    shown = f"[{host}]" if ":" in host else host
    return listener, f"http://{shown}:{listener.getsockname()[1]}"
