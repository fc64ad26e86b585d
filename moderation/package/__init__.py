"""Everything on record about one object, as one file that a court can check without this software."""
