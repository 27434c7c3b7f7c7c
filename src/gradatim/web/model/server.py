"""One trained model over HTTP: POST /answer takes a file, or JSON, and gives JSON."""

import asyncio
import json
import math
import secrets
import tempfile
import threading
import time
from collections import deque
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from gradatim.api import Loaded, load
from gradatim.data.info import (
    BoardInfo,
    CaptionInfo,
    MatchInfo,
    OwnTableInfo,
    TableInfo,
    TextClassesInfo,
)
from gradatim.errors import UserError
from gradatim.recipes.answers import Estimate, Prediction, as_json, endings_of
from gradatim.spelling import given
from gradatim.views.core.modules import VIEW_FILES
from gradatim.web.app import STATIC
from gradatim.web.listening import check_port, listen
from gradatim.web.model.page import model_page
from gradatim.web.pages import language_of
from gradatim.web.security import LOOPBACK, Guard
from gradatim.web.unfinished_requests import ImpatientProtocol

N_NEXT = 4  # further classes in an answer


def create_app(
    model: Loaded, *, max_bytes: int, per_second: float, token: str = "", loopback: bool = True
) -> Starlette:
    """Build the application: a page at /, and the one endpoint /answer.

    Args:
        model: that answers.
        max_bytes: of a request; larger ones get status 413.
        per_second: requests of all visitors together; what comes faster gets status 429.
        token: word that visitors must know beyond this computer.
        loopback: accept only names of this computer as host.

    Raises:
        UserError: a run of a kind that answers no such question.
    """
    if isinstance(model.info, MatchInfo | CaptionInfo | BoardInfo | TableInfo):
        raise UserError(
            f"{model.run.folder} is a run of {model.run.config['recipe']}, which answers no "
            "question of one file, row or text: serve a classifier or a language model."
        )
    arrivals: deque[float] = deque(maxlen=math.ceil(per_second))  # the newest requests
    one_at_a_time = threading.Lock()  # a model keeps what passes through it, so no two at once

    async def page(request: Request) -> Response:
        return HTMLResponse(model_page(language_of(request), model, max_bytes))

    async def style(_: Request) -> Response:  # that every page asks for
        return FileResponse(VIEW_FILES / "kit" / "view_kit.css")

    async def answer(request: Request) -> Response:
        now, full = time.monotonic(), len(arrivals) == arrivals.maxlen
        if full and now - arrivals[0] < len(arrivals) / per_second:
            said = f"More than {per_second:g} requests per second: ask again in a moment."
            return JSONResponse({"error": said}, 429, {"retry-after": "1"})
        arrivals.append(now)
        body = bytearray()
        async for part in request.stream():  # what a header says of the length may be untrue
            body += part
            if len(body) > max_bytes:
                said = f"The request is too large: at most {max_bytes:,} bytes are read."
                return JSONResponse({"error": said}, 413)
        is_json = request.headers.get("content-type", "").startswith("application/json")
        try:
            found = await asyncio.to_thread(work, bytes(body), is_json)
        except UserError as error:
            return JSONResponse({"error": str(error)}, 400)
        return JSONResponse(found)

    def work(body: bytes, is_json: bool) -> dict[str, Any]:
        with one_at_a_time:
            return plain(of_json(model, body) if is_json else of_file(model, body))

    return Starlette(
        routes=[
            Route("/", page),
            Route("/answer", answer, methods=["POST"]),
            Route("/views/kit/view_kit.css", style),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(Guard, token=token, loopback=loopback)],
    )


def read_json(body: bytes) -> Any:
    """What a model is asked in JSON: a text, or the columns of a row.

    Raises:
        UserError: anything else.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UserError(f"the request is not JSON ({error}).") from None
    if not isinstance(found, str | dict) or not found:
        raise UserError('give a text in quotes, or an object with the columns of a row: {"a": 1}.')
    return found


def takes_files(model: Loaded) -> bool:
    """Tell whether a model is asked by a file rather than by JSON."""
    return bool(endings_of(model.info)) and not isinstance(
        model.info, OwnTableInfo | TextClassesInfo
    )


def of_json(model: Loaded, body: bytes) -> Any:
    """What a model answers to a text or a row.

    Raises:
        UserError: a model that takes a file, or the other of the two.
    """
    asked = read_json(body)
    # A text would be taken for the path of an image or a sound, and open files of this computer.
    if takes_files(model):
        raise UserError(
            "this model takes a file: send its bytes with content-type application/octet-stream."
        )
    if isinstance(model.info, OwnTableInfo) != isinstance(asked, dict):
        wanted = "a text in quotes"
        if isinstance(model.info, OwnTableInfo):
            wanted = 'an object with the columns of a row, {"a": 1}'
        raise UserError(f"this model takes {wanted}.")
    return model.predict(asked)


def of_file(model: Loaded, body: bytes) -> Any:
    """What a model answers to the content of an image or a sound.

    Raises:
        UserError: a model that takes no files, or a file that cannot be read.
    """
    endings = endings_of(model.info)
    if not takes_files(model):
        raise UserError("this model takes JSON, not a file: say so in the header content-type.")
    if not body:
        raise UserError("the request is empty: send an image or a sound.")
    if body.startswith(b"--") and b"form-data" in body[:1000]:
        raise UserError("the request is a form: send the content of the file alone, without one.")
    # By its content, not by a name that somebody else chose.
    ending = ".flac" if body[:4] == b"fLaC" else ".wav" if ".wav" in endings else ".png"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"file{ending}"
        file.write_bytes(body)
        try:
            return model.predict(file)
        except UserError as error:
            raise UserError(str(error).replace(str(file), "the file")) from None


def plain(answer: Any) -> dict[str, Any]:
    """Any answer of a model as a JSON object."""
    if isinstance(answer, Prediction | Estimate):
        return as_json(answer, N_NEXT)
    if isinstance(answer, list):  # one for each masked word
        return {"masks": [as_json(found, N_NEXT) for found in answer]}
    return {"text": answer}


def serve_model(
    run: Path, host: str, port: int, *, max_megabytes: float, per_second: float
) -> None:
    """Serve a run until it is interrupted.

    Args:
        run: its folder.
        host: address to bind; anything but the loopback address asks visitors for a token.
        port: TCP port; 0 takes a free one.
        max_megabytes: of a request, above 0 to 1000.
        per_second: requests, above 0 to 1000.

    Raises:
        UserError: no run whose model answers, or an address that cannot be used.
    """
    for name, value in (("max_megabytes", max_megabytes), ("per_second", per_second)):
        if not 0 < value <= 1000:
            raise UserError(f"{given(name, value)}: give a number above 0, at most 1000.")
    check_port(port)
    model, loopback = load(run), host in LOOPBACK
    token = "" if loopback else secrets.token_urlsafe(16)
    listener, address = listen(host, port)
    app = create_app(
        model,
        max_bytes=round(1e6 * max_megabytes),
        per_second=per_second,
        token=token,
        loopback=loopback,
    )
    query = f"?token={token}" if token else ""
    print(f"{run} answers at {address}/answer{query}")
    print(f"A page to try it: {address}/{query}\nStop it with Ctrl-C.", flush=True)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        http=ImpatientProtocol,
        timeout_graceful_shutdown=2,
    )
    uvicorn.Server(config).run(sockets=[listener])
