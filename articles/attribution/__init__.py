"""Whose work an article is: origins, licences, contributors, and what is missing of the record."""
