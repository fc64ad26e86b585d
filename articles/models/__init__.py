"""Pages and pictures."""

from .article import ArticleIndexPage, ArticlePage
from .base import ModeratedPage, ShelfPage
from .image import ArticleImage, ArticleRendition
from .imported import ImportedLine
from .permission import CaseConsent, EmployerLetter, Evidence, ImageRelease, Permission, PermissionUse
from .places import DepartmentPage, TopicPage

__all__ = [
    "ArticleImage",
    "ArticleIndexPage",
    "ArticlePage",
    "ArticleRendition",
    "CaseConsent",
    "DepartmentPage",
    "EmployerLetter",
    "Evidence",
    "ImageRelease",
    "ImportedLine",
    "ModeratedPage",
    "Permission",
    "PermissionUse",
    "ShelfPage",
    "TopicPage",
]
