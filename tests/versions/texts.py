"""Random texts of four kinds: most are common, some unusual, some invalid."""

from __future__ import annotations

from random import Random

NUMBERS = ("0", "1", "2", "3", "8", "9", "10", "11", "12", "13", "2024", "01", "00", "7" * 19)
PRES = (
    "a0",
    "a1",
    "b2",
    "rc1",
    "rc01",
    "alpha1",
    ".a.1",
    "c1",
    "-rc-1",
    "A1",
    "pre",
    "a" + "3" * 19,
)
POSTS = (".post1", ".post0", ".post01", "-1", ".rev2", "post", ".POST3")
DEVS = (".dev0", ".dev3", ".dev03", "dev", "_dev1", ".Dev1")
LOCALS = ("+cu121", "+1", "+01", "+Ubuntu.1", "+a_b", "+1.a2", "+0", "+00a", "+local", "+a..b")
OPERATORS = ("==", "!=", "<", "<=", ">", ">=", "~=", "===", "=", "=>", "")
ODD = "0123456789.*+-_!<>=~,;()[]@'\"\\ \t\n\r\x1f\xa0avVrcdepostx\u0663\xe9\x00"
BLANKS = ("", "", "", " ", "  ", "\t")
NAMES = ("a", "six", "Foo_Bar", "zope.interface", "a-b", "A1", "a_", "-a", "a..b", "3to2")
URLS = ("git+ssh://x/y@v1", "./a.whl", "file:///a%20b", "a;b", "x://y#egg=z&subdirectory=q")
VERSION_VARIABLES = ("python_version", "python_full_version", "implementation_version")
TEXT_VARIABLES = (
    *("sys_platform", "os_name", "platform_machine", "platform_system", "platform_version"),
    *("platform_python_implementation", "implementation_name", "platform_release"),
    *("python_implementation", "os.name", "extra", "extras", "unknown"),
)
LITERALS = (
    *("linux", "win32", "x86_64", "CPython", "posix", "", "lin", "a b", "3.8, 3.9", "3.8,"),
    *("Foo_Bar", "a'b", 'a"b', r"a\x41", "\xe9", "#1 SMP", ".*", "=3.8", "6.1.0-9-amd64"),
)


def version(chance: Random) -> str:
    """Mostly a release segment only."""
    numbers = [chance.choice(NUMBERS[:11]) for _ in range(chance.randint(1, 4))]
    if chance.random() < 0.1:
        numbers[-1] = chance.choice(NUMBERS)
    text = ".".join(numbers)
    for parts in (PRES, POSTS, DEVS, LOCALS):
        if chance.random() < 0.06:
            text += chance.choice(parts[: chance.randint(1, len(parts))])
    if chance.random() < 0.04:
        text = chance.choice(("0!", "1!", "v", "V", " ")) + text
    return changed(text, chance, 0.06)


def specifier(chance: Random) -> str:
    """One to three clauses, rarely none."""
    if chance.random() < 0.03:
        return chance.choice(("", " ", ",", ", ,"))
    clauses = [_clause(chance) for _ in range(chance.choice((1, 1, 2, 2, 3)))]
    ending = "," if chance.random() < 0.03 else ""
    return changed(",".join(clauses) + ending, chance, 0.05)


def _clause(chance: Random) -> str:
    operator = chance.choice(OPERATORS[: chance.choice((7, 7, 7, 8, 11))])
    prefix = ".*" if chance.random() < (0.3 if operator in ("==", "!=") else 0.02) else ""
    blanks = [chance.choice(BLANKS) for _ in range(3)]
    return f"{blanks[0]}{operator}{blanks[1]}{version(chance)}{prefix}{blanks[2]}"


def requirement(chance: Random) -> str:
    """A name; sometimes with extras, a specifier or a URL, and a marker."""
    blanks = [chance.choice(BLANKS) for _ in range(6)]
    text = blanks[0] + chance.choice(NAMES[: chance.choice((6, 6, 10))]) + blanks[1]
    if chance.random() < 0.3:
        extras = [chance.choice(NAMES[:7]) for _ in range(chance.randint(0, 3))]
        text += f"[{blanks[2]}{f'{blanks[3]},{blanks[2]}'.join(extras)}{blanks[3]}]{blanks[4]}"
    if chance.random() < 0.15:
        text += f"@{blanks[5]}{chance.choice(URLS)}{chance.choice(BLANKS)}"
    elif chance.random() < 0.8:
        found = specifier(chance)
        text += f"({found})" if chance.random() < 0.05 else found
    if chance.random() < 0.4:
        text += f";{marker(chance)}"
    return changed(text, chance, 0.05)


def marker(chance: Random) -> str:
    """One to three comparisons, rarely with parentheses."""
    text = _comparison(chance)
    for _ in range(chance.choice((0, 0, 1, 1, 2))):
        blank = chance.choice((" ", " ", "  ", "\t", ""))
        text = f"{text}{blank}{chance.choice(('and', 'or'))}{blank}{_comparison(chance)}"
        text = f"({text})" if chance.random() < 0.1 else text
    return changed(chance.choice(BLANKS) + text, chance, 0.04)


def _comparison(chance: Random) -> str:
    variable, operator, literal = comparison(chance)
    blanks = [chance.choice((" ", " ", "", "\t")) for _ in range(2)]
    if "in" in operator:
        blanks = [chance.choice((" ", "  ")) for _ in range(2)]
    return f"{variable}{blanks[0]}{operator}{blanks[1]}{literal}"


def comparison(chance: Random) -> tuple[str, str, str]:
    """A variable, an operator and a quoted literal, sometimes in reverse order."""
    is_version = chance.random() < 0.6
    variable = chance.choice(VERSION_VARIABLES if is_version else TEXT_VARIABLES)
    operator = chance.choice((*OPERATORS[:8], "in", "not in", "==", "not  in"))
    literal = _literal(chance, is_version=is_version)
    quote = '"' if "'" in literal or chance.random() < 0.3 else "'"
    quoted = f"{quote}{literal}{quote}"
    if chance.random() < 0.08:
        return quoted, operator, variable
    return variable, operator, quoted


def _literal(chance: Random, *, is_version: bool) -> str:
    # An earlier parser was wrong about versions that are compared as strings.
    if chance.random() < (0.15 if is_version else 0.9):
        return chance.choice(LITERALS)
    if chance.random() < 0.1:
        return ", ".join(version(chance) for _ in range(2))
    return version(chance) + (".*" if chance.random() < 0.1 else "")


def changed(text: str, chance: Random, probability: float) -> str:
    """The text, with this probability with one character inserted, deleted or replaced."""
    if chance.random() >= probability:
        return text
    at, more = chance.randint(0, len(text)), chance.choice((0, 1))
    sign: str = chance.choice(("", *ODD))
    return text[:at] + sign + text[at + more :]
