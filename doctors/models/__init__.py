"""Accounts, certificates and public profiles."""

from .certificate import Certificate
from .interests import InterestDeclaration
from .profile import DoctorProfile
from .user import User

__all__ = ["Certificate", "DoctorProfile", "InterestDeclaration", "User"]
