"""Finds names of people: what a name looks like, where a tagger sees one, and which of them are patients'."""
