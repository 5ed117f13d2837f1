"""The bundled language server as a process, driven as an editor does it."""
