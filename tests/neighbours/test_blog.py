from __future__ import annotations

from pathlib import Path

import pytest
from tests.neighbours.harness import OURS, SNIPPET, build, faults

pytestmark = [pytest.mark.build]

POST = f"""\
---
date: 2026-01-01
---
# A post

{SNIPPET}
<!-- more -->

[Its question](to:pick-a-queue/replay)

```decision-tree
tree: pick-a-queue
show: walk
```
"""


@pytest.mark.parametrize("plugins", [("blog", OURS), (OURS, "blog")], ids=["before us", "behind us"])
def test_posts_and_their_list_have_trees(tmp_path: Path, plugins: tuple[str, ...]) -> None:
    files = {"docs/blog/index.md": "# Blog\n", "docs/blog/posts/post.md": POST}
    built = build(tmp_path, ["search", *plugins], files)
    assert faults(built) == []
    assert len(built.page("blog").select("decision-chart")) == 1
    post = built.page("blog/2026/01/01/a-post")
    assert len(post.select("decision-tree")) == 1
    links = built.links("blog/2026/01/01/a-post")
    assert links["Its question"] == "../../../../../trees/pick-a-queue/replay/"
