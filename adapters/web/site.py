"""The pages put together: who asks, which page it is, and what is said where there is none."""

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, quote

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from adapters.web.guard.attempts import Attempts
from adapters.web.guard.cookies import Cookies
from adapters.web.guard.door import MISDIRECTED, MOST_OF_ADDRESS, MOST_OF_WORKSPACE, TOO_MANY, Door
from adapters.web.guard.tokens import is_token, token_of
from adapters.web.page import Page
from adapters.web.pages import FIRST, PAGES, View
from adapters.web.pressing import pressed
from adapters.web.setting_up import saved
from adapters.web.show.charts import KeptDrawing
from adapters.web.spreadsheet import csv_text
from adapters.web.templates import as_html
from adapters.web.visit import Visit
from bot.domain.access.sessions import SIGN_IN_PATH, SignedIn
from bot.engine import Engine
from bot.errors import AskadayError, DeliveryError, InputError, NotSignedInError, RefusedError, RightsError, StoreError
from bot.ports.drawing import Drawing
from bot.ports.store import Store

log = structlog.get_logger()

_STATIC = Path(__file__).parent / "static"
_FORM = "application/x-www-form-urlencoded"
#: A form may have so many fields; that of settings has a box for each pack.
_MOST_FIELDS, _MOST_SETTINGS = 100, 1000
#: What ids of workspaces have beside letters and digits: https://www.rfc-editor.org/rfc/rfc3986#section-3.3
_SAFE = ":@"
#: What is said where nothing better is known: title, text, what to do.
_SAID: Mapping[int, tuple[str, str, str]] = {
    HTTPStatus.BAD_REQUEST: ("That was not understood", "The address or the form is not as Askaday writes it.", ""),
    HTTPStatus.UNAUTHORIZED: ("You are not signed in", "These pages are for members of a workspace.", ""),
    HTTPStatus.FORBIDDEN: (
        "This did not come from one of these pages",
        "Nothing was done.",
        "Open the page anew, and try it there.",
    ),
    HTTPStatus.NOT_FOUND: ("There is nothing here", "There is no such page, or it is not for you.", ""),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        "That cannot be done here",
        "Pages are looked at, and buttons pressed.",
        "",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("That is too much", "Nothing was kept of it.", "Send less at once."),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: ("That was not understood", "Only the forms of these pages are taken.", ""),
    MISDIRECTED: ("This is the wrong address", "The pages are at the address that your link begins with.", ""),
    TOO_MANY: ("Too many attempts", "Askaday takes no more of them for a minute.", "Then try again."),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "Something went wrong",
        "It is Askaday's fault; its log says more.",
        "Try again later.",
    ),
}
Answering = Callable[[Request], Awaitable[Response]]


