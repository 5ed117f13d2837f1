"""The dynamic registrations: changes of files, and of settings."""

from __future__ import annotations

from lsprotocol import types as lsp

from .settings import SECTION

_WATCHED = ("**/pyproject.toml", "**/uv.lock", "**/uv.toml", "**/.python-version*")


def registrations_for(client: lsp.ClientCapabilities) -> list[lsp.Registration]:
    """The dynamic registrations that a client with these capabilities supports; may be empty."""
    workspace = client.workspace
    if workspace is None:
        return []
    found = []
    files, settings = workspace.did_change_watched_files, workspace.did_change_configuration
    if files and files.dynamic_registration:
        watchers = [lsp.FileSystemWatcher(glob_pattern=it) for it in _WATCHED]
        options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
        method = lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
        found.append(lsp.Registration("lockstep.files", method, options))
    if settings and settings.dynamic_registration:
        method = lsp.WORKSPACE_DID_CHANGE_CONFIGURATION
        options_ = lsp.DidChangeConfigurationRegistrationOptions(SECTION)
        found.append(lsp.Registration("lockstep.settings", method, options_))
    return found
