"""Screens around accounts: the operators' desk, a doctor's own page, and the invitation."""
