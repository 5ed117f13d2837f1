"""The same server on every supported Python: a check, a feature, and a sync."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from ..bundle.conftest import python
from .editor import editor
from .project_factory import ProjectFactory

__all__ = ["python"]
pytestmark = [pytest.mark.slow, pytest.mark.asyncio]


async def test_it_checks_and_syncs(factory: ProjectFactory, python: Path) -> None:
    project = factory.project("shelved==1.0")
    manifest = project / "pyproject.toml"
    path = os.pathsep.join((factory.variables["PATH"], str(factory.uv_folder)))
    variables = {**factory.variables, "PATH": path}
    async with editor(project, variables=variables, python=python) as it:
        await it.until(lambda: it.codes(manifest) == ["environment-missing"])
        await it.run("check", project=str(project))
        lenses = lsp.CodeLensParams(lsp.TextDocumentIdentifier(manifest.as_uri()))
        assert len(await it.client.text_document_code_lens_async(lenses) or ()) == 2
        assert (await it.run("sync"))["outcome"] == "done"
        assert (await it.run("addDependency", requirements=["other"]))["outcome"] == "done"
        assert factory.installed(project) == ["other-1.0", "shelved-1.0"]
