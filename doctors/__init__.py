"""Who may write: accounts, qualification and the public profile of a doctor."""
