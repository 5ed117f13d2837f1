"""Programs of the environment are hard links of programs that run elsewhere (uv#13836).

Windows deletes no hard link of a file that is running under any of its names.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import project_place
from ..view import View

CODE = "link-shared"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding for each such program of the environment.

    Its place is `[tool.uv]` of the root's manifest; if that has none, `[project]` of the current
    member's.
    """
    seen: dict[str, str] = {}
    for path, holder in view.code_holders.shared:
        via = f", {holder.via}" if holder.via else ""
        seen.setdefault(path, f"{holder.name} (pid {holder.pid}{via})")
    member = view.project.root_member
    for path, words in seen.items():
        name = path.replace("\\", "/").rpartition("/")[2]
        message = f"{words} runs another hard link of {name}, so no installer can delete it here"
        place = project_place(view)
        # The fix adds `link-mode` there.
        if ("tool", "uv") in member.manifest.keys:
            place = place._replace(
                path=member.manifest_path, range=member.manifest.range("tool", "uv")
            )
        yield Finding(CODE, message, place)
