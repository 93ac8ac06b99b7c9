"""Charts made up as people draw them, for comparing with mermaid itself."""

from __future__ import annotations

import random
from collections.abc import Sequence

WORDS = (
    "Yes", "No", "Is it open?", "Ship it", "≤ 30 days", "A/B test", "retry, later", "50 %", "C++", "Größe",
    "x86", "over 9000", "end user", "graph store", "it's fine", "日本語", "a.b", "one & two", "ok: go", "#1",
)  # fmt: skip
QUOTED = (
    *WORDS,
    "f(x) > 3",
    "[draft]",
    "{set}",
    "a | b",
    "two<br/>lines",
    "say #quot;hi#quot;",
    "1 --> 2",
    "a;b",
)
SHAPES = (
    "[{}]", "({})", "([{}])", "[[{}]]", "[({})]", "(({}))", "((({})))", "{{{}}}", "{{{{{}}}}}", ">{}]",
    "[/{}/]", "[\\{}\\]", "[/{}\\]", "[\\{}/]",
)  # fmt: skip
PLAIN_LINKS = (
    "-->",
    "---",
    "-.->",
    "-.-",
    "==>",
    "===",
    "--x",
    "--o",
    "<-->",
    "x--x",
    "o--o",
    "---->",
    "-..->",
    "-.-x",
)
OPEN_LINKS = (
    ("--", "-->"),
    ("--", "---"),
    ("-.", ".->"),
    ("-.", ".-"),
    ("==", "==>"),
    ("==", "==="),
    ("<--", "-->"),
)
IDS = (
    "A",
    "B1",
    "node_2",
    "q-one",
    "Start",
    "x",
    "o",
    "Fin",
    "D.4",
    "été",
    "42",
    "endpoint",
    "default1",
    "N9",
)

TITLES = (" [A title]", "", ' ["In (it)"]')


def chart(seed: int) -> str:
    """Make up a chart; the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    keyword, direction = rng.choice(("graph", "flowchart")), rng.choice(("TD", "LR", "TB", "RL", "BT"))
    lines = [f"{keyword} {direction}{rng.choice(('', '', ';'))}"]
    names = rng.sample(IDS, rng.randint(3, 9))
    shaped: set[str] = set()
    depth = 0
    for _ in range(rng.randint(2, 12)):
        roll = rng.random()
        if roll < 0.08:
            lines.append(f"subgraph s{len(lines)}{rng.choice(TITLES)}")
            depth += 1
            if rng.random() < 0.3:
                lines.append("direction LR")
        elif roll < 0.16:
            lines.append("%% a comment --> with an arrow")
        elif roll < 0.2:
            lines.append(f'click {names[0]} "https://example.org/a?b=1" "Tip"')
        elif roll < 0.24:
            lines.append("classDef warn fill:#f96,stroke:#333")
        elif roll < 0.28:
            lines.append(f"style {names[0]} fill:#bbf")
        else:
            lines.append(_statement(rng, names, shaped))
        if depth and rng.random() < 0.3:
            lines.append("end")
            depth -= 1
    lines.append(_statement(rng, names, shaped))
    indent = rng.choice(("", "    "))
    return "\n".join([lines[0], *(indent + line for line in [*lines[1:], *["end"] * depth])])


def _statement(rng: random.Random, names: Sequence[str], shaped: set[str]) -> str:
    parts = [_group(rng, names, shaped)]
    for _ in range(rng.randint(1, 3)):
        parts += [_link(rng), _group(rng, names, shaped)]
    return " ".join(parts) + rng.choice(("", "", ";"))


def _group(rng: random.Random, names: Sequence[str], shaped: set[str]) -> str:
    return " & ".join(_node(rng, name, shaped) for name in rng.sample(names, rng.choice((1, 1, 1, 1, 2))))


def _node(rng: random.Random, name: str, shaped: set[str]) -> str:
    if name in shaped or rng.random() < 0.2:
        return name
    shaped.add(name)
    suffix = ":::warn" if rng.random() < 0.1 else ""
    if rng.random() < 0.1:
        shape = rng.choice(("diam", "rounded", "stadium"))
        return f'{name}@{{ shape: {shape}, label: "{rng.choice(WORDS)}" }}{suffix}'
    return name + rng.choice(SHAPES).format(_words(rng)) + suffix


def _words(rng: random.Random) -> str:
    return f'"{rng.choice(QUOTED)}"' if rng.random() < 0.5 else rng.choice(WORDS)


def _link(rng: random.Random) -> str:
    roll = rng.random()
    if roll < 0.4:
        return rng.choice(PLAIN_LINKS)
    if roll < 0.75:
        return f"{rng.choice(PLAIN_LINKS)}|{_words(rng)}|"
    if roll < 0.8:
        return f"--|{rng.choice(WORDS)}|-->"
    begin, end = rng.choice(OPEN_LINKS)
    return f"{begin} {rng.choice(WORDS)} {end}"
