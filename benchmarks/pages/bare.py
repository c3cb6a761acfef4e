"""Pages of Starlette's that hold nothing but as many bytes as are asked for: `python -m benchmarks.pages.bare PORT`."""

import sys
from functools import cache

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route


@cache
def _html(size: int) -> str:
    return "x" * size


async def _page(request: Request) -> HTMLResponse:
    return HTMLResponse(_html(request.path_params["size"]))


def serve(port: str) -> None:
    uvicorn.run(Starlette(routes=[Route("/{size:int}", _page)]), port=int(port), log_level="warning", access_log=False)


if __name__ == "__main__":
    serve(*sys.argv[1:])
