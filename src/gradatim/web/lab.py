"""The lab on the page: one address an exercise, working on the learner's own folder.

Everything is done by the functions of `labs/` that the command line calls; the file on disk is the
truth. Because a check runs the Python that the page sends, these pages ask for the server's token
(see guard.py) and exist on this computer only.
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
from gradatim.labs import file_versions, workspace
from gradatim.labs.check import check_file
from gradatim.labs.exercise import LANGUAGES, Exercise, find
from gradatim.labs.file_versions import ChangedError, Version
from gradatim.labs.learner_view import load_view
from gradatim.labs.workspace import Folder
from gradatim.web import lab_pages
from gradatim.web.view_socket import Live

PRIVATE = "/lab"
MAX_BODY = 2_000_000  # bytes of one message of the page

Action = Callable[[Folder, Exercise, dict[str, Any]], dict[str, Any]]


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
        actions: dict[str, Action] = {
            "save": _save,
            "check": _check,
            "hint": _hint,
            "solution": _solution,
            "reset": _reset,
            "mine": _keep_mine,
            "theirs": _take_disk,
        }
        calls = [
            Route(f"/lab/{{name}}/{action}", self._call(act), methods=["POST"])
            for action, act in actions.items()
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
        folder = workspace.open_folder(self.start)
        exercise = find(exercise_name, folder.exercises)
        return load_view(exercise, folder.file(exercise), "fr" if language == "fr" else "en")

    async def index(self, request: Request) -> Response:
        """List the exercises with the learner's progress."""
        language = _language(request, None)
        if not self.open_here:
            return HTMLResponse(lab_pages.closed(language), status_code=403)
        try:
            folder = workspace.open_folder(self.start)
        except UserError as error:
            return HTMLResponse(lab_pages.no_folder(language, self.start, str(error)))
        return HTMLResponse(lab_pages.index(_language(request, folder), folder))

    async def make(self, request: Request) -> Response:
        """Make the learner's folder, as `gradatim lab init` does."""
        language = _language(request, None)
        if not self.open_here:
            return HTMLResponse(lab_pages.closed(language), status_code=403)
        try:
            workspace.init(self.start / "gradatim-lab", language)
        except (UserError, OSError) as error:
            return HTMLResponse(lab_pages.no_folder(language, self.start, str(error)), 409)
        return RedirectResponse(f"/lab?lang={language}", 303)

    async def exercise(self, request: Request) -> Response:
        """Show one exercise: its task, the learner's file, the answers, its view."""
        language = _language(request, None)
        if not self.open_here:
            return HTMLResponse(lab_pages.closed(language), status_code=403)
        try:
            folder = workspace.open_folder(self.start)
        except UserError as error:
            return HTMLResponse(lab_pages.no_folder(language, self.start, str(error)))
        try:
            exercise = find(request.path_params["name"], folder.exercises)
        except UserError as error:
            return HTMLResponse(lab_pages.lost(language, str(error)), status_code=404)
        if exercise.name != request.path_params["name"]:
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"/lab/{exercise.name}{query}", 307)
        folder.language = _language(request, folder)
        version = file_versions.look(folder.file(exercise), folder.language)
        return HTMLResponse(lab_pages.exercise(folder, exercise, version))

    async def file(self, request: Request) -> Response:
        """What is on the disk, where it is no longer the version that the page knows."""

        def read() -> dict[str, Any]:
            folder, exercise = self._place(request)
            version = file_versions.look(folder.file(exercise), folder.language)
            if version.mark == request.query_params.get("known"):
                return {"mark": version.mark}
            return asdict(version)

        return await _answer(read)

    def _place(self, request: Request) -> tuple[Folder, Exercise]:
        if not self.open_here:
            raise UserError("The lab answers on its own computer only.")
        folder = workspace.open_folder(self.start)
        folder.language = _language(request, folder)
        return folder, find(request.path_params["name"], folder.exercises)

    def _call(self, act: Action) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            if int(request.headers.get("content-length") or MAX_BODY) > MAX_BODY:
                return JSONResponse({"error": "This message is too large."}, 413)
            body = await request.body()

            def work() -> dict[str, Any]:
                fields = _fields(body)
                folder, exercise = self._place(request)
                return act(folder, exercise, fields)

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


