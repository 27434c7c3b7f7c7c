"""Who may talk to the server: known hosts, our own origin, a token beyond this computer."""

import hmac
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from gradatim.web.pages import language_of, locked

LOOPBACK = ("127.0.0.1", "localhost", "::1")
COOKIE = "gradatim_token"
NO_TOKEN = "The address lacks its token. Open the whole address that was printed."
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)


class Guard:
    """Refuse unknown visitors before anything else runs; add security headers to every answer."""

    def __init__(
        self,
        app: ASGIApp,
        token: str = "",
        loopback: bool = True,
        private: tuple[str, ...] = (),
        root_path: str = "",
    ) -> None:
        """Wrap an application.

        Args:
            app: what is guarded.
            token: word that every visitor must know; on the loopback address, who asks for what
                is private.
            loopback: only names of this computer are accepted as host.
            private: beginnings of the paths that ask for the token even on this computer, which
                other people may use as well.
            root_path: the prefix that a proxy puts before our addresses. The names of the proxy's
                host are then welcome, every visitor must know the token, and who does is the
                owner.
        """
        self.app = app
        self.token = token
        self.loopback = loopback
        self.private = private
        self.root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it with one sentence."""
        # The server's own start and end, which come from no visitor.
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        refusal = self.refusal(scope)
        if refusal and scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": refusal})
            return

        owner = bool(self.token) and not refusal and self._knows(scope)
        scope["gradatim_owner"] = owner and self.loopback

        async def send_with_headers(message: dict) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message.get("headers", [])}
                policy = b"content-security-policy"  # a run's report brings a stricter one
                extra = [
                    *([] if policy in given else [(policy, POLICY.encode())]),
                    (b"x-content-type-options", b"nosniff"),
                    # The address may hold the token: a page that is linked to must not be told it.
                    (b"referrer-policy", b"same-origin"),
                    (b"cache-control", b"no-cache"),
                ]
                if owner:
                    cookie = (
                        f"{_cookie(scope)}={self.token}; Path={self.root_path}/; HttpOnly; "
                        "SameSite=Strict"
                    )
                    extra.append((b"set-cookie", cookie.encode()))
                message["headers"] = [*message.get("headers", []), *extra]
            await send(message)

        app: ASGIApp = self.app
        if refusal == NO_TOKEN:
            app = HTMLResponse(locked(language_of(Request(scope))), status_code=403)
        elif refusal:
            app = PlainTextResponse(refusal, status_code=403)
        await app(scope, receive, send_with_headers)  # type: ignore[arg-type]

    def refusal(self, scope: Scope) -> str:
        """Say why a request is refused; empty when it is welcome."""
        headers = _headers(scope)
        host = headers.get(b"host", "")
        # A name that is not ours points to DNS rebinding: a page elsewhere that reaches 127.0.0.1.
        if self.loopback and not self.root_path and _name(f"//{host}") not in LOOPBACK:
            return (
                "This server answers this computer only. Start it with --host to open it to others."
            )
        origin = headers.get(b"origin")
        # A browser always names the page that opens a WebSocket or posts: it must be ours.
        # A proxy may tell us another host than the one it is called by, and that one beside it.
        hosts = [host, headers.get(b"x-forwarded-host", host) if self.root_path else host]
        if origin is not None and urlsplit(origin).netloc not in hosts:
            return "This page does not belong to this server. Open the address that it printed."
        private = any(f"{scope['path']}/".startswith(f"{path}/") for path in self.private)
        asked = private or (bool(self.token) and (not self.loopback or bool(self.root_path)))
        if asked and not (self.token and self._knows(scope)):
            return NO_TOKEN
        return ""

    def _knows(self, scope: Scope) -> bool:
        """Whether the visitor gives the token, in the address or as the cookie of a first visit."""
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        try:
            cookies = SimpleCookie(_headers(scope).get(b"cookie", ""))
            name = _cookie(scope)
            known = cookies[name].value if name in cookies else ""
        except Exception:  # http.cookies raises several kinds for malformed headers
            known = ""
        # The address before the cookie: who was given a new token has an old cookie still.
        given = query.get("token", [known])[0]
        # In constant time: the answer's delay must not tell how many characters are right.
        return hmac.compare_digest(given.encode(), self.token.encode())


def is_owner(scope: Scope) -> bool:
    """Whether the visitor is the person who started the server, on this computer."""
    return bool(scope.get("gradatim_owner"))


def _headers(scope: Scope) -> dict[bytes, str]:
    return {key: value.decode("latin-1") for key, value in scope["headers"]}


def _cookie(scope: Scope) -> str:
    """Browsers share cookies between the ports of a host: each server has a name of its own."""
    port = _headers(scope).get(b"host", "").rpartition(":")[2]
    return f"{COOKIE}_{port}" if port.isdigit() else COOKIE


def _name(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
