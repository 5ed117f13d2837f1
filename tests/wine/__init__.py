"""Tests of the Windows code, with a Python and a uv for Windows under Wine."""
