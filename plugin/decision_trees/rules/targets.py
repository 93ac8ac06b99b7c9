"""Rules for arrows, references and links: each leads somewhere a page may link to."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from decision_trees.analysis.library import Library, mentions
from decision_trees.diagnostics.diagnostic import Diagnostic, Related
from decision_trees.diagnostics.wording import Names, did_you_mean, nearest, shorten
from decision_trees.layout.addresses import relative_path
from decision_trees.model.ids import TARGETS, is_id, read_target, slug, unsafe_scheme
from decision_trees.model.positions import locate, span_at
from decision_trees.model.span import Span
from decision_trees.model.tree import Target, Text, Tree
from decision_trees.prose.resolve import local_path
from decision_trees.rules import written_targets
from decision_trees.rules.context import Context, here_too
from decision_trees.rules.embedded import examine_fence
from decision_trees.rules.limits import MOST_EMBEDDED
from decision_trees.source import arrows, keys, links
from decision_trees.source.fence import fences


def unknown_targets(context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """Arrows, references and expectations that lead nowhere, each place they miss once."""
    missed: defaultdict[tuple[str, str | None], list[Target]] = defaultdict(list)
    for mention in mentions(tree):
        missed[mention.target.within(tree.id)].append(mention.target)
    lonely = Names(
        node_id for node_id in tree.nodes if node_id != tree.start and (tree.id, node_id) not in missed
    )
    for targets in missed.values():
        for problem in _unknown(context.library, tree, targets[0]):
            spans = [target.span for target in targets]
            misspelt = _misspelt(tree, targets[0], lonely) if len(targets) > 1 else ()
            told = replace(problem, related=(*problem.related, *here_too(spans), *misspelt))
            yield told if told.label else _with_crossed(tree, targets[0], told)


def _with_crossed(tree: Tree, target: Target, problem: Diagnostic) -> Diagnostic:
    """Add to what is said of an answer's target that answer and target have changed places, if they have."""
    answers = (answer for check in tree.checks for answer in check.answers if answer.to == target)
    for answer in answers:
        meant = arrows.crossed(answer.label.value, target.node or "")
        if meant.target in tree.nodes:
            label = f"did you mean `{shorten(str(meant))}`?"
            return replace(problem, label=label, help="the answer stands before the colon, its target behind")
    return problem


def _misspelt(tree: Tree, target: Target, lonely: Names) -> Iterator[Related]:
    """A node that is named by nobody where several name one that is alike: it may be wrong itself."""
    if target.within(tree.id)[0] == tree.id and (close := lonely.nearest(target.node or "")):
        yield Related("or is it this that is misspelt?", tree.nodes[close].span)


def _unknown(library: Library, home: Tree | None, target: Target) -> Iterator[Diagnostic]:
    """Say of a target that stands in the tree `home`, or in a page, that it leads nowhere, if it does."""
    if library.leads(target, home):
        return
    at_home = home is not None and target.tree in (None, home.id)
    tree = home if at_home else library.trees.get(target.tree or "")
    if tree is not None and library.is_left_out(tree, home):
        yield draft_target(tree, target.span)
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
        if target.node in library.node_names(tree).mended:
            return  # that the node is named otherwise has been told, and how to mend it
        if not target.tree and _is_other(library, tree, target.node):
            yield _miswritten(library, tree, target)
            return
        where = "" if tree is home else f" in the tree `{tree.id}`"
        suggestion = _meant_node(library, tree, target)
        yield Diagnostic(
            "unknown-target",
            target.span,
            f"no check, step or terminal{where} is named `{shorten(target.node)}`",
            label=suggestion,
            help="" if suggestion else _write_or_add(target.node, at_home=at_home),
        )


def _write_or_add(written: str, *, at_home: bool) -> str:
    """Say how a target is written, and where one that is not there yet is added: words may be its title."""
    node_id = slug(written)
    if not at_home or not node_id:
        return f"write {TARGETS}"
    if written == node_id:
        return f"write {TARGETS}; what is still to be written gets this id below `checks:` or `decisions:`"
    added = shorten(f"{node_id}: {written}", 60)
    return f"write an id, `{node_id}`, and below `decisions:`, if it is not there yet, `{added}`"


def _is_other(library: Library, tree: Tree, written: str) -> bool:
    """Whether a text is neither a title nor a slip, but a target in another notation."""
    if is_id(written) or written.casefold() in library.node_names(tree).by_title:
        return False
    return written_targets.is_other(library, tree, written)


def _miswritten(library: Library, tree: Tree, target: Target) -> Diagnostic:
    written = target.node or ""
    meant = written_targets.meant(library, tree, written)
    return Diagnostic(
        "unknown-target",
        target.span,
        f"`{shorten(written)}` is no target: {written_targets.fault(written, meant)}",
        label=f"did you mean `{meant}`?" if meant else did_you_mean(written, library.node_names(tree).ids),
        help=f"write {TARGETS}",
    )


