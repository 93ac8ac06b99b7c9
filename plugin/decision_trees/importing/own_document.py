"""`tree.md`: the document that every tree is published as, in any of our languages, back to a tree.

Its outline holds the graph, and the sections below it the texts. What it does not hold (ids, scenarios) does
not come back.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from decision_trees.importing.doubts import Doubts, ImportRefusedError, folded
from decision_trees.importing.draft import FACTS, Draft, DraftArrow, DraftNode
from decision_trees.importing.rows import NumberedLine
from decision_trees.importing.settle import back_arrows
from decision_trees.model.tree import Kind
from decision_trees.source.keys import NODES
from decision_trees.words import LANGUAGES, heading, load_words

_HEADING = re.compile(r"(?P<marks>#{1,3}) (?P<text>\S.*)")
_ITEM = re.compile(r"(?P<margin> *)- (?P<text>\S.*)")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_COLON = ":：\N{NO-BREAK SPACE} "

_PARTS: Mapping[str, Kind] = {
    "checks": "check",
    "steps": "step",
    "decisions": "decision",
    "warnings": "warning",
}


@dataclass(slots=True)
class _MarkdownSection:
    """What stands below a heading, up to the next one."""

    level: int
    heading: str
    line: int
    lines: list[NumberedLine] = field(default_factory=list)

    def blocks(self) -> list[list[NumberedLine]]:
        """What blank lines part, fences as a whole."""
        blocks: list[list[NumberedLine]] = [[]]
        fence = ""
        for line in self.lines:
            if marks := _FENCE.match(line.text):
                fence = "" if fence and marks[1].startswith(fence) else fence or marks[1]
            if line.text.strip() or fence:
                blocks[-1].append(line)
            elif blocks[-1]:
                blocks.append([])
        return [block for block in blocks if block]


def is_own(lines: Sequence[NumberedLine]) -> bool:
    """Whether lines are such a document."""
    return bool(lines) and lines[0].text.startswith("# ") and _words(lines) is not None


def _words(lines: Sequence[NumberedLine]) -> Mapping[str, str] | None:
    """The words of the language in which a document is written."""
    headings = {line.text[3:].strip() for line in lines if line.text.startswith("## ")}
    for language in LANGUAGES:
        words = load_words(language).page
        if words["checks"] in headings and (words["decisions"] in headings or words["warnings"] in headings):
            return words
    return None


def read_own(lines: Sequence[NumberedLine], title: str, known: Mapping[str, str], doubts: Doubts) -> Draft:
    """Read such a document.

    Args:
        lines: Its lines.
        title: Its title, where it has none.
        known: Targets in other trees by what they are called, in lower case.
        doubts: Gets what it does not hold.

    Raises:
        ImportRefusedError: Somebody has changed it, and an arrow leads to nothing.
    """
    words = _words(lines) or load_words().page
    sections = list(_sections(lines))
    draft = Draft(_shown(sections[0].heading) or title, sections[0].line)
    return _Reader(draft, words, known, doubts).read(sections)


def _sections(lines: Sequence[NumberedLine]) -> Iterator[_MarkdownSection]:
    section = _MarkdownSection(1, "", lines[0].number)
    fence = ""
    for line in lines:
        if marks := _FENCE.match(line.text):
            fence = "" if fence and marks[1].startswith(fence) else fence or marks[1]
        if not fence and (found := _HEADING.fullmatch(line.text)):
            if section.heading or section.lines:
                yield section
            section = _MarkdownSection(len(found["marks"]), found["text"].strip(), line.number)
        else:
            section.lines.append(line)
    yield section


class _Reader:
    def __init__(
        self, draft: Draft, words: Mapping[str, str], known: Mapping[str, str], doubts: Doubts
    ) -> None:
        self.draft = draft
        self.words = words
        self.known = known
        self.doubts = doubts
        self.by_heading: dict[str, list[DraftNode]] = {}
        self.shown: set[str] = set()
        self.names: dict[str, list[str]] = {}
        self.links = 0

    def read(self, sections: Sequence[_MarkdownSection]) -> Draft:
        parts: dict[str, list[_MarkdownSection]] = {}
        outline: list[_MarkdownSection] = []
        keys = {
            self.words[key]: key
            for key in (*_PARTS, "edge_cases", "scenarios", "see_also")
            if key in self.words
        }
        part = ""
        self._head(sections[0])
        for section in sections[1:]:
            if section.level < 3:  # noqa: PLR2004 - the parts
                part = keys.get(section.heading, "") if section.heading in keys else part and "other"
                if not part:
                    outline.append(section)
                parts.setdefault(part, []).append(section)
            elif part:
                parts[part].append(section)
        for name, kind in _PARTS.items():
            for section in parts.get(name, [])[1:]:
                self._node(section, kind)
        tops = [self._outline(section) for section in outline]
        if not tops or tops[0] is None:
            raise ImportRefusedError(
                "unreadable",
                self.draft.line,
                "the outline is not that of the checks below",
                "publish the tree again",
            )
        self.draft.start = tops[0].key
        self.draft.laid_out = self.draft.has_guidance = True
        for section in parts.get("edge_cases", [])[1:]:
            text = "\n".join(line.text for line in section.lines).strip()
            self.draft.edge_cases.append((_shown(section.heading), self._prose(text)))
        self._see_also(parts.get("see_also", []))
        self._finish("scenarios" in parts)
        return self.draft

    def _head(self, section: _MarkdownSection) -> None:
        facts = {self.words[key]: key for key in (*FACTS, "domains") if key in self.words}
        paragraphs: list[str] = []
        for block in section.blocks():
            if not _ITEM.fullmatch(block[0].text):
                paragraphs.append("\n".join(line.text for line in block))
                continue
            for line in block:
                name, _, value = line.text.removeprefix("- ").partition(":")
                key = facts.get(name.strip(" \N{NO-BREAK SPACE}："))
                if key == "domains":
                    self.draft.lists[key] = [_shown(domain) for domain in re.split(r", |、", value.strip())]
                elif key:
                    self.draft.facts[key] = _shown(value)
        if paragraphs and (len(paragraphs) > 1 or paragraphs[0].rstrip().endswith(("?", "？", "؟"))):
            self.draft.question = _shown(paragraphs.pop(0))
        if paragraphs:
            self.draft.facts["summary"] = self._prose("\n\n".join(paragraphs))

    # --- nodes --------------------------------------------------------------------------------------

    def _node(self, section: _MarkdownSection, kind: Kind) -> None:
        node = self.draft.add(_shown(section.heading), section.line, kind)
        raw = section.heading
        blocks = section.blocks()
        headings = {heading(key, self.words): key for key in NODES[kind].texts}
        if kind == "check":
            raw = self._question(node, blocks) or raw
        key = ""
        texts: dict[str, list[str]] = {}
        for number, block in enumerate(blocks):
            text = "\n".join(line.text for line in block)
            bold = text.strip().removeprefix("**").removesuffix("**")
            if text.startswith("**") and bold in headings:
                key = headings[bold]
            elif (listed := self._list(blocks, number)) is not None:
                setattr(node, listed, [_shown(line.text.removeprefix("- ")) for line in blocks[number + 1]])
                key = "-"
            elif kind in ("decision", "warning", "step") and text.startswith(f"{self.words['then']}"):
                self._then(node, text)
                key = "-"
            elif text == f"*{self.words.get(f'incomplete_{kind}')}*":
                node.incomplete = True
            elif key != "-":
                texts.setdefault(key or NODES[kind].texts[0], []).append(text)
            else:
                key = ""
        node.texts = {name: self._prose("\n\n".join(parts)) for name, parts in texts.items()}
        alike = self.by_heading.setdefault(raw, [])
        # A question may be asked in several places; what ends or is done is the same wherever it is named.
        if not alike or kind == "check":
            alike.append(node)

    def _question(self, node: DraftNode, blocks: list[list[NumberedLine]]) -> str:
        """Take what is a check's own from its section; give its question where the heading is its title."""
        raw = ""
        if blocks and not _is_set_apart(blocks[0][0].text):
            raw = blocks.pop(0)[0].text.strip()
            node.title, node.text = node.text, _shown(raw)
        if blocks and _ITEM.fullmatch(blocks[-1][0].text):
            self.names[node.key] = [line.text for line in blocks.pop()]
        if blocks and blocks[-1][0].text == self.words.get("pick_first"):
            node.pick = True
            blocks.pop()
        return raw

    def _list(self, blocks: Sequence[Sequence[NumberedLine]], number: int) -> str | None:
        """Which list of a node a block is the heading of."""
        if number + 1 < len(blocks) and blocks[number + 1][0].text.startswith("- "):
            text = blocks[number][0].text.rstrip(_COLON)
            return next((key for key in ("any_of", "alternatives") if text == self.words.get(key)), None)
        return None

    def _then(self, node: DraftNode, text: str) -> None:
        found = re.search(r"\[(?P<title>.*)\]\((?P<url>[^)\s]+)\)$", text)
        if node.kind == "step" or found is None:
            return  # the way on from a step stands in the outline
        to = found["title"] in self.by_heading
        parts = [part for part in found["url"].split("/") if part not in ("", ".", "..")]
        if not to and parts and found["url"].startswith("../"):
            node.then = "/".join(parts) if len(parts) > 1 else f"{parts[0]}/"
        else:
            self.draft.comments.append(
                f"“{node.text}” goes on to “{_shown(found['title'])}”: write `then` there"
            )

    # --- the outline ----------------------------------------------------------------------------------

    def _outline(self, section: _MarkdownSection) -> DraftNode | None:
        """Read what the outline shows below a heading; give the node that the heading names."""
        items = [(found, line.number) for line in section.lines if (found := _ITEM.fullmatch(line.text))]
        margins = [(len(found["margin"]), found["text"]) for found, _ in items]
        alike = self.by_heading.get(section.heading, [])
        top = self._asked_there(alike, _right_below(margins, 0, -1)) if alike else None
        stack: list[tuple[int, DraftNode | None]] = [(-1, top)]
        for number, (found, line) in enumerate(items):
            margin = len(found["margin"])
            while stack[-1][0] >= margin:
                stack.pop()
            parent = stack[-1][1]
            node = self._branch(parent, found["text"], line, _right_below(margins, number + 1, margin))
            stack.append((margin, node))
        return top

    def _branch(
        self, parent: DraftNode | None, text: str, line: int, below: Sequence[str]
    ) -> DraftNode | None:
        """Read a line of the outline: an answer, what it leads to, and the lines right below that."""
        shown_above = f" ({self.words['see_above']})"
        leaves = f" ({self.words['leaves']})"
        is_exit = text.endswith(leaves)
        is_above = text.endswith(shown_above)
        text = text.removesuffix(shown_above).removesuffix(leaves)
        before, heading = self._split(text, is_exit=is_exit)
        if parent is None or not heading:
            message = f"nothing is called what “{text}” leads to"
            raise ImportRefusedError("unreadable", line, message, "publish the tree again, or mend the line")
        label, note = _label(before)
        if is_exit:
            to, node = self._exit(heading, line), None
        else:
            alike = self.by_heading[heading]
            node = self._shown_above(alike, line) if is_above else self._asked_there(alike, below)
            to = node.key
        if parent.kind == "step":
            parent.arrows.append(DraftArrow("", to, line, note=note))
        else:
            parent.arrows.append(
                DraftArrow(label, to, line, note=note, alias=self._alias(parent, before, heading))
            )
        return node

    def _shown_above(self, alike: Sequence[DraftNode], line: int) -> DraftNode:
        """The one node of these that the outline has shown."""
        shown = alike if len(alike) == 1 else [node for node in alike if node.key in self.shown]
        if len(shown) != 1:
            message = f"“{alike[0].text}” is asked in several places, and this line does not say in which"
            raise ImportRefusedError("unreadable", line, message, "import the tree's `tree.json`, which does")
        return shown[0]

    def _asked_there(self, alike: Sequence[DraftNode], below: Sequence[str]) -> DraftNode:
        """The node of these that has the answers which stand below a line of the outline."""
        left = [node for node in alike if node.key not in self.shown] or [*alike]
        if len(left) > 1:
            shown_above = f" ({self.words['see_above']})"
            pairs = [self._split(text.removesuffix(shown_above), is_exit=False) for text in below]
            answers = {f"- {before} {heading}" for before, heading in pairs}
            left.sort(key=lambda node: -len(answers.intersection(self.names.get(node.key, ()))))
        self.shown.add(left[0].key)
        return left[0]

    def _split(self, text: str, *, is_exit: bool) -> tuple[str, str]:
        """Part a line into an answer and the heading it leads to."""
        for kind in ("step", "decision", "warning"):
            mark = f" **{self.words.get(kind)}:** "
            before, found, heading = text.partition(mark)
            while found and heading not in self.by_heading and mark in heading:
                more, _, heading = heading.partition(mark)
                before += mark + more
            if found and heading in self.by_heading:
                return before, heading
        place = text.find(" ")
        while place != -1:
            heading = text[place + 1 :]
            ends = text[:place].endswith((":", "：", "?", "？", "؟", "!", "."))
            if ends and (is_exit or heading in self.by_heading):
                return text[:place], heading
            place = text.find(" ", place + 1)
        return text, ""

    def _alias(self, parent: DraftNode, before: str, heading: str) -> str:
        """What an answer calls its target, where that is not its heading."""
        names = self.names.get(parent.key, [])
        number = len(parent.arrows)
        if number < len(names):
            name = names[number].removeprefix("- ").removeprefix(before).strip()
            if name and name != heading and names[number].startswith(f"- {before}"):
                return _shown(name)
        return ""

    def _exit(self, heading: str, line: int) -> str:
        title = _shown(heading)
        tree = self.known.get(folded(title))
        if tree is not None:
            return tree
        reply = self.doubts.ask(
            "unknown-reference",
            self.draft,
            f"“{title}” is in another tree, which is not here",
            "it is an end",
            about=title,
            line=line,
        )
        if reply is not None and "/" in reply:
            return reply
        return self.draft.add(title, line, "decision").key

    # --- the rest ---------------------------------------------------------------------------------------

    def _see_also(self, sections: Sequence[_MarkdownSection]) -> None:
        for line in sections[0].lines if sections else ():
            found = re.match(r"- \[(?P<title>.*?)\]\((?P<url>[^)\s]+)\):? ?(?P<note>.*)", line.text)
            if found is None:
                continue
            title, url, note = _shown(found["title"]), found["url"], _shown(found["note"])
            tree = self.known.get(folded(title))
            if tree is not None or re.match(r"https?:|mailto:", url):
                where = {"to": tree} if tree else {"url": url, "title": title}
                self.draft.see_also.append({**where, **({"note": note} if note else {})})
            else:
                self.links += 1

    def _prose(self, text: str) -> str:
        """A text, in which links to other pages of the site are only their words."""

        def words(link: re.Match[str]) -> str:
            if re.match(r"[a-z][a-z+.-]*:|#|//", link["url"], re.IGNORECASE):
                return link[0]
            self.links += 1
            return link["words"]

        parts = re.split(
            r"(^[ ]*(?:```|~~~).*?^[ ]*(?:```|~~~)[^\n]*$)", text, flags=re.DOTALL | re.MULTILINE
        )
        return "".join(part if number % 2 else _LINK.sub(words, part) for number, part in enumerate(parts))

    def _finish(self, has_scenarios: bool) -> None:  # noqa: FBT001 - of one caller
        for _, arrow in back_arrows(self.draft):
            arrow.loop, arrow.note = arrow.note, ""
        if self.links:
            says = f"{self.links} links to pages of the site the document came from"
            self.doubts.note("left-out", self.draft, self.draft.line, says, "only their words are taken")
        if has_scenarios:
            says = "the worked examples name no checks"
            self.doubts.note("left-out", self.draft, self.draft.line, says, "they are left out")


