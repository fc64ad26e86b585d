"""Tags of this app's screens."""
