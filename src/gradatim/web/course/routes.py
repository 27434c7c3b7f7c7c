"""The addresses of the course."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from gradatim.web import pages as frame
from gradatim.web.course import pages
from gradatim.web.course.documents import FOLDER, key, named
from gradatim.web.course.progress import Done, Seen, progress_in
from gradatim.web.security import is_owner

IMAGES = (".png", ".svg", ".webp")


class CoursePages:
    """The routes of the course, for the views of this version."""

    def __init__(self, views: list[str], folder: Path) -> None:
        """Say what can be shown.

        Args:
            views: names of the views.
            folder: where the file with what was seen lies.
        """
        self.views = views
        self.seen = Seen(folder)
        self.images = {
            file.relative_to(FOLDER).as_posix(): file
            for file in FOLDER.rglob("*")
            if file.suffix in IMAGES
        }

    def routes(self) -> list[BaseRoute]:
        """The first page, the chapters, their images, and the slides."""
        return [
            Route("/", self.index),
            Route("/slides", self.slides),
            Route("/chapter/{key:path}", self.chapter),
            Route("/docs/{file:path}", self.image),
            Route("/guessed/{view}", self.guessed, methods=["POST"]),
        ]

    def note(self, request: Request, page: str) -> None:
        """Remember that the person who started the server saw a page."""
        if is_owner(request.scope):
            self.seen.note(page)

    def index(self, request: Request) -> Response:
        """The first page; in a thread, as all that reads files."""
        done = progress_in(self.seen.path.parent) if is_owner(request.scope) else Done()
        return HTMLResponse(pages.index(frame.language_of(request), self.views, done))

    def guessed(self, request: Request) -> Response:
        """Remember that the question of a view was answered."""
        if request.path_params["view"] in self.views:
            self.note(request, f"guess/{request.path_params['view']}")
        return Response(status_code=204)

    def slides(self, request: Request) -> Response:
        """Every slide of the lecture, with its place in the course."""
        return HTMLResponse(pages.chapter(frame.language_of(request), "slides", self.views))

    def chapter(self, request: Request) -> Response:
        """A chapter, or another text."""
        language, asked = frame.language_of(request), request.path_params["key"]
        name = named(asked)
        if name is None:
            return HTMLResponse(frame.missing(language), status_code=404)
        if key(name) != asked:
            return RedirectResponse(f"/chapter/{key(name)}?lang={language}", 307)
        self.note(request, f"chapter/{key(name)}")
        return HTMLResponse(pages.chapter(language, name, self.views))

    def image(self, request: Request) -> Response:
        """A figure of a page."""
        file = self.images.get(request.path_params["file"])
        if file is None:
            return HTMLResponse(frame.missing(frame.language_of(request)), status_code=404)
        return FileResponse(file)
