"""Measures against accounts in steps, each with a basis, a term and a second person; orders of a regulator."""
