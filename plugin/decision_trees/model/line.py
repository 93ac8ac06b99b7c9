"""Texts of one line: inline code and emphasis as Markdown has them, and nothing else of it.

The rules are CommonMark's for code spans and for emphasis, so that `2 * 3 * 4`, `*.yaml` and `snake_case` are
what they look like. A backslash takes the meaning from a `*`, `_` or backtick behind it; else it is itself.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import escape

_REMEMBERED = 500  # texts: a title stands on the pages of all that lead there

_SIGN = re.compile(r"[`*_]")

_ESCAPABLE = re.compile(r"(?P<slashes>\\++)(?P<sign>[`*_]?)|[`*_]")

# "< 1 second" is read as one: broken behind the sign, it says nothing at the end of a row.
_COMPARISON = re.compile(
    r"(?<![^\s(\[\"'\u00ab\u2018-\u201f])([<>=!]=|=<|<>|[<>=~±≈≠≤≥\u2266\u2267\u2a7d\u2a7e\uff1c\uff1e]) "
)

_COMPARED = re.compile(r"[<>=~±≈≠≤≥\u2266\u2267\u2a7d\u2a7e\uff1c\uff1e] ")

_TOKEN = re.compile(
    r"(?P<slashes>\\++)(?=[`*_])|(?P<ticks>`+)|(?P<run>\*+|_+)|(?P<text>(?:[^\\`*_]|\\++(?![`*_]))++)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A text of one line as its author wrote it; `str()` gives its words without the marks."""

    source: str

    @classmethod
    def verbatim(cls, words: str) -> Line:
        """Make a line of words in which no sign is a mark."""
        return cls(_ESCAPABLE.sub(_escape, words) if _SIGN.search(words) else words)

    @classmethod
    def join(cls, separator: str, lines: Iterable[Line]) -> Line:
        """Make one line of several, each with the marks it has by itself."""
        lines = list(lines)
        if len(lines) == 1:
            return lines[0]
        apart = (line.markdown(lambda words: cls.verbatim(words).source) for line in lines)
        return cls(cls.verbatim(separator).source.join(apart))

    @property
    def plain(self) -> str:
        """The words alone, for where only text can stand."""
        return _plain(self.source)

    @property
    def folded(self) -> str:
        """The words to compare and sort by."""
        return self.plain.casefold()

    @property
    def html(self) -> str:
        """The words as HTML, with `<code>`, `<em>` and `<strong>`."""
        return _html(self.source)

    def markdown(self, text: Callable[[str], str]) -> str:
        """The words as Markdown; `text` writes what stands between the marks as Markdown shows it."""
        return self.written(text, _code_span, lambda mark: mark.sign)

    def written(
        self, text: Callable[[str], str], code: Callable[[str], str], mark: Callable[[Mark], str]
    ) -> str:
        """Write the line in some form, by functions for plain text, for code, and for emphasis."""
        if not _SIGN.search(self.source):
            return text(self.source)
        return "".join(
            mark(piece) if isinstance(piece, Mark) else (code if piece.is_code else text)(piece.text)
            for piece in _pieces(self.source)
        )

    def __str__(self) -> str:
        """Return the words alone."""
        return self.plain

    def __html__(self) -> str:
        """Return what a template prints."""
        return self.html

    def __bool__(self) -> bool:
        """Say whether anything was written."""
        return bool(self.source)


@dataclass(frozen=True, slots=True)
class TextRun:
    """Plain text, or code."""

    text: str
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Where emphasis begins or ends: `<em>` and its sign `*`, say."""

    tag: str
    sign: str


@lru_cache(_REMEMBERED)
def _pieces(source: str) -> tuple[TextRun | Mark, ...]:
    return tuple(_emphasised([*_tokens(source)]))


@dataclass(slots=True)
class _Run:
    """A run of signs of emphasis: how many are left, and the marks that others of it have become."""

    sign: str
    count: int
    length: int
    opens: bool
    closes: bool
    before: list[Mark]
    behind: list[Mark]

    def pairs_with(self, closer: _Run) -> bool:
        """Whether emphasis goes from here to `closer`, by CommonMark's rules 9 and 10."""
        if not self.opens or self.sign != closer.sign:
            return False
        is_either = self.closes or closer.opens
        return not (is_either and (self.length + closer.length) % 3 == 0) or (
            self.length % 3 == 0 and closer.length % 3 == 0
        )


