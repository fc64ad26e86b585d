"""The desk behind its screens: who may decide, who works on what, until when."""
