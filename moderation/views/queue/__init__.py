"""The queue's screens: acts on one case, on many, saved views, skills, calendar, and what waits for the operators."""
