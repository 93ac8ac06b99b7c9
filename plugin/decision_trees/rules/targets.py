"""Rules for arrows, references and links: each leads somewhere a page may link to."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from decision_trees import links
from decision_trees.addresses import relative_path
from decision_trees.diagnostics import Diagnostic, Related, Span, did_you_mean, nearest, shorten
from decision_trees.embedding import examine, fences
from decision_trees.grammar import TARGETS, mended, read_target, unsafe_scheme
from decision_trees.library import Library, mentions
from decision_trees.model import Target, Text, Tree
from decision_trees.prose import local_path
from decision_trees.rules.context import Context, here_too
from decision_trees.source import locate, span_at


def unknown_targets(context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """Arrows, references and expectations that lead nowhere, each place they miss once."""
    missed: defaultdict[tuple[str, str | None], list[Target]] = defaultdict(list)
    for mention in mentions(tree):
        missed[mention.target.within(tree.id)].append(mention.target)
    for targets in missed.values():
        for problem in _unknown(context.library, tree, targets[0]):
            spans = [target.span for target in targets]
            misspelt = _misspelt(tree, targets[0], missed.keys()) if len(targets) > 1 else ()
            yield replace(problem, related=(*here_too(spans), *misspelt))


def _misspelt(tree: Tree, target: Target, mentioned: Container[tuple[str, str | None]]) -> Iterator[Related]:
    """A node that is named by nobody where several name one that is alike: it may be wrong itself."""
    nodes = {
        node.id: node
        for node in tree.nodes.values()
        if node.id != tree.start and (tree.id, node.id) not in mentioned
    }
    if target.within(tree.id)[0] == tree.id and (close := nearest(target.node or "", nodes)):
        yield Related("or is it this that is misspelt?", nodes[close].span)


def _unknown(library: Library, home: Tree | None, target: Target) -> Iterator[Diagnostic]:
    """Say of a target that stands in the tree `home`, or in a page, that it leads nowhere, if it does."""
    at_home = home is not None and target.tree in (None, home.id)
    tree = home if at_home else library.trees.get(target.tree or "")
    if tree is None:
        if target.tree not in library.unread:
            yield Diagnostic(
                "unknown-tree",
                target.span,
                f"no tree is named `{target.tree}`",
                label=_meant_tree(library, home, target),
                help="a tree's id is its file's name, less folders and `.tree.yaml`",
            )
    elif target.node is not None and target.node not in tree.nodes and not tree.lost_nodes:
        ids = [*map(mended, tree.nodes)]
        if target.node in ids:
            return  # that the node is named otherwise has been told, and how to mend it
        where = "" if tree is home else f" in the tree `{tree.id}`"
        suggestion = _meant_node(library, tree, target, ids)
        yield Diagnostic(
            "unknown-target",
            target.span,
            f"no check or terminal{where} is named `{shorten(target.node)}`",
            label=suggestion,
            help="" if suggestion else f"write {TARGETS}",
        )


def _meant_tree(library: Library, home: Tree | None, target: Target) -> str:
    tree_id, node_id = target.tree or "", target.node or ""
    for tree in library.trees.values():
        if tree_id in map(str, tree.formerly):
            return f"it is called `{tree.id}/{node_id}` now"
    if node_id in library.trees:
        return f"did you mean `{node_id}/`?"
    if home and not node_id and tree_id in home.nodes:
        return f"did you mean `{tree_id}`?"
    close = nearest(tree_id, library.trees)
    return f"did you mean `{close}/{node_id}`?" if close else ""


def _meant_node(library: Library, tree: Tree, target: Target, ids: Iterable[str]) -> str:
    written, prefix = target.node or "", f"{target.tree}/" if target.tree else ""
    for node in tree.nodes.values():
        if written in map(str, node.formerly):
            return f"it is called `{prefix}{node.id}` now"
    trees = () if prefix else (f"{one}/" for one in library.trees)
    return did_you_mean(written, (*ids, *trees), prefix) or _by_title(tree, written, prefix)


def _by_title(tree: Tree, written: str, prefix: str) -> str:
    same = [node.id for node in tree.nodes.values() if node.title.value.casefold() == written.casefold()]
    return f"did you mean `{prefix}{same[0]}`, which has this title?" if same else ""


def prose_links(context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """Links in prose that lead nowhere, or where a page must not link to."""
    for _, text, link in context.library.links(tree):
        for problem in _in_link(context, tree, link, text.span):
            # Where the link stands is worth looking for only where it is wrong.
            earlier = text.value.count(link.url, 0, link.url_start)
            place = locate(context.sources[tree.file], text.span, link.url, earlier)
            yield replace(problem, span=place)


def _in_link(context: Context, tree: Tree, link: links.Link, span: Span) -> Iterator[Diagnostic]:
    if link.target is None:
        yield from _address(context, tree, link.url, span)
    elif link.target:
        yield from _unknown(context.library, tree, read_target(Text(link.target, span)))
    else:
        message = "this link says `to:` and no target"
        yield Diagnostic("unknown-target", span, message, help=f"write {TARGETS} behind it")


def page_links(context: Context) -> Iterator[Diagnostic]:
    """Links to targets in hand-written pages, where the tree is always named."""
    for file, text in context.pages.items():
        for link in links.find(text):
            if link.target is not None:
                target = read_target(Text(link.target, Span(file)))
                for problem in _in_page(context.library, target):
                    yield replace(problem, span=span_at(text, link.url_start, len(link.url), file))


def _in_page(library: Library, target: Target) -> Iterator[Diagnostic]:
    if target.tree:
        yield from _unknown(library, None, target)
    else:
        yield _unnamed(library, target)


def embedded_trees(context: Context) -> Iterator[Diagnostic]:
    """Fences in hand-written pages that embed trees."""
    for file, text in context.pages.items():
        for fence in fences(text):
            yield from examine(fence, text, file, context.library).diagnostics


def _unnamed(library: Library, target: Target) -> Diagnostic:
    homes = [tree.id for tree in library.trees.values() if target.node in tree.nodes]
    suggestion = f"did you mean `to:{homes[0]}/{target.node}`?" if len(homes) == 1 else ""
    return Diagnostic(
        "unknown-target",
        target.span,
        "a link in a page names the tree too",
        label=suggestion,
        help="write `tree-id/` or `tree-id/node-id` behind `to:`",
    )


def reference_addresses(context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """Cross-references to files that the site does not have."""
    for reference in tree.see_also:
        if reference.url:
            yield from _address(context, tree, reference.url.value, reference.url.span, docs_root=True)


def _address(
    context: Context, tree: Tree, url: str, span: Span, *, docs_root: bool = False
) -> Iterator[Diagnostic]:
    if (scheme := unsafe_scheme(url)) is not None:
        yield Diagnostic(
            "unsafe-url",
            span,
            f"a page must not link to `{shorten(scheme)}:` addresses",
            help="use http, https, mailto, `to:`, or a path in the docs folder",
        )
        return
    path = url.partition("#")[0].partition("?")[0]
    if context.files is None or not path or ":" in path or path.startswith("/"):
        return
    file = local_path(tree, path, docs_root=docs_root)
    if file not in context.files and not path.endswith("/"):
        start = "the docs folder" if docs_root else "the folder of this source"
        close = _nearest_file(file, context.files)
        suggestion = relative_path(close, tree.file) if close and not docs_root else close
        yield Diagnostic(
            "unknown-file",
            span,
            f"the site has no file `{shorten(file)}`",
            label=f"did you mean `{suggestion}`?" if suggestion else "",
            help=f"paths start from {start}",
        )


def _nearest_file(file: str, files: Iterable[str]) -> str | None:
    """The file that was probably meant: not any that lies in the same folder."""
    close = nearest(file, sorted(files))
    return close if close and nearest(_stem(file), [_stem(close)]) else None


def _stem(file: str) -> str:
    return posixpath.splitext(posixpath.basename(file))[0]
