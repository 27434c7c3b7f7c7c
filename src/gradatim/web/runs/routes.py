"""The addresses of the runs; they ask for the server's token, as the lab does."""

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import BaseRoute, Route

from gradatim.errors import UserError
from gradatim.recipes.registry import RECIPES, get
from gradatim.web import pages as frame
from gradatim.web.run_form import filled_in, form_options
from gradatim.web.runs import pages
from gradatim.web.runs.processes import Runs
from gradatim.web.runs.refusals import refusal
from gradatim.web.runs.report_in_french import report_in_french
from gradatim.web.runs.sampled_text import in_french
from gradatim.web.runs.words import WORDS

RUNS = "/runs"
# A report and a sample hold their own styles, and nothing that runs or leaves the computer.
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-downloads"
)
FILES = ("model.safetensors", "summary.json")  # of a run, to take away
MAX_FORM = 20_000  # bytes


class RunPages:
    """The routes of the runs."""

    def __init__(self, folder: Path, open_here: bool = True) -> None:
        """Say where the folder `runs` lies.

        Args:
            folder: in which `gradatim train` would be called.
            open_here: false where other computers reach the server: nobody starts a run then.
        """
        self.runs = Runs(folder)
        self.open_here = open_here

    def routes(self) -> list[BaseRoute]:
        """The table, the form, one run with its state and report, and what its buttons do."""
        if not self.open_here:
            return [Route("/runs", self.closed), Route("/runs/{rest:path}", self.closed)]
        return [
            Route("/runs", self.index),
            Route("/runs/new", self.new),
            Route("/runs/start", self.start, methods=["POST"]),
            Route("/runs/{name:path}/state", self.state),
            *(Route(f"/runs/{{name:path}}/{file}", self.file) for file in FILES),
            Route("/runs/{name:path}/report", self.report),
            Route("/runs/{name:path}/samples/{file}", self.sample),
            Route("/runs/{name:path}/{action}", self.act, methods=["POST"]),
            Route("/runs/{name:path}", self.run),
        ]

    def closed(self, request: Request) -> Response:
        """Refuse whoever comes from another computer."""
        say = WORDS[frame.language_of(request)]
        return PlainTextResponse(say["closed"], status_code=403)

    def index(self, request: Request) -> Response:
        """The table of all runs."""
        return HTMLResponse(pages.index(frame.language_of(request), self._states()))

    def _states(self) -> list[dict[str, Any]]:
        states: list[dict[str, Any]] = []
        for name in self.runs.names():
            try:
                states.append(self.runs.state(name))
            except UserError as error:  # a damaged run must not hide the others
                states.append({"name": name, "state": "failed", "said": str(error)})
        return states

    def new(self, request: Request) -> Response:
        """The form of a recipe."""
        recipe, language = request.query_params.get("recipe", ""), frame.language_of(request)
        if recipe not in RECIPES:
            return HTMLResponse(frame.missing(language), status_code=404)
        shown = filled_in(form_options(get(recipe)), request.query_params)
        return HTMLResponse(pages.new(language, recipe, shown))

    async def start(self, request: Request) -> Response:
        """Start a run with the options of the form."""
        language = frame.language_of(request)
        if int(request.headers.get("content-length") or MAX_FORM + 1) > MAX_FORM:
            return HTMLResponse(frame.missing(language), status_code=413)
        given = {key: values[-1] for key, values in (await _form(request)).items()}
        recipe = given.pop("recipe", "")
        if recipe not in RECIPES:
            return HTMLResponse(frame.missing(language), status_code=404)
        try:
            name = await asyncio.to_thread(self.runs.start, recipe, given)
        except UserError as error:
            shown = form_options(get(recipe))
            return HTMLResponse(
                pages.new(language, recipe, shown, refusal(str(error), language)), status_code=400
            )
        return RedirectResponse(f"/runs/{name}?lang={language}", 303)

    def run(self, request: Request) -> Response:
        """The page of one run."""
        language = frame.language_of(request)
        try:
            state = self.runs.state(request.path_params["name"])
        except UserError:
            return HTMLResponse(frame.missing(language), status_code=404)
        return HTMLResponse(pages.run(language, state))

    def state(self, request: Request) -> Response:
        """What a run does now, for the script of its page."""
        try:
            return JSONResponse(self.runs.state(request.path_params["name"]))
        except UserError as error:
            return JSONResponse({"error": str(error)}, 404)

    def report(self, request: Request) -> Response:
        """The report that the run wrote."""
        try:
            file = self.runs.report(request.path_params["name"])
        except UserError:
            file = Path()
        if not file.is_file():
            return HTMLResponse(frame.missing(frame.language_of(request)), status_code=404)
        policy = {"content-security-policy": REPORT_POLICY}
        if frame.language_of(request) == "fr":
            page = report_in_french(file.read_text("utf-8", errors="replace"))
            return HTMLResponse(page, headers=policy)
        return FileResponse(file, headers=policy)

    def sample(self, request: Request) -> Response:
        """What the run made while it trained."""
        try:
            file = self.runs.sample(request.path_params["name"], request.path_params["file"])
        except UserError:
            return HTMLResponse(frame.missing(frame.language_of(request)), status_code=404)
        if file.suffix == ".txt" and frame.language_of(request) == "fr":
            return PlainTextResponse(in_french(file.read_text("utf-8", errors="replace")))
        return FileResponse(file, headers={"content-security-policy": REPORT_POLICY})

    def file(self, request: Request) -> Response:
        """What the report of a run links to."""
        kind = request.url.path.rpartition("/")[2]
        try:
            file = self.runs.report(request.path_params["name"]).with_name(kind)
        except UserError:
            file = Path()
        if not file.is_file():
            return HTMLResponse(frame.missing(frame.language_of(request)), status_code=404)
        return FileResponse(file, filename=kind)

    def act(self, request: Request) -> Response:
        """Stop a run, or go on with it."""
        name, language = request.path_params["name"], frame.language_of(request)
        acts = {"stop": self.runs.stop, "resume": self.runs.resume}
        try:
            acts[request.path_params["action"]](self.runs.known(name))
        except KeyError:
            return HTMLResponse(frame.missing(language), status_code=404)
        except UserError as error:
            page = pages.index(language, self._states(), refusal(str(error), language))
            return HTMLResponse(page, status_code=400)
        return RedirectResponse(f"{pages.address_of(name)}?lang={language}", 303)


async def _form(request: Request) -> dict[str, list[str]]:
    """The fields of a form that was sent as an address is written."""
    return parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