_FENCED = re.compile(r"(^[ ]*(?:```|~~~).*?^[ ]*(?:```|~~~)[^\n]*$)", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[(?P<words>[^\[\]]*)\]\((?P<url>[^()\s]+)\)")


def _right_below(items: Sequence[tuple[int, str]], start: int, margin: int) -> list[str]:
    """The items from one on that stand one level further in than a margin, up to one that does not."""
    below: list[str] = []
    level = -1
    for place in range(start, len(items)):
        inner, text = items[place]
        if inner <= margin:
            break
        level = inner if level < 0 else level
        if inner == level:
            below.append(text)
    return below


def _is_set_apart(text: str) -> bool:
    """Whether a line is no paragraph: a heading in bold, a remark, or an item."""
    return text.startswith(("**", "- ")) or (text.startswith("*") and text.rstrip().endswith("*"))


def _shown(raw: str) -> str:
    """A text as people see it: without escapes and entities."""
    return " ".join(html.unescape(_ESCAPED.sub(r"\1", raw)).split())


def _label(before: str) -> tuple[str, str]:
    """Part what stands before a target into the answer and what is said beside it."""
    text = before.rstrip()
    bare = text.rstrip(_COLON) if text.endswith((":", "：")) else text
    if bare != text and bare.endswith(")"):
        depth = 0
        for place in range(len(bare) - 1, 0, -1):
            depth += (bare[place] == ")") - (bare[place] == "(")
            if not depth:
                if bare[place - 1] == " ":
                    return _shown(bare[: place - 1]), _shown(bare[place + 1 : -1])
                break
    return _shown(bare), ""
