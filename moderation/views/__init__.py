"""Screens of authors, moderators and operators around the gate."""
