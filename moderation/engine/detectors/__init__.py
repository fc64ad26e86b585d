"""What turns evidence in a text into drafts of findings: cue rules, promotion by score, facts of the piece."""