def _language(request: Request, folder: Folder | None) -> str:
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    if folder is not None:
        return folder.language
    return "fr" if request.headers.get("accept-language", "").startswith("fr") else "en"


# What the page asks for -----------------------------------------------------------------------


def _stored(folder: Folder, exercise: Exercise, fields: dict[str, Any]) -> Version:
    """The learner's text, on the disk; without a text what is there."""
    file = folder.file(exercise)
    if "text" not in fields:
        return file_versions.look(file, folder.language)
    return file_versions.store(file, fields["text"], fields.get("known", ""), folder.language)


def _told(version: Version) -> dict[str, str]:
    """A version without its text, which the page has."""
    return {"mark": version.mark, "problem": version.problem}


def _save(folder: Folder, exercise: Exercise, fields: dict[str, Any]) -> dict[str, Any]:
    return {"file": _told(_stored(folder, exercise, fields))}


def _check(folder: Folder, exercise: Exercise, fields: dict[str, Any]) -> dict[str, Any]:
    version = _stored(folder, exercise, fields)
    language = folder.language
    answer = check_file(exercise, folder.file(exercise), language)
    folder = _fresh(folder)  # the command line may have noted something meanwhile
    folder.record(exercise, answer["status"])
    key, values = folder.next_step(exercise, answer["status"])
    step = {"key": key, **{name: str(value) for name, value in values.items()}}
    told: dict[str, Any] = {"answer": answer, "next": step, "file": _told(version)}
    folder.language = language
    if answer["status"] == "passed":
        told["after"] = lab_pages.html(exercise.after(language))
    return {**told, "progress": lab_pages.progress(folder, exercise)}


def _hint(folder: Folder, exercise: Exercise, fields: dict[str, Any]) -> dict[str, Any]:
    level, language = fields.get("level"), folder.language
    if level is not None and type(level) is not int:
        raise UserError("The level of a hint is a whole number.")
    _fresh(folder).open_hint(exercise, level)
    hints = exercise.hints(language)[: _fresh(folder).of(exercise).hints]
    return {"hints": [lab_pages.html(text) for text in hints]}


def _solution(folder: Folder, exercise: Exercise, fields: dict[str, Any]) -> dict[str, Any]:
    language, fresh = folder.language, _fresh(folder)
    if not fresh.see_solution(exercise, fields.get("wish") is True):
        raise UserError(lab_pages.WORDS[language]["locked"])
    fresh.language = language
    return {
        "solution": exercise.solution,
        "after": lab_pages.html(exercise.after(language)),
        "progress": lab_pages.progress(fresh, exercise),
    }


def _reset(folder: Folder, exercise: Exercise, fields: dict[str, Any]) -> dict[str, Any]:
    """A fresh file; what the page holds and the disk does not is kept beside as well."""
    file, language = folder.file(exercise), folder.language
    if "text" in fields and file_versions.look(file, language).text != fields["text"]:
        file_versions.keep_beside(file, fields["text"])
    backup = workspace.reset(_fresh(folder), exercise)
    return {
        "file": asdict(file_versions.look(file, language)),
        "kept": backup.name if backup else "",
    }


def _keep_mine(folder: Folder, exercise: Exercise, fields: dict[str, Any]) -> dict[str, Any]:
    """The page's text goes to the disk; what is there now is kept beside it."""
    file, language = folder.file(exercise), folder.language
    now = file_versions.look(file, language)
    if now.mark != fields.get("known"):
        raise ChangedError(now)  # it changed once more: the learner has not seen that version
    kept = file_versions.keep_beside(file)
    if now.problem and kept:
        file.unlink()
        now = file_versions.look(file, language)
    version = file_versions.store(file, fields.get("text", ""), now.mark, language)
    return {"file": _told(version), "kept": kept.name if kept else ""}


def _take_disk(folder: Folder, exercise: Exercise, fields: dict[str, Any]) -> dict[str, Any]:
    """The page takes what is on the disk; its own text is kept beside it."""
    file = folder.file(exercise)
    kept = file_versions.keep_beside(file, fields.get("text", ""))
    assert kept is not None
    return {"file": asdict(file_versions.look(file, folder.language)), "kept": kept.name}


def _fresh(folder: Folder) -> Folder:
    """The folder with its progress as it stands on the disk now."""
    return workspace.open_folder(folder.path)
