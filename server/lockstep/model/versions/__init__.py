"""Versions, specifiers (PEP 440) and requirements (PEP 508), read without `packaging` if plain.

`tests/versions` holds every answer against that of `packaging`.
"""
