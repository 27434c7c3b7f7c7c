"""The web application: pages, the views' own files and the live connection, all local."""

import asyncio
import contextlib
import gc
import importlib.util
import os
import secrets
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator
from pathlib import Path

import torch
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from gradatim import views
from gradatim.errors import UserError
from gradatim.labs.sandbox.remote_call import start_server
from gradatim.views.core.modules import VIEW_FILES
from gradatim.web import pages
from gradatim.web.course.routes import CoursePages
from gradatim.web.lab import PRIVATE, LabPages
from gradatim.web.lessons.bar import LessonBar
from gradatim.web.lessons.lesson import Lesson, read_lesson
from gradatim.web.listening import listen
from gradatim.web.prefix import Prefix, check_root_path
from gradatim.web.reading.routes import OWN, ReadingPages
from gradatim.web.runs.routes import RUNS, RunPages
from gradatim.web.security import LOOPBACK, Guard
from gradatim.web.unfinished_requests import ImpatientProtocol
from gradatim.web.view_socket import MAX_MESSAGE, Live, share_memory

STATIC = Path(__file__).parent / "static"


def available() -> list[str]:
    """List the views whose engine exists in this version."""
    return [name for name in views.VIEWS if importlib.util.find_spec(f"gradatim.views.{name}")]


def create_app(
    token: str = "",
    loopback: bool = True,
    lab: Path | None = None,
    root_path: str = "",
    lesson: Lesson | None = None,
) -> Starlette:
    """Build the web application.

    Args:
        token: word that a visitor must know; on this computer only the lab's pages ask for it.
        loopback: accept only names of this computer as host. The lab's pages run the Python that
            they are given, so they exist on this computer only.
        lab: the learner's folder, or where it is looked for; default: here.
        root_path: the prefix under which a proxy shows the page, such as "/course".
        lesson: pages that a teacher put in an order.
    """
    live = Live(lesson=lesson)
    lab_pages = LabPages(lab, open_here=loopback)
    lives = (live, lab_pages.live)
    names = available()
    browser_files = {  # the engines beside them stay here
        file.relative_to(VIEW_FILES).as_posix()
        for file in VIEW_FILES.rglob("*")
        if file.suffix in (".js", ".css")
    }

    course = CoursePages(names, (lab or Path.cwd()).resolve())

    def view(request: Request) -> Response:
        name, language = request.path_params["name"], pages.language_of(request)
        if name not in names:
            return HTMLResponse(pages.missing(language), status_code=404)
        embedded = request.query_params.get("embed") == "1"
        if not embedded:
            course.note(request, f"view/{name}")
        run = request.query_params.get("of", "")
        return HTMLResponse(pages.view(language, name, embedded, run))

    async def view_file(request: Request) -> Response:
        name = request.path_params["file"]
        if name not in browser_files:
            return PlainTextResponse("There is no such file.", status_code=404)
        return FileResponse(VIEW_FILES / name)

    async def missing(request: Request, _: Exception) -> Response:
        return HTMLResponse(pages.missing(pages.language_of(request)), status_code=404)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        sweepers = [asyncio.create_task(all_of.sweep_forever()) for all_of in lives]
        yield
        for sweeper in sweepers:
            sweeper.cancel()
        for all_of in lives:
            all_of.close()

    routes = [
        *course.routes(),
        Route("/view/{name}", view),
        Route("/views/{file:path}", view_file),
        Mount("/static", StaticFiles(directory=STATIC)),
        WebSocketRoute("/live", live.endpoint),
        *lab_pages.routes(),
        *ReadingPages(lab or Path.cwd(), open_here=loopback).routes(),
        *RunPages(lab or Path.cwd(), open_here=loopback).routes(),
    ]
    guard = Middleware(
        Guard, token=token, loopback=loopback, private=(PRIVATE, RUNS, OWN), root_path=root_path
    )
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(Prefix, root_path=root_path),
            guard,
            Middleware(LessonBar, lesson=lesson),
        ],
        lifespan=lifespan,
        exception_handlers={404: missing},
    )
    app.state.live = live
    return app


def serve(
    host: str = "127.0.0.1",
    port: int = 8421,
    browser: bool = True,
    lab: Path | None = None,
    path: str = "",
    root_path: str = "",
    lesson: Path | None = None,
) -> None:
    """Serve the page until it is interrupted.

    Args:
        host: address to bind; anything but the loopback address asks visitors for a token.
        port: TCP port; 0 takes a free one.
        browser: open the page in the default browser.
        lab: the learner's folder, or where it is looked for; default: here.
        path: which page to name and open, such as "lab/03-broadcasting"; default: the first one.
        root_path: the prefix under which a proxy shows the page; every visitor then needs the
            token, which may be given as GRADATIM_TOKEN.
        lesson: the TOML file of a lesson.

    Raises:
        UserError: the address or port cannot be used, or the lesson says what is not there.
    """
    planned = None if lesson is None else read_lesson(lesson)
    root_path = check_root_path(root_path)
    listener, address = listen(host, port)  # before threads begin: a port that is taken ends this
    share_memory()
    torch.set_num_threads(1)  # visitors share the cores, and small models gain nothing from more
    sys.setswitchinterval(0.001)  # visitors' threads hand over to the web server more often
    for name in available():
        views.load(name)  # imports happen before the first visitor, not during her first frame
    threading.Thread(target=warm_up, daemon=True).start()
    if host in LOOPBACK:
        start_server()
    loopback = host in LOOPBACK
    token = os.environ.get("GRADATIM_TOKEN") or secrets.token_urlsafe(16)
    address = f"{address}{root_path}/{path}?token={token}"
    print(f"Gradatim is served at {address}\nStop it with Ctrl-C.", flush=True)
    if browser:
        threading.Timer(0.5, webbrowser.open, [address]).start()  # when the server answers
    config = uvicorn.Config(
        create_app(token, loopback, lab, root_path, planned),
        log_level="warning",
        access_log=False,
        ws_max_size=MAX_MESSAGE,
        http=ImpatientProtocol,
        ws_per_message_deflate=False,  # on one machine compression only costs time
        timeout_graceful_shutdown=2,
    )
    uvicorn.Server(config).run(sockets=[listener])


def warm_up() -> None:
    """Start every view once, so that data and compiled code are there for the first visitor.

    What is in memory then stays: it is taken out of the garbage collector's rounds, each of which
    would look at half a million objects and stop all visitors for a third of a second.
    """
    for name in available():
        try:
            engine = views.load(name)()
            engine.step(1)
            engine.snapshot()
        except UserError:
            continue  # the view itself will say what is missing
    gc.collect()
    # What is alive now stays for as long as the server.
    gc.freeze()
