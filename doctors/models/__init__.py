"""Accounts, certificates and public profiles."""

from .certificate import Certificate
from .profile import DoctorProfile
from .user import User

__all__ = ["Certificate", "DoctorProfile", "User"]
