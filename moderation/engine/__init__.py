from .document import Document, Passage
