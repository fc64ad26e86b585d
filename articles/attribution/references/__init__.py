"""References as data: read from what doctors paste, rendered to GB/T 7714, shared by all articles, watched for retractions."""
