"""The bundled language server as a process, with a client that acts as an editor."""