def draft_target(tree: Tree, span: Span) -> Diagnostic:
    """Say that something published leads to a draft."""
    return Diagnostic(
        "draft-target",
        span,
        f"`{tree.id}` is a draft, which is not published",
        help="lead elsewhere, or remove `draft` there",
        related=(Related("this makes it one", tree.draft),) if tree.draft else (),
    )


def _meant_tree(library: Library, home: Tree | None, target: Target) -> str:
    tree_id, node_id = target.tree or "", target.node or ""
    if tree_id in library.names.former:
        return f"it is called `{library.names.former[tree_id]}/{node_id}` now"
    if node_id in library.trees:
        return f"did you mean `{node_id}/`?"
    if home and not node_id and tree_id in home.nodes:
        return f"did you mean `{tree_id}`?"
    if home and tree_id in keys.SECTIONS.values() and node_id in home.nodes:
        return f"did you mean `{node_id}`? An id needs no section before it"
    close = library.names.ids.nearest(tree_id)
    return f"did you mean `{close}/{node_id}`?" if close else ""


def _meant_node(library: Library, tree: Tree, target: Target) -> str:
    written, prefix = target.node or "", f"{target.tree}/" if target.tree else ""
    names = library.node_names(tree)
    if written in names.former:
        return f"it is called `{prefix}{names.former[written]}` now"
    if meant := did_you_mean(written, names.ids, prefix):
        return meant
    if not prefix and (meant := did_you_mean(written, library.names.targets)):
        return meant
    same = names.by_title.get(written.casefold())
    return f"did you mean `{prefix}{same}`, which has this title?" if same else ""


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
        yield _nothing(span, TARGETS)


def page_links(context: Context) -> Iterator[Diagnostic]:
    """Links to targets in hand-written pages, where the tree is always named."""
    for file, text in context.pages.items():
        for link in links.find(text):
            if link.target is not None:
                span = span_at(text, link.url_start, len(link.url), file)
                yield from target_in_page(context.library, link.target, span)


def target_in_page(library: Library, written: str, span: Span) -> Iterator[Diagnostic]:
    """Say what is wrong with a target in a page that is not ours.

    Args:
        library: All trees.
        written: What stands behind `to:`.
        span: Where the link stands.
    """
    target = read_target(Text(written, span))
    if target.tree:
        yield from _unknown(library, None, target)
    elif not written:
        yield _nothing(span, _IN_A_PAGE)
    else:
        yield _unnamed(library, written, span)


def embedded_trees(context: Context) -> Iterator[Diagnostic]:
    """Fences in hand-written pages that embed trees."""
    for file, text in context.pages.items():
        for fence in islice(fences(text), MOST_EMBEDDED):
            yield from examine_fence(fence, text, file, context.library).diagnostics


def _unnamed(library: Library, written: str, span: Span) -> Diagnostic:
    """Say of a target in a page, which names no tree, what is wrong with it."""
    meant = written_targets.meant(library, None, written)
    message = written_targets.fault(written, meant)
    if not message:
        is_tree = meant == f"{written}/"
        message = "a tree is named with a `/` behind it" if is_tree else "a link in a page names the tree too"
    return Diagnostic(
        "unknown-target",
        span,
        message,
        label=f"did you mean `to:{meant}`?" if meant else "",
        help=f"write {_IN_A_PAGE} behind `to:`",
    )


def _nothing(span: Span, targets: str) -> Diagnostic:
    message = "this link says `to:` and no target"
    return Diagnostic("unknown-target", span, message, help=f"write {targets} behind it, without a space")


_IN_A_PAGE = "`tree-id/` or `tree-id/node-id`"


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
            label=_meant_link(context.library, tree, url.partition(":")[2]),
            help="use http, https, mailto, `to:`, or a path in the docs folder",
        )
        return
    path = url.partition("#")[0].partition("?")[0]
    if not path or ":" in path or path.startswith("/"):
        return
    here = tree.at(context.path(tree.file))
    file = local_path(here, path, docs_root=docs_root)
    if not path.endswith("/") and context.lacks(file):
        start = "the docs folder" if docs_root else "the folder of this source"
        close = _nearest_file(file, context.file_names)
        linked = "" if docs_root else _meant_link(context.library, tree, url)
        suggestion = relative_path(close, here.file) if close and not docs_root else close
        yield Diagnostic(
            "unknown-file",
            span,
            f"the site has no file `{shorten(file)}`",
            label=f"did you mean `{suggestion}`?" if suggestion else linked,
            help=f"paths start from {start}",
        )


def _meant_link(library: Library, tree: Tree, written: str) -> str:
    """Ask whether an address was to be a link to a target, if there is such a one."""
    meant = written_targets.meant(library, tree, written)
    return f"did you mean `to:{meant}`?" if meant else ""


def _nearest_file(file: str, files: Names) -> str | None:
    """The file that was probably meant: not any that lies in the same folder."""
    close = files.nearest(file)
    return close if close and nearest(_stem(file), [_stem(close)]) else None


def _stem(file: str) -> str:
    return posixpath.splitext(posixpath.basename(file))[0]
