"""`gradatim serve-model`: a trained model over HTTP."""

from pathlib import Path

from gradatim.web.model.server import serve_model


def serve_model_(
    run: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8422,
    max_megabytes: float = 10,
    per_second: float = 20,
) -> None:
    """Serve a model over HTTP: files or JSON to /answer, and a page to try it.

    Args:
        run: run folder
        host: address to bind; one that is not the loopback asks visitors for a token
        port: TCP port, 1 to 65535; 0 takes a free one
        max_megabytes: largest request, above 0 to 1000
        per_second: most requests per second of all visitors together, above 0 to 1000
    """
    serve_model(run, host, port, max_megabytes=max_megabytes, per_second=per_second)