def _tokens(source: str) -> Iterator[TextRun | _Run]:
    runs = _ends_of_ticks(source)
    position = 0
    while token := _TOKEN.match(source, position):
        position = token.end()
        if token["ticks"]:
            ends = runs[len(token["ticks"])]
            close = bisect_right(ends, position)
            if close == len(ends):
                yield TextRun(token[0])
            else:
                yield TextRun(_stripped(source[position : ends[close] - len(token["ticks"])]), is_code=True)
                position = ends[close]
        elif token["run"]:
            yield _run(token[0], source[token.start() - 1 : token.start()], source[position : position + 1])
        elif token["slashes"]:
            count, is_odd = divmod(len(token[0]), 2)
            position += is_odd
            yield TextRun("\\" * count + source[token.end() : position])
        else:
            yield TextRun(token["text"])


def _ends_of_ticks(source: str) -> dict[int, list[int]]:
    """Where runs of backticks end, by their length."""
    found = defaultdict(list)
    for ticks in re.finditer("`+", source):
        found[len(ticks[0])].append(ticks.end())
    return found


def _stripped(code: str) -> str:
    is_padded = code.startswith(" ") and code.endswith(" ") and code.strip(" ")
    return code[1:-1] if is_padded else code


def _run(signs: str, before: str, behind: str) -> _Run:
    """Say of a run of signs whether it can open and close, by what stands beside it."""
    left = not _is_space(behind) and (not _is_sign(behind) or _is_space(before) or _is_sign(before))
    right = not _is_space(before) and (not _is_sign(before) or _is_space(behind) or _is_sign(behind))
    is_within = signs[0] == "_"
    opens = left and (not is_within or not right or _is_sign(before))
    closes = right and (not is_within or not left or _is_sign(behind))
    return _Run(signs[0], len(signs), len(signs), opens, closes, [], [])


def _is_space(char: str) -> bool:
    return not char or char.isspace()


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS" if char else False


def _emphasised(tokens: list[TextRun | _Run]) -> Iterator[TextRun | Mark]:
    """Pair runs of signs, as CommonMark does; what is left of them stands for itself."""
    openers: list[_Run] = []
    # Below which none opens for a closer of a kind: looked for once, it is not looked for again.
    bottoms: dict[tuple[str, int, bool], int] = {}
    for closer in (token for token in tokens if isinstance(token, _Run)):
        kind = closer.sign, closer.length % 3, closer.opens
        while closer.closes and closer.count:
            below = range(len(openers) - 1, bottoms.get(kind, 0) - 1, -1)
            at = next((place for place in below if openers[place].pairs_with(closer)), -1)
            if at < 0:
                bottoms[kind] = len(openers)
                break
            opener = openers[at]
            _pair(opener, closer)
            del openers[at if not opener.count else at + 1 :]
            bottoms = {kind: min(bottom, len(openers)) for kind, bottom in bottoms.items()}
        if closer.opens and closer.count:
            openers.append(closer)
    for token in tokens:
        if isinstance(token, TextRun):
            yield token
        else:
            yield from token.behind
            if token.count:
                yield TextRun(token.sign * token.count)
            yield from reversed(token.before)


def _pair(opener: _Run, closer: _Run) -> None:
    count = 2 if opener.count > 1 and closer.count > 1 else 1
    name, sign = ("", "em", "strong")[count], opener.sign * count
    opener.count -= count
    closer.count -= count
    opener.before.append(Mark(f"<{name}>", sign))
    closer.behind.append(Mark(f"</{name}>", sign))


def _escape(found: re.Match[str]) -> str:
    is_before_sign = not found["slashes"] or found["sign"]
    return f"{found['slashes'] or ''}\\{found[0]}" if is_before_sign else found[0]


@lru_cache(_REMEMBERED)
def _plain(source: str) -> str:
    return Line(source).written(str, lambda code: code, lambda _: "")


@lru_cache(_REMEMBERED)
def _html(source: str) -> str:
    return Line(source).written(
        _text_html, lambda code: f"<code>{escape(code)}</code>", lambda mark: mark.tag
    )


def _text_html(text: str) -> str:
    return str(escape(unbroken(text)))


def unbroken(text: str) -> str:
    """Keep what is compared in the row of its sign, by a no-break space between them."""
    # A pattern that looks back is slow to find nothing.
    return _COMPARISON.sub("\\1\u00a0", text) if _COMPARED.search(text) else text


def _code_span(code: str) -> str:
    longest = max(map(len, re.findall("`+", code)), default=0)
    fence = "`" * (longest + 1)
    space = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{fence}{space}{code}{space}{fence}"
