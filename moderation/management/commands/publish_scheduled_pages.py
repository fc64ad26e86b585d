"""The older name of `publish_scheduled`, which would otherwise still run Wagtail's own loop."""

from .publish_scheduled import Command

__all__ = ["Command"]
