"""Pages and pictures."""

from .article import ArticleIndexPage, ArticlePage
from .base import ModeratedPage, ShelfPage
from .image import ArticleImage, ArticleRendition
from .places import DepartmentPage, TopicPage

__all__ = [
    "ArticleImage",
    "ArticleIndexPage",
    "ArticlePage",
    "ArticleRendition",
    "DepartmentPage",
    "ModeratedPage",
    "ShelfPage",
    "TopicPage",
]
