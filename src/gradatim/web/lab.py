"""The lab on the page: one address per exercise, working on the learner's own folder.

Everything is done by the functions of `labs/` that the command line calls; the file on disk is the
truth. Because a check runs the Python that the page sends, these pages ask for the server's token
(see security.py) and exist on this computer only.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from gradatim.errors import UserError
from gradatim.labs.exercise import LANGUAGES, Exercise, find
from gradatim.labs.file_versions import ChangedError, read_version
from gradatim.labs.learner_view import load_view
from gradatim.labs.workspace import Workspace, init_workspace, open_workspace
from gradatim.web import lab_pages
from gradatim.web.lab_actions import ACTIONS, Action
from gradatim.web.view_socket import Live

PRIVATE = "/lab"
MAX_BODY = 2_000_000  # bytes of one message of the page


class LabPages:
    """The routes of the lab."""

    def __init__(self, start: Path | None = None, open_here: bool = True) -> None:
        """Say where the learner's folder is looked for.

        Args:
            start: the learner's folder, or a place in it or beside it; default: here.
            open_here: false where other computers reach the server: the lab is then closed.
        """
        self.start = (start or Path.cwd()).resolve()
        self.open_here = open_here
        self.live = Live(self.engine_of)

    def routes(self) -> list[BaseRoute]:
        """The pages, what they call, and the live connection of their views."""
        calls = [
            Route(f"/lab/{{name}}/{action}", self._call(act), methods=["POST"])
            for action, act in ACTIONS.items()
        ]
        return [
            Route("/lab", self.index),
            Route("/lab/make", self.make, methods=["POST"]),
            WebSocketRoute("/lab/live", self.live.endpoint),
            Route("/lab/{name}", self.exercise),
            Route("/lab/{name}/file", self.file),
            *calls,
        ]

    def engine_of(self, name: str) -> Any:
        """The view of an exercise, tied to the learner's file: `14-convolution-loops.fr`."""
        if not self.open_here:
            raise UserError("The lab answers on its own computer only.")
        exercise_name, _, language = name.rpartition(".")
        workspace = open_workspace(self.start)
        exercise = find(exercise_name, workspace.exercises)
        return load_view(exercise, workspace.file(exercise), "fr" if language == "fr" else "en")

    async def index(self, request: Request) -> Response:
        """List the exercises with the learner's progress."""
        language = _language(request, None)
        if not self.open_here:
            return HTMLResponse(lab_pages.closed(language), status_code=403)
        try:
            workspace = open_workspace(self.start)
        except UserError as error:
            return HTMLResponse(lab_pages.no_folder(language, self.start, str(error)))
        return HTMLResponse(lab_pages.index(_language(request, workspace), workspace))

    async def make(self, request: Request) -> Response:
        """Make the learner's folder, as `gradatim lab init` does."""
        language = _language(request, None)
        if not self.open_here:
            return HTMLResponse(lab_pages.closed(language), status_code=403)
        try:
            init_workspace(self.start / "gradatim-lab", language)
        except (UserError, OSError) as error:
            return HTMLResponse(lab_pages.no_folder(language, self.start, str(error)), 409)
        return RedirectResponse(f"/lab?lang={language}", 303)

    async def exercise(self, request: Request) -> Response:
        """Show one exercise: its task, the learner's file, the answers, its view."""
        language = _language(request, None)
        if not self.open_here:
            return HTMLResponse(lab_pages.closed(language), status_code=403)
        try:
            workspace = open_workspace(self.start)
        except UserError as error:
            return HTMLResponse(lab_pages.no_folder(language, self.start, str(error)))
        try:
            exercise = find(request.path_params["name"], workspace.exercises)
        except UserError as error:
            return HTMLResponse(lab_pages.lost(language, str(error)), status_code=404)
        if exercise.name != request.path_params["name"]:
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"/lab/{exercise.name}{query}", 307)
        workspace.language = _language(request, workspace)
        version = read_version(workspace.file(exercise), workspace.language)
        return HTMLResponse(lab_pages.exercise(workspace, exercise, version))

    async def file(self, request: Request) -> Response:
        """What is on the disk, where it is no longer the version that the page knows."""

        def read() -> dict[str, Any]:
            workspace, exercise = self._place(request)
            version = read_version(workspace.file(exercise), workspace.language)
            if version.mark == request.query_params.get("known"):
                return {"mark": version.mark}
            return asdict(version)

        return await _answer(read)

    def _place(self, request: Request) -> tuple[Workspace, Exercise]:
        if not self.open_here:
            raise UserError("The lab answers on its own computer only.")
        workspace = open_workspace(self.start)
        workspace.language = _language(request, workspace)
        return workspace, find(request.path_params["name"], workspace.exercises)

    def _call(self, act: Action) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            if int(request.headers.get("content-length") or MAX_BODY) > MAX_BODY:
                return JSONResponse({"error": "This message is too large."}, 413)
            body = await request.body()

            def work() -> dict[str, Any]:
                fields = _fields(body)
                workspace, exercise = self._place(request)
                return act(workspace, exercise, fields)

            return await _answer(work)

        return endpoint


async def _answer(work: Callable[[], dict[str, Any]]) -> Response:
    """Do the work in a thread; what goes wrong is told in one sentence."""
    try:
        return JSONResponse(_finite(await asyncio.to_thread(work)))
    except ChangedError as changed:
        return JSONResponse({"changed": asdict(changed.now)}, 409)
    except UserError as error:
        return JSONResponse({"error": str(error)}, 400)
    except OSError as error:
        reason = f"{error.filename or 'The file'}: {error.strerror or error}."
        return JSONResponse({"error": reason}, 400)


def _finite(value: Any) -> Any:
    """JSON has no word for nan and infinity: they travel as texts."""
    if isinstance(value, float) and not abs(value) < float("inf"):
        return str(value)
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return value


def _fields(body: bytes) -> dict[str, Any]:
    refusal = UserError("This message is not one of ours; reload the page.")
    try:
        fields = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise refusal from None
    if not isinstance(fields, dict):
        raise refusal
    for name in ("text", "known"):
        if name in fields and not isinstance(fields[name], str):
            raise refusal
    return fields


def _language(request: Request, workspace: Workspace | None) -> str:
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    if workspace is not None:
        return workspace.language
    return "fr" if request.headers.get("accept-language", "").startswith("fr") else "en"