class Site:
    """Answers browsers."""

    def __init__(self, engine: Engine, drawing: Drawing, address: str, shared: Store | None = None) -> None:
        """Serve what the engine knows at a public address; in a shared store refusals of all processes are counted."""
        self._engine = engine
        self._drawing = KeptDrawing(drawing)
        self._cookies = Cookies(is_secure=address.startswith("https:"))
        self._of_workspace = Attempts(MOST_OF_WORKSPACE, of="workspace", shared=shared)
        served = Starlette(routes=self._routes(), exception_handlers={HTTPException: self._no_page})
        attempts = Attempts(MOST_OF_ADDRESS, of="address", shared=shared)
        self.routes: Sequence[BaseRoute] = (Mount("", Door(served, address, attempts, self._said)),)

    def _routes(self) -> list[BaseRoute]:
        below = "/w/{workspace}/"
        csv = [self._route(f"{below}{path}.csv", self._as_csv(view)) for path, view in PAGES.items()]
        pages = [self._route(f"{below}{path}", self._as_page(view)) for path, view in PAGES.items()]
        return [
            self._route("/", self._first),
            self._route(f"{SIGN_IN_PATH}{{link}}", self._sign_in, "GET", "POST"),
            self._route("/sign-out", self._sign_out, "POST"),
            self._route(f"{below}press", self._press, "POST"),
            self._route(f"{below}series/{{name:path}}", self._set_up, "POST"),
            # What a name of a page may hold, such as the id of a question, would take the ending for its own.
            *csv,
            *pages,
            Mount("/static", StaticFiles(directory=_STATIC)),
        ]

    def _route(self, path: str, answering: Answering, *methods: str) -> Route:
        return Route(path, self._in_plain_words(answering), methods=list(methods or ("GET",)))

    def _in_plain_words(self, answering: Answering) -> Answering:
        """Say what went wrong on a page."""

        async def answer(request: Request) -> Response:
            try:
                return await answering(request)
            except (HTTPException, ClientDisconnect):
                raise
            except AskadayError as error:
                return await self._problem(request, error)
            except Exception:
                log.exception("a page could not be shown")
                return self._said(HTTPStatus.INTERNAL_SERVER_ERROR)

        return answer

    async def _no_page(self, _request: Request, error: Exception) -> Response:
        known = error if isinstance(error, HTTPException) else HTTPException(HTTPStatus.INTERNAL_SERVER_ERROR)
        return self._said(known.status_code, headers=known.headers)

    async def _problem(self, request: Request, error: AskadayError) -> Response:
        error = self._engine.desk.told(error, request.path_params.get("workspace", ""))
        if isinstance(error, NotSignedInError):
            return await self._not_signed_in(request, error)
        if isinstance(error, InputError):
            return self._said(HTTPStatus.BAD_REQUEST, error)
        if isinstance(error, DeliveryError | StoreError):
            return self._said(HTTPStatus.SERVICE_UNAVAILABLE, error)
        if isinstance(error, RefusedError) and request.method in ("GET", "HEAD"):
            # Whether it is there for others is nothing that they learn.
            return self._said(HTTPStatus.NOT_FOUND)
        return self._said(HTTPStatus.FORBIDDEN if isinstance(error, RightsError) else HTTPStatus.CONFLICT, error)

    async def _not_signed_in(self, request: Request, error: AskadayError) -> Response:
        workspace = request.path_params.get("workspace", "")
        if await self._of_workspace.are_too_many(workspace):
            return self._said(TOO_MANY)
        if workspace:
            await self._of_workspace.count(workspace)
        return self._said(HTTPStatus.UNAUTHORIZED, error, headers={"WWW-Authenticate": "Askaday"})

    def _said(
        self, status: int, error: AskadayError | None = None, *, headers: Mapping[str, str] | None = None
    ) -> Response:
        title, text, hint = _SAID.get(status, ("That is not possible now", "", ""))
        if error is not None:
            text, hint = error.message, error.hint.replace("`", "")
        page = Page(title, "said.html.jinja", {"text": text, "hint": hint})
        return HTMLResponse(as_html(page), status, headers=dict(headers or {}))

    async def _visit(self, request: Request) -> Visit:
        session = self._cookies.session(request)
        workspace = request.path_params.get("workspace", "")
        try:
            actor = await self._engine.services.signing_in.visitor(session, workspace)
        except NotSignedInError:
            raise
        except RightsError:
            # Whatever is done there: whether there is such a workspace is nothing that they learn.
            raise HTTPException(HTTPStatus.NOT_FOUND) from None
        return Visit(
            engine=self._engine,
            actor=actor,
            place=dict(request.path_params),
            query=dict(request.query_params),
            token=token_of(session),
            drawing=self._drawing,
        )

    def _as_page(self, view: View) -> Answering:
        async def show(request: Request) -> Response:
            visit = await self._visit(request)
            return HTMLResponse(as_html(await view(visit), visit))

        return show

    def _as_csv(self, view: View) -> Answering:
        async def hand_out(request: Request) -> Response:
            page = await view(await self._visit(request))
            if page.rows is None:
                raise HTTPException(HTTPStatus.NOT_FOUND)
            name = request.url.path.rpartition("/")[2]
            headers = {"Content-Disposition": f"attachment; filename*=utf-8''{quote(name)}"}
            return Response(csv_text(page.rows()), media_type="text/csv; charset=utf-8", headers=headers)

        return hand_out

    async def _first(self, request: Request) -> Response:
        return _to_first((await self._visit(request)).workspace)

    async def _sign_in(self, request: Request) -> Response:
        link, signing_in = request.path_params["link"], self._engine.services.signing_in
        try:
            if request.method == "POST":
                form = await _fields(request)
                _require_token(self._cookies.opened(request), form)
                session, who = await self._engine.call(signing_in.sign_in, link)
                return await self._signed_in(request, session, who)
            seen = await self._engine.call(signing_in.look_at, link)
        except RefusedError as error:
            return self._said(HTTPStatus.GONE, error)
        opened = self._cookies.opened(request) or secrets.token_urlsafe()
        values = {"token": token_of(opened), "name": seen.name, "workspace": seen.workspace}
        page = Page("Sign in to Askaday", "sign_in.html.jinja", values)
        response = HTMLResponse(as_html(page))
        self._cookies.keep_opened(response, opened)
        return response

    async def _signed_in(self, request: Request, session: str, who: SignedIn) -> Response:
        if earlier := self._cookies.session(request):
            await self._engine.call(self._engine.services.signing_in.sign_out, earlier)
        response = _to_first(who.workspace)
        self._cookies.keep_session(response, session)
        self._cookies.forget_opened(response)
        return response

    async def _press(self, request: Request) -> Response:
        form = await _fields(request)
        visit = await self._visit(request)
        _require_token(self._cookies.session(request), form)
        below, back = f"/w/{quote(visit.workspace, safe=_SAFE)}/", form.get("back", "")
        page = await pressed(visit, form, back if back.startswith(below) else f"{below}{FIRST}")
        return HTMLResponse(as_html(page, visit), page.status)

    async def _set_up(self, request: Request) -> Response:
        form = await _sent(request, _MOST_SETTINGS)
        visit = await self._visit(request)
        _require_token(self._cookies.session(request), _last(form))
        page = await saved(visit, form)
        return HTMLResponse(as_html(page, visit), page.status)

    async def _sign_out(self, request: Request) -> Response:
        form, session = await _fields(request), self._cookies.session(request)
        signing_in = self._engine.services.signing_in
        # Nothing is shown: what they may do now is not asked for, and their platform may be silent.
        await self._engine.call(signing_in.owner, session)
        _require_token(session, form)
        if form.get("everywhere"):
            await self._engine.call(signing_in.sign_out_everywhere, session)
        else:
            await self._engine.call(signing_in.sign_out, session)
        page = Page("You are signed out", "said.html.jinja", {"text": "This browser no longer knows you.", "hint": ""})
        response = HTMLResponse(as_html(page))
        self._cookies.forget_session(response)
        return response


def _to_first(workspace: str) -> RedirectResponse:
    return RedirectResponse(f"/w/{quote(workspace, safe=_SAFE)}/{FIRST}", HTTPStatus.SEE_OTHER)


async def _fields(request: Request) -> Mapping[str, str]:
    """Read a form of these pages; of a name that comes twice, the last."""
    return _last(await _sent(request, _MOST_FIELDS))


async def _sent(request: Request, most: int) -> Mapping[str, Sequence[str]]:
    """Read a form of at most so many fields, with all that comes under each name."""
    if request.headers.get("content-type", "").partition(";")[0].strip().casefold() != _FORM:
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    try:
        text = (await request.body()).decode()
        return parse_qs(text, keep_blank_values=True, max_num_fields=most, errors="strict")
    except ValueError:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None


def _last(form: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    return {name: said[-1] for name, said in form.items()}


def _require_token(secret: str, form: Mapping[str, str]) -> None:
    if not is_token(secret, form.get("token", "")):
        raise HTTPException(HTTPStatus.FORBIDDEN)
