"""Parses versions, specifiers (PEP 440) and requirements (PEP 508), mostly without `packaging`.

`tests/versions` compares every result with that of `packaging`.
"""
