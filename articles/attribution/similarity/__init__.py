"""How much of an article stands in other texts too: an index of what is published, and exact matches with their places."""
