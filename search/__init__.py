"""What of a published article is findable, and how."""
