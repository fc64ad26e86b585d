"""Pages and pictures."""

from .article import ArticleIndexPage, ArticlePage
from .base import ModeratedPage, ShelfPage
from .image import ArticleImage, ArticleRendition
from .imported import ImportedLine
from .library import LibraryEntry, ReferenceUse, Retraction
from .permission import CaseConsent, EmployerLetter, Evidence, ImageRelease, Permission, PermissionUse
from .places import DepartmentPage, TopicPage
from .proof import Manifest, NoteKind, NoteVoice, PublicNote
from .signature import Signature
from .signed_passage import SignedPassage
from .similarity import ComparedText, SimilarityIndex, SimilarityReport, TextBand, TextKind

__all__ = [
    "ArticleImage",
    "ArticleIndexPage",
    "ArticlePage",
    "ArticleRendition",
    "CaseConsent",
    "ComparedText",
    "DepartmentPage",
    "EmployerLetter",
    "Evidence",
    "ImageRelease",
    "ImportedLine",
    "LibraryEntry",
    "Manifest",
    "ModeratedPage",
    "NoteKind",
    "NoteVoice",
    "Permission",
    "PermissionUse",
    "PublicNote",
    "ReferenceUse",
    "Retraction",
    "ShelfPage",
    "Signature",
    "SignedPassage",
    "SimilarityIndex",
    "SimilarityReport",
    "TextBand",
    "TextKind",
    "TopicPage",
]
