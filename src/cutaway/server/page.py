"""Serves the page: the files that `make page` built into `page/`, or a note on how to build them."""

from pathlib import Path

from fastapi import FastAPI, Response
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "page"

NOT_BUILT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Cutaway</title>
<h1>The page is not built</h1>
<p>Cutaway's server runs, but this checkout has no built page. Build it with:</p>
<pre>make page</pre>
<p>Then reload. The API is at <a href="/api/about">/api/about</a>.</p>
</html>
"""


class _Assets(StaticFiles):
    """Files whose names contain a digest of their content, so that a browser may cache them for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            response = await super().get_response(path, scope)
        except ValueError:  # a path with a NUL character
            raise HTTPException(404) from None
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def install(app: FastAPI, folder: Path = FOLDER) -> None:
    """Serves the built page: `/`, the other files of its top folder, and `/assets`."""

    @app.get("/", include_in_schema=False)
    def index() -> Response:
        file = folder / "index.html"
        if not file.is_file():
            return HTMLResponse(NOT_BUILT, headers={"Cache-Control": "no-store"})
        return FileResponse(file, headers={"Cache-Control": "no-cache"})

    @app.get("/{name}", include_in_schema=False)
    def top(name: str) -> Response:
        files = {file.name: file for file in folder.iterdir() if file.is_file()} if folder.is_dir() else {}
        if name not in files:
            raise HTTPException(404)
        return FileResponse(files[name], headers={"Cache-Control": "no-cache"})

    app.mount("/assets", _Assets(directory=folder / "assets", check_dir=False), name="assets")
