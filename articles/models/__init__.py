"""Pages and pictures."""

from .article import ArticlePage
from .base import ModeratedPage, ShelfPage
from .editing import EditKind, EditProposal, EditState
from .image import ArticleImage, ArticleRendition
from .imported import ImportedLine
from .index import ArticleIndexPage
from .library import LibraryEntry, ReferenceUse, Retraction
from .permission import CaseConsent, EmployerLetter, Evidence, ImageRelease, Permission, PermissionUse
from .places import DepartmentPage, TopicPage
from .proof import Manifest, NoteKind, NoteVoice, PublicNote
from .signature import LinkMail, Signature
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
    "EditKind",
    "EditProposal",
    "EditState",
    "EmployerLetter",
    "Evidence",
    "ImageRelease",
    "ImportedLine",
    "LibraryEntry",
    "LinkMail",
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
