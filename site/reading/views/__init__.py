"""The public pages; each view finds what may be shown and leaves the rest to its template."""
