"""Creates a DLL without code; its exports forward to another DLL."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from itertools import accumulate

# The address of the only section in memory, and the file alignment.
_SECTION, _ALIGNMENT = 0x1000, 0x200
_X86_64, _DLL = 0x8664, 0x2022
_NO_CONSOLE, _MAY_MOVE = 2, 0x160
_IMAGE_BASE, _DIRECTORIES = 0x180000000, 16
_DIRECTORY_SIZE = 40
_READABLE_DATA = 0x40000040
_MEGABYTE, _PAGE = 0x100000, 0x1000


def forwarding_dll(name: str, exports: Mapping[str, str]) -> bytes:
    """The bytes of a DLL for x86-64; `exports` maps each name to its target `dll.Function`."""
    section = _export_section(name, dict(sorted(exports.items())))
    head = b"MZ".ljust(60, b"\0") + struct.pack("<I", 64)
    head += _file_header() + _optional_header(len(section)) + _section_header(len(section))
    return _padded(head) + _padded(section)


def _export_section(name: str, exports: Mapping[str, str]) -> bytes:
    """The export directory, its three tables, and the names that they point to."""
    count = len(exports)
    functions = _SECTION + _DIRECTORY_SIZE
    names, ordinals, start = (functions + it * count for it in (4, 8, 10))
    texts = [f"{it}\0".encode() for it in (name, *exports, *exports.values())]
    own, *others = accumulate((len(it) for it in texts[:-1]), initial=start)
    tables = (functions, names, ordinals)
    directory = struct.pack("<IIHHIIIIIII", 0, 0, 0, 0, own, 1, count, count, *tables)
    addresses = struct.pack(f"<{2 * count}I", *others[count:], *others[:count])
    return directory + addresses + struct.pack(f"<{count}H", *range(count)) + b"".join(texts)


def _file_header() -> bytes:
    sections, optional_size = 1, 112 + 8 * _DIRECTORIES
    return struct.pack("<4sHHIIIHH", b"PE", _X86_64, sections, 0, 0, 0, optional_size, _DLL)


def _optional_header(size: int) -> bytes:
    sizes = struct.pack("<HBBIIIII", 0x20B, 14, 0, 0, _aligned(size), 0, 0, 0)
    layout = struct.pack("<QII", _IMAGE_BASE, _SECTION, _ALIGNMENT)
    versions = struct.pack("<HHHHHHI", 6, 0, 0, 0, 6, 0, 0)
    image = struct.pack("<IIIHH", 2 * _SECTION, _ALIGNMENT, 0, _NO_CONSOLE, _MAY_MOVE)
    stack_and_heap = struct.pack("<QQQQ", _MEGABYTE, _PAGE, _MEGABYTE, _PAGE)
    directories = struct.pack("<IIII", 0, _DIRECTORIES, _SECTION, size)
    return sizes + layout + versions + image + stack_and_heap + directories + bytes(15 * 8)


def _section_header(size: int) -> bytes:
    places = (size, _SECTION, _aligned(size), _ALIGNMENT, 0, 0, 0, 0, _READABLE_DATA)
    return struct.pack("<8sIIIIIIHHI", b".rdata", *places)


def _aligned(size: int) -> int:
    """The size in the file: the next multiple of the alignment."""
    return size + -size % _ALIGNMENT


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % _ALIGNMENT)
