"""The one private store for evidence: encrypted files outside the media root, each read on record."""

from .filing import VaultFault, VaultRefused, erase, read, store

__all__ = ["VaultFault", "VaultRefused", "erase", "read", "store"]
