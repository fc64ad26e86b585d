"""The screens of those who tend search."""
