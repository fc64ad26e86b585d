"""What doctors write: pages, blocks, surface, attribution and the publishing verbs."""
