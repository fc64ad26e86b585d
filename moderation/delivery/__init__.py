"""Mail copies of notices, letters to outsiders, and webhooks: written with the decision, sent afterwards, tried again."""
