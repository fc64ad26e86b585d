"""Receives uploads that the vault will keep: in memory alone and never as clear bytes on a disk, up to the size that is allowed."""

import io
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.urls import Resolver404, resolve

View = TypeVar("View", bound=Callable[..., Any])


def received_in_memory(view: View) -> View:
    """Mark a view whose uploads go into the vault. It stands outermost: the mark is looked for on what the address leads to."""
    view.received_in_memory = True  # type: ignore[attr-defined]
    return view


class SealedUploads(FileUploadHandler):
    """The first handler of every request; takes the files of marked views and leaves all others to Django's own.

    All files of one request share `VAULT_MAX_BYTES`. What is more is counted and thrown away, and comes out as a file of its real
    size without content, which `vault.store` refuses in words.
    """

    mine = False
    held = 0

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Asked before the first byte is read."""
        self.mine = _is_marked(self.request)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.mine:
            self.clear, self.whole = io.BytesIO(), True
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if not self.mine:
            return raw_data
        self.whole = self.whole and self.held + len(raw_data) <= settings.VAULT_MAX_BYTES
        if self.whole:
            self.held += len(raw_data)
            self.clear.write(raw_data)
        elif self.clear.tell():
            self.held -= self.clear.tell()
            self.clear = io.BytesIO()
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        if not self.mine:
            return None
        size = file_size if self.whole else max(file_size, settings.VAULT_MAX_BYTES + 1)
        self.clear.seek(0)
        about = (self.field_name, self.file_name, self.content_type, size, self.charset, self.content_type_extra)
        return InMemoryUploadedFile(self.clear, *about)


def _is_marked(request: Any) -> bool:
    match = request.resolver_match
    if match is None:  # somebody reads the form before the address is looked up
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return False
    return bool(getattr(match.func, "received_in_memory", False))
