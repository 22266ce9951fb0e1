"""Web pages: the article inside, each paragraph with its role, and what the page states about itself."""

from extractor.loaders.pages.page import Page, is_html, read_page

__all__ = ["Page", "is_html", "read_page"]
