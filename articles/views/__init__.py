"""The screens of this app in the administration."""
