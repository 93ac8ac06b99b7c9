"""A document that holds a drawing and, below it, sections with the texts of its questions and ends.

    Decision Tree: …
    Category: … Starting Question: "…" Estimated traversal: … Domains: …
    The Tree / Node Details / Check 1: … / Terminal Actions / Decision: … / Warning: … /
    Edge Cases / Cross-References

The headings may be those of Markdown, or lines of plain text as one copies them from a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from decision_trees.importing.ascii_tree import read_tree
from decision_trees.importing.doubts import Doubts, ImportRefusedError, folded
from decision_trees.importing.draft import Draft, DraftNode
from decision_trees.importing.matching import likeness, pair
from decision_trees.importing.rows import NumberedLine, read_drawn
from decision_trees.importing.wording import unmarked
from decision_trees.model.ids import slug

_TITLE = re.compile(r"#*\s*Decision Tree:\s*(?P<title>\S.*)", re.IGNORECASE)
_PART = re.compile(
    r"#*\s*(?P<name>The Tree|Node Details|Terminal Actions|Edge Cases|Cross[- ]References)\s*:?#*",
    re.IGNORECASE,
)
_SECTION = re.compile(r"#*\s*(?P<kind>Check|Decision|Warning)(?:\s+(?P<number>\d+))?:\s*(?P<title>\S.*)")

_FACTS = {
    "category": "category",
    "starting question": "question",
    "estimated traversal": "traversal",
    "domains": "domains",
    "owner": "owner",
}
_FACT = re.compile(rf"\b(?P<name>{'|'.join(_FACTS)}):", re.IGNORECASE)

_FIELDS: Mapping[str, Mapping[str, str]] = {
    "check": {"how to assess": "assess", "what you're looking for": "look_for", "common pitfall": "pitfall"},
    "decision": {"choose": "choose", "why": "why", "next step": "next_step"},
    "warning": {"when": "when", "risk": "risk", "mitigation": "mitigation"},
}
_ITEM = re.compile(r"\s*[•*+-]\s+(?P<text>\S.*)")
_LINK = re.compile(r"\[(?P<title>[^\]]+)\]\((?P<url>[^)\s]+)\)(?P<rest>.*)")


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """A section of texts: what it is of, its heading, its line, and what it says."""

    kind: str
    title: str
    line: int
    texts: Mapping[str, str]
    whole: str
    heading: str


def is_document(lines: Sequence[NumberedLine]) -> bool:
    """Whether lines are such a document."""
    parts = {found["name"].lower() for line in lines if (found := _PART.fullmatch(line.text.strip()))}
    return "the tree" in parts and len(parts) > 1


def read_document(
    lines: Sequence[NumberedLine], title: str, known: Mapping[str, str], doubts: Doubts
) -> Draft:
    """Read a document.

    Args:
        lines: Its lines.
        title: Its title, where it does not say one.
        known: Targets that a cross-reference may lead to, by what they are called, in lower case.
        doubts: Gets what is not clear.

    Returns:
        The tree.

    Raises:
        ImportRefusedError: Its drawing is none.
    """
    parts, line_of = _parts(lines)
    head = parts.pop("")
    for number, line in enumerate(head):
        if found := _TITLE.fullmatch(line.text.strip()):
            title, head = found["title"].strip("# "), head[number + 1 :]
            break
    drawn = [line for line in parts.get("the tree", []) if not line.text.lstrip().startswith(("```", "~~~"))]
    drawings = read_drawn(drawn)
    if not drawings:
        raise ImportRefusedError(
            "asks-nothing", line_of["the tree"], "there is no drawing", "draw it with `├── `"
        )
    draft = read_tree(drawings[0], title, doubts)
    draft.has_guidance = True
    _facts(draft, head)
    sections = [
        section for part in ("node details", "terminal actions") for section in _sections(parts.get(part, []))
    ]
    _Matching(draft, sections, doubts).run()
    for title_, text, _ in _items(parts.get("edge cases", [])):
        draft.edge_cases.append((title_, text or title_))
    for item in _items(parts.get("cross-references", [])):
        _reference(draft, item, known, doubts)
    return draft


def _parts(lines: Sequence[NumberedLine]) -> tuple[dict[str, list[NumberedLine]], dict[str, int]]:
    """The lines of each part by its name in lower case, and where the parts begin."""
    parts: dict[str, list[NumberedLine]] = {"": []}
    begins: dict[str, int] = {}
    name = ""
    for line in lines:
        if found := _PART.fullmatch(line.text.strip()):
            name = found["name"].lower().replace("cross ", "cross-")
            begins.setdefault(name, line.number)
            parts.setdefault(name, [])
        else:
            parts[name].append(line)
    return parts, begins


def _facts(draft: Draft, lines: Sequence[NumberedLine]) -> None:
    """Read the block below the title, whose fields may run on in one line."""
    text = unmarked(" ".join(line.text.strip() for line in lines)).replace("**", "")
    found = list(_FACT.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    for match, end in zip(found, ends, strict=False):
        value = " ".join(text[match.end() : end].split()).strip("•*-| ").strip('"“”')
        key = _FACTS[match["name"].lower()]
        if key == "question":
            draft.question = value or draft.question
        elif key == "domains":
            draft.lists[key] = [part for part in (part.strip(" []") for part in value.split(",")) if part]
        elif value:
            draft.facts.setdefault(key, value)


def _sections(lines: Sequence[NumberedLine]) -> list[DocumentSection]:
    begun: list[tuple[re.Match[str], int, list[str]]] = []
    for line in lines:
        if found := _SECTION.fullmatch(line.text.strip()):
            begun.append((found, line.number, []))
        elif begun:
            begun[-1][2].append(line.text)
    return [
        DocumentSection(
            kind=found["kind"].lower(),
            title=unmarked(found["title"].rstrip("# ")),
            line=number,
            texts=_fields("\n".join(body).strip(), _FIELDS[found["kind"].lower()]),
            whole="\n".join(body).strip(),
            heading=_heading(found),
        )
        for found, number, body in begun
    ]


def _heading(found: re.Match[str]) -> str:
    """How a section is called in messages: `Check 2 Availability`, `Decision: Laptop`."""
    title = unmarked(found["title"].rstrip("# "))
    return f"{found['kind']} {found['number']} {title}" if found["number"] else f"{found['kind']}: {title}"


def _fields(text: str, keys: Mapping[str, str]) -> dict[str, str]:
    """Find fields in their order: a colon inside of a text begins none."""
    names = "|".join(re.escape(name).replace("'", "['’]") for name in keys)
    found = re.finditer(rf"(?:\*\*|__)?\b(?P<name>{names}):?(?:\*\*|__)?:?[ \t]*", text, re.IGNORECASE)
    order = list(keys)
    chosen: list[tuple[str, re.Match[str]]] = []
    for match in found:
        place = order.index(match["name"].lower().replace("’", "'"))
        begins = match.start() == 0 or text[: match.start()].rstrip(" ")[-1:] in '\n.?!"”)`*|'
        if ":" in match[0] + text[match.end() : match.end() + 1] and begins and place >= len(chosen):
            if chosen and place <= order.index(chosen[-1][0]):
                continue
            chosen.append((order[place], match))
    ends = [*(match.start() for _, match in chosen[1:]), len(text)]
    texts = {
        keys[name]: text[match.end() : end].strip() for (name, match), end in zip(chosen, ends, strict=False)
    }
    if not chosen:
        return {keys[order[0]]: text} if text else {}
    before = text[: chosen[0][1].start()].strip()
    if before:
        first = keys[chosen[0][0]]
        texts[first] = f"{before}\n\n{texts[first]}"
    return texts


def _items(lines: Sequence[NumberedLine]) -> list[tuple[str, str, int]]:
    """The items of a list: title, text, line; a line that is no item continues the one before it."""
    items: list[tuple[str, list[str], int]] = []
    for line in lines:
        if found := _ITEM.fullmatch(line.text):
            items.append((found["text"], [], line.number))
        elif items and line.text.strip():
            items[-1][1].append(line.text.strip())
    split = []
    for first, more, number in items:
        link = _LINK.match(first)
        title, _, text = ("", "", first) if link else unmarked(first).partition(": ")
        split.append((title.rstrip(":").strip(), "\n".join(filter(None, (text.strip(), *more))), number))
    return split


def _reference(draft: Draft, item: tuple[str, str, int], known: Mapping[str, str], doubts: Doubts) -> None:
    title, text, line = item
    if link := _LINK.match(text) if not title else None:
        url, name = link["url"], link["title"]
        note = link["rest"].strip(" :—–-")
        draft.see_also.append({"url": url, "title": name, **({"note": note} if note else {})})
        return
    note = {"note": text} if text else {}
    tree = known.get(folded(title)) or known.get(slug(title))
    if tree is None:
        reply = doubts.ask(
            "unknown-reference",
            draft,
            f"“{title}” is no tree here and has no address",
            "it is left out",
            about=title,
            line=line,
        )
        if reply is None:
            draft.unplaced[f"Cross-reference: {title}"] = text or title
            return
        where = (
            {"to": reply}
            if re.fullmatch(r"[a-z0-9-]+/(?:[a-z0-9-]+)?", reply)
            else {"url": reply, "title": title}
        )
        draft.see_also.append({**where, **note})
        return
    draft.see_also.append({"to": tree, **note})


_NONE = "none"
_OWN = "own"


class _Matching:
    """Finds out which section belongs to which question or end."""

    def __init__(self, draft: Draft, sections: Sequence[DocumentSection], doubts: Doubts) -> None:
        self.draft = draft
        self.sections = sections
        self.doubts = doubts
        self.used: dict[int, DraftNode] = {}

    def run(self) -> None:
        for kind in ("check", "decision", "warning"):
            of_kind = [section for section in self.sections if section.kind == kind]
            nodes = [node for node in self.draft.nodes.values() if node.kind == kind]
            self._kind(nodes, of_kind)
        for section in self.sections:
            if id(section) not in self.used:
                says = f"no leaf leads to “{section.heading}”"
                if section.kind == "check":
                    says = f"no question fits “{section.heading}”"
                reply = self.doubts.ask(
                    "unused-section",
                    self.draft,
                    says,
                    "its text is kept under `x-unplaced`",
                    about=section.heading,
                    line=section.line,
                    others=("drop",),
                )
                if reply is None:
                    self.draft.unplaced[section.heading] = section.whole or section.title

    def _kind(self, nodes: Sequence[DraftNode], sections: Sequence[DocumentSection]) -> None:
        titles = [section.title for section in sections]
        matches = pair([node.text for node in nodes], titles)
        free = [
            section.title
            for place, section in enumerate(sections)
            if place not in {match.other for match in matches.values()}
        ]
        for number, node in enumerate(nodes):
            match = matches.get(number)
            if match is None:
                continue
            section = sections[match.other]
            if not match.is_sure:
                why = f"“{section.heading}” taken for “{node.text}”"
                if match.is_last:
                    only = f"taken because it is the only {section.kind.capitalize()} left on both sides"
                    why = f"“{node.text}” shares no word with “{section.title}”; {only}"
                reply = self.doubts.ask(
                    "unsure-match", node, why, "its texts are used", others=(_NONE, *free)
                )
                if reply == _NONE:
                    node.incomplete = True
                    continue
                if reply is not None:
                    section = next(section for section in sections if section.title == reply)
            self._use(section, node)
        for number, node in enumerate(nodes):
            if number not in matches:
                self._without(node, sections)

    def _use(self, section: DocumentSection, node: DraftNode) -> None:
        self.used[id(section)] = node
        node.texts = {**node.texts, **section.texts}
        if node.kind == "check":
            node.title = section.title
        elif folded(node.text) != folded(section.title):
            self._call(node.key, node.text)
            node.text = section.title
        else:
            node.text = section.title

    def _call(self, key: str, alias: str) -> None:
        """Let the arrows to an end keep the words that they had."""
        for node in self.draft.nodes.values():
            for arrow in node.arrows:
                if arrow.to == key and not arrow.alias:
                    arrow.alias = alias

    def _without(self, node: DraftNode, sections: Sequence[DocumentSection]) -> None:
        """Ask what is with a question or an end that no section is left for."""
        node.incomplete = not node.texts
        alike = [
            section
            for section in sections
            if id(section) in self.used and likeness(node.text, section.title).share
        ]
        alike.sort(key=lambda section: likeness(node.text, section.title), reverse=True)
        if node.kind == "check" or not alike:
            says = f"“{node.text}” has no {node.kind.capitalize()} section"
            unused = [section.title for section in sections if id(section) not in self.used]
            reply = self.doubts.ask(
                "no-section", node, says, "its texts are missing", others=(_NONE, *unused)
            )
            if reply == _NONE:
                node.incomplete, node.guidance = False, True
            elif reply is not None:
                node.incomplete = False
                self._use(next(section for section in sections if section.title == reply), node)
            return
        says = f"is “{node.text}” the outcome “{alike[0].title}”?"
        reply = self.doubts.ask(
            "same-outcome",
            node,
            says,
            "it is an end of its own",
            others=(*(section.title for section in alike), _OWN),
        )
        if reply is not None and reply != _OWN:
            section = next(section for section in alike if section.title == reply)
            self._call(node.key, node.text)
            for other in self.draft.nodes.values():
                for arrow in other.arrows:
                    if arrow.to == node.key:
                        arrow.to = self.used[id(section)].key
