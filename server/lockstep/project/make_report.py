"""Makes the report of a check from its view."""

from __future__ import annotations

from ..drift.engine import findings
from ..drift.packages import installable
from ..drift.view import View
from ..environment.interpreter import implementation
from ..model.marker_environment import MarkerEnvironment
from ..model.report import Report
from ..model.settings import Settings


def make_report(view: View, settings: Settings, markers: MarkerEnvironment) -> Report:
    """The report of a check.

    Args:
        view: the results of the check.
        settings: decide which findings are left out, and their severities.
        markers: the Python that is reported if there is no usable environment.
    """
    return Report(
        project=view.project.root,
        environment=view.environment.path,
        manifest=view.project.current_member.manifest_path,
        lockfile=view.project.lockfile_path,
        selection=view.selection,
        action=view.action,
        findings=findings(view, settings),
        changes=view.changes,
        computed=view.expected is not None,
        freshness=view.freshness.state,
        packages=len(installable(view)),
        python=_python(view, markers),
    )


def _python(view: View, markers: MarkerEnvironment) -> str:
    """The Python of the environment; that of a new one where there is no usable environment."""
    if view.environment.state == "sound" and view.environment.version:
        return f"{implementation(view.environment)} {view.environment.version}"
    return f"{markers.implementation} {markers.full_version}"
