"""Pages and pictures."""

from .article import ArticleIndexPage, ArticlePage
from .base import ModeratedPage, ShelfPage
from .image import ArticleImage, ArticleRendition
from .imported import ImportedLine
from .places import DepartmentPage, TopicPage

__all__ = [
    "ArticleImage",
    "ArticleIndexPage",
    "ArticlePage",
    "ArticleRendition",
    "DepartmentPage",
    "ImportedLine",
    "ModeratedPage",
    "ShelfPage",
    "TopicPage",
]
