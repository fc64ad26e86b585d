"""Screens of the rules of office: disputes, appeals, who may decide what, and checks of what was decided."""
