"""Texts that an author may write and a careless program chokes on."""

from __future__ import annotations

import json

HOSTILE = (
    "</script><script>globalThis.harmed = 1</script>",
    '"><img src=x onerror="globalThis.harmed = 2">',
    "'><svg onload='globalThis.harmed = 3'>",
    "javascript:globalThis.harmed=4",
    "[x](javascript:globalThis.harmed=5)",
    "{{ 7 * 7 }} {% raw %} ${7 * 7} `code` **bold** _it_ ~~x~~ $$x$$ :smile: --8<-- x",
    "&lt;b&gt; &amp;amp; &#35; #quot; </decision-tree></section></li> --> ]]>",
    "1. # - * > | \\ ^a^ ==b== ++c++ [^1] *[HTML]: x {: onclick=globalThis.harmed=6 }",
)

MARKDOWN_LINES = (
    "# heading",
    "C#",
    "## ##",
    "- item",
    "+ item",
    "-5 degrees, ~6, ~~gone~~ and $5 or $x$",
    "> quoted",
    "1. first",
    "12) twelfth",
    "===",
    "---",
    "***",
    "!!! note",
    "??? note",
    '=== "Tab"',
    "/// details",
    ": definition",
    "[x]: https://example.org/",
    "[^1]: note",
    "```",
    "~~~ x",
    "    code",
    "| a | b |",
    "a snake_case_name and __init__ or _this_",
    "![x](https://example.org/x.png)",
    "<https://example.org/> <b>x</b> <!-- x --> <?x?> <![CDATA[x]]> a < b <",
    "&copy; &#35; &nbsp; AT&T",
    "x\\",
    "Two\nlines\r\n\r\n# three",
    "{: #id .class onclick=x } and { .class }",
    "*[x]: y",
)
"""Texts in one line or made of several that are something else to Markdown."""


def hostile_tree(text: str) -> str:
    """Write a tree that says one thing wherever an author can say something in plain text."""
    tree = {
        "title": f"title {text}",
        "question": f"question {text}",
        "category": f"category {text}",
        "summary": "Short.",
        "traversal": f"traversal {text}",
        "owner": f"owner {text}",
        "domains": [f"domain {text}"],
        "checks": {
            "one": {
                "question": f"ask {text}",
                "title": f"check {text}",
                "assess": "Look.",
                "answers": {
                    f"label {text}": {
                        "to": "good",
                        "id": "yes",
                        "note": f"note {text}",
                        "as": f"name {text}",
                    },
                    "No": {"to": "bad", "id": "no"},
                    "Again": {"to": "two", "id": "again"},
                },
            },
            "two": {
                "question": f"second {text}",
                "assess": "Look.",
                "answers": {"Back": {"to": "one", "loop": f"loop {text}"}, "On": "good"},
            },
        },
        "decisions": {
            "good": {"title": f"good {text}", "choose": "This.", "alternatives": [f"instead {text}"]}
        },
        "warnings": {"bad": {"title": f"bad {text}", "risk": "High."}},
        "edge_cases": [{"title": f"edge {text}", "text": "Text."}],
        "see_also": [
            {"url": "https://example.org/", "title": f"see {text}", "note": f"aside {text}"},
        ],
        "scenarios": [{"title": f"example {text}", "given": {"one": "yes"}, "expect": "good"}],
    }
    return json.dumps(tree, ensure_ascii=False)
