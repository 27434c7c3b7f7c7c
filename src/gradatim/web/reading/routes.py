"""The addresses of files to read and to step through.

The package's own examples run for every visitor, once per server; a program of one's own runs for
the person who started the server alone, in the limited child process of the lab.
"""

import asyncio
import json
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from gradatim.errors import UserError
from gradatim.insight.tracing.examples import EXAMPLES
from gradatim.labs.sandbox.stepping import step_through
from gradatim.labs.workspace import open_workspace
from gradatim.web import pages as frame
from gradatim.web.course.markdown import PACKAGE, is_ours
from gradatim.web.reading import pages
from gradatim.web.reading.words import WORDS
from gradatim.web.security import is_owner

OWN = "/own"
MAX_PROGRAM = 200_000  # bytes of a file, and of a program that the page sends
MAX_FILES = 200
PROGRAM = "program.py"  # the name of a program that is not a file


class ReadingPages:
    """The routes of reading."""

    def __init__(self, folder: Path, open_here: bool = True) -> None:
        """Say where the learner's files lie.

        Args:
            folder: the learner's folder of the lab, or a place in it or beside it.
            open_here: false where other computers reach the server: nobody runs own files then.
        """
        self.start = folder.resolve()
        self.open_here = open_here

    def routes(self) -> list[BaseRoute]:
        """The package's files with their steps, the learner's files, and a program's steps."""
        public = [
            Route("/read", self.index),
            Route("/read/{file:path}", self.read),
            Route("/steps/{file:path}", self.steps),
        ]
        if not self.open_here:
            return [*public, Route(OWN, self.closed), Route(f"{OWN}/{{rest:path}}", self.closed)]
        return [
            *public,
            Route(OWN, self.files),
            Route(f"{OWN}/steps", self.own_steps, methods=["POST"]),
            Route(f"{OWN}/{{file:path}}", self.own),
        ]

    def closed(self, request: Request) -> Response:
        """Refuse whoever comes from another computer."""
        return PlainTextResponse(WORDS[frame.language_of(request)]["closed"], status_code=403)

    def index(self, request: Request) -> Response:
        """The package's files that can be stepped through."""
        return HTMLResponse(pages.index(frame.language_of(request)))

    def read(self, request: Request) -> Response:
        """One of the package's files."""
        language, path = frame.language_of(request), request.path_params["file"]
        if not is_ours(path):
            return HTMLResponse(frame.missing(language), status_code=404)
        may_run = self.open_here and is_owner(request.scope)
        return HTMLResponse(pages.ours(language, path, may_run))

    async def steps(self, request: Request) -> Response:
        """What the example of one of the package's files computes."""
        path = request.path_params["file"]
        if path not in EXAMPLES:
            return JSONResponse({"sentence": "no such example"}, 404)
        return JSONResponse(await asyncio.to_thread(steps_of_example, path))

    @property
    def folder(self) -> Path:
        """The folder of the lab, or where the server was started."""
        try:
            return open_workspace(self.start).path.resolve()
        except UserError:
            return self.start

    def files(self, request: Request) -> Response:
        """The learner's files."""
        folder = self.folder
        found = sorted(
            path.relative_to(folder).as_posix()
            for pattern in ("*.py", "*/*.py")
            for path in folder.glob(pattern)
            if not path.relative_to(folder).as_posix().startswith((".", "_"))
        )
        return HTMLResponse(pages.files(frame.language_of(request), folder, found[:MAX_FILES]))

    def own(self, request: Request) -> Response:
        """One of the learner's files."""
        language = frame.language_of(request)
        file = self._file(request.path_params["file"])
        if file is None:
            return HTMLResponse(frame.missing(language), status_code=404)
        text = file.read_text("utf-8", errors="replace")
        return HTMLResponse(pages.own(language, request.path_params["file"], text))

    async def own_steps(self, request: Request) -> Response:
        """What a program of the owner's computes: her file, and lines that the page sends."""
        language = frame.language_of(request)
        if int(request.headers.get("content-length") or MAX_PROGRAM + 1) > MAX_PROGRAM:
            return JSONResponse({"sentence": "too large"}, 413)
        try:
            asked = json.loads(await request.body())
            name, program = str(asked.get("own", "")), str(asked.get("program", ""))
        except (ValueError, AttributeError, RecursionError):
            return JSONResponse({"sentence": "not one of our messages"}, 400)
        file = self._file(name) if name else None
        if name and file is None:
            return JSONResponse({"sentence": "no such file"}, 404)
        before = file.read_text("utf-8", errors="replace").rstrip("\n") + "\n" if file else ""
        text = before + (f"\n{program}" if before and program.strip() else program)
        path = str(file or self.folder / PROGRAM)
        return JSONResponse(await asyncio.to_thread(_steps, text, path, language))

    def _file(self, name: str) -> Path | None:
        """A learner's file by its name; None where it is none, or too long."""
        folder = self.folder
        file = (folder / name).resolve()
        if not file.is_relative_to(folder) or file.suffix != ".py" or not file.is_file():
            return None
        return file if file.stat().st_size <= MAX_PROGRAM else None


def _steps(text: str, file: str, language: str) -> dict[str, Any]:
    """The steps of a program, with the lines of every file that they pass through."""
    found = step_through(text.encode(), file, language)
    names = dict.fromkeys(frame["file"] for frame in found["frames"])
    texts = {name: (PACKAGE / name).read_text("utf-8") for name in names if name}
    files = {name: pages.lines_of(source) for name, source in {"": text, **texts}.items()}
    return {**found, "files": files}


@cache
def steps_of_example(path: str) -> dict[str, Any]:
    """The steps of the example of one of the package's files, worked out once."""
    return _steps(EXAMPLES[path], PROGRAM, "en")
