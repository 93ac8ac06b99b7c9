"""What publishes trees from Python; it needs Markdown, which reading and checking do without."""

from decision_trees.layout.addresses import Addresses
from decision_trees.prose.render import Heading, Renderer
from decision_trees.site.page import Page, SearchEntry
from decision_trees.site.publication import DataFile
from decision_trees.site.publish import publish
from decision_trees.site.site import Search, Site, TemplateError
from decision_trees.words import Words, load_words

__all__ = [
    "Addresses",
    "DataFile",
    "Heading",
    "Page",
    "Renderer",
    "Search",
    "SearchEntry",
    "Site",
    "TemplateError",
    "Words",
    "load_words",
    "publish",
]
