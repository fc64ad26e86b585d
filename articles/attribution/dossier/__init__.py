"""Everything on record about who holds the rights in one article, in one place, for a rights holder's procedure."""
