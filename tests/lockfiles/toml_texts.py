"""A Hypothesis strategy for TOML documents: all kinds of keys, values, tables and line ends."""

from __future__ import annotations

from hypothesis import strategies as st

_CHARS = "aZ09 _-.#=,[]{}'äß\u2028😀🐍"
_words = st.text(_CHARS, max_size=6)
_bare = st.text("abz09_-", min_size=1, max_size=4)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("ä", "\\u00e4")


keys = st.one_of(
    _bare,
    _words.map(lambda it: f'"{_escaped(it)}"'),
    _words.filter(lambda it: "'" not in it).map(lambda it: f"'{it}'"),
)
_dots = st.sampled_from([".", " . ", ".\t"])
dotted = st.tuples(keys, st.lists(st.tuples(_dots, keys), max_size=2)).map(
    lambda it: it[0] + "".join(dot + key for dot, key in it[1])
)
_strings = st.one_of(
    _words.map(lambda it: f'"{_escaped(it)}"'),
    _words.map(lambda it: f'"""{_escaped(it)}\n \\"" {_escaped(it)}"""'),
    _words.map(lambda it: f'"""{_escaped(it)} \\\n  {_escaped(it)}"""""'),
    _words.filter(lambda it: "'" not in it).map(lambda it: f"'{it}'"),
    _words.filter(lambda it: "'" not in it).map(lambda it: f"'''\n{it}\\'x''\n#'''"),
)
_scalars = st.one_of(
    _strings,
    st.sampled_from(["1", "-0", "1_000", "0xff", "0b1", "1.5", "6e-3", "inf", "-nan", "true"]),
    st.sampled_from(["2024-02-29", "07:32:00", "1979-05-27T07:32:00.5-07:00"]),
    st.just("1979-05-27 07:32:00"),
)
_gaps = st.sampled_from(["", " ", "\n", "\t\n  ", " # ] , '\n", '\n#\n# "\n\t'])
_blanks = st.sampled_from(["", " ", "\t "])


def _arrays(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.lists(st.tuples(_gaps, inner, _gaps), max_size=3)
    return st.tuples(items, st.sampled_from(["", ","]), _gaps).map(
        lambda it: (
            "["
            + ",".join(before + value + after for before, value, after in it[0])
            + (it[1] if it[0] else "")
            + it[2]
            + "]"
        )
    )


def _inline_tables(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.lists(st.tuples(_blanks, dotted, _blanks, inner, _blanks), max_size=3)
    return pairs.map(lambda it: "{" + ",".join(f"{a}{k}{b}= {v}{c}" for a, k, b, v, c in it) + "}")


values = st.recursive(_scalars, lambda inner: _arrays(inner) | _inline_tables(inner), max_leaves=6)
_comments = st.sampled_from(["", " # a = [", '\t#😀 """'])
_lines = st.one_of(
    st.tuples(_blanks, dotted, _blanks, values, _comments).map(
        lambda it: f"{it[0]}{it[1]}{it[2]}={it[2]}{it[3]}{it[4]}"
    ),
    st.tuples(dotted, _comments).map(lambda it: f"[{it[0]}]{it[1]}"),
    st.tuples(dotted, _comments).map(lambda it: f"[[ {it[0]} ]]{it[1]}"),
    st.sampled_from(["", "  ", "# [x]", "[[list]]", "[list.inner]", "[[list.inner.more]]"]),
)
documents = st.tuples(st.lists(_lines, max_size=8), st.sampled_from(["\n", "\r\n"])).map(
    lambda it: "".join(line.replace("\n", it[1]) + it[1] for line in it[0])
)
