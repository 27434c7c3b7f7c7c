"""The socket that a server listens on."""

import socket as sockets

from gradatim.errors import UserError
from gradatim.spelling import given, spelled


def check_port(port: int) -> None:
    """Refuse what is no TCP port: before a model is opened, which takes a while.

    Raises:
        UserError: a number that is no port.
    """
    if not 0 <= port <= 65_535:
        raise UserError(f"{given('port', port)}: give 1 to 65535, or 0 for a free one.")


def listen(host: str, port: int) -> tuple[sockets.socket, str]:
    """Open the socket, and give the address that a browser finds it at.

    Args:
        host: name or number, of IPv4 or IPv6.
        port: TCP port; 0 takes a free one.

    Raises:
        UserError: the address or port cannot be used.
    """
    check_port(port)
    try:
        family = sockets.AF_INET6 if ":" in host else sockets.AF_INET
        listener = sockets.socket(family, sockets.SOCK_STREAM)
        # A server that was just stopped leaves its port in TIME_WAIT for a minute.
        listener.setsockopt(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)  # whoever opens the printed address at once waits in line
    except (OSError, OverflowError) as error:
        raise UserError(
            f"cannot serve on {host}:{port} ({error}): give another {spelled('port')} or "
            f"{spelled('host')}."
        ) from None
    shown = f"[{host}]" if ":" in host else host
    return listener, f"http://{shown}:{listener.getsockname()[1]}"
