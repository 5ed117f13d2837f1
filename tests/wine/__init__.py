"""The code of Windows, on a Python and a uv for Windows, under Wine."""
