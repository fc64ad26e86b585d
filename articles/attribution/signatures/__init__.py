"""Signatures on one submission: contributors confirm their part, a colleague of the field reviews the medicine."""
