"""The same server on every Python that it is for: a check, a feature, and a whole sync."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from ..bundle.conftest import python
from .editor import editor
from .shelf import Shelf

__all__ = ["python"]
pytestmark = [pytest.mark.slow, pytest.mark.asyncio]


async def test_it_checks_and_syncs(shelf: Shelf, python: Path) -> None:
    project = shelf.project("shelved==1.0")
    manifest = project / "pyproject.toml"
    path = os.pathsep.join((shelf.variables["PATH"], str(shelf.uv_folder)))
    variables = {**shelf.variables, "PATH": path}
    async with editor(project, variables=variables, python=python) as it:
        await it.until(lambda: it.codes(manifest) == ["environment-missing"])
        await it.run("check", project=str(project))
        lenses = lsp.CodeLensParams(lsp.TextDocumentIdentifier(manifest.as_uri()))
        assert len(await it.client.text_document_code_lens_async(lenses) or ()) == 2
        assert (await it.run("sync"))["outcome"] == "done"
        assert (await it.run("addDependency", requirements=["other"]))["outcome"] == "done"
        assert shelf.installed(project) == ["other-1.0", "shelved-1.0"]
