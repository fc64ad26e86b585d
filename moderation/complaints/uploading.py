"""Stops reading a file when it is larger than evidence may be, and goes on with the form, so that nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .. import asked
from .terms import MOST_FILE_BYTES, MOST_FILES

# The whole request, by what it says of itself: all files at their largest, and the words.
MOST_REQUEST_BYTES = MOST_FILES * MOST_FILE_BYTES + 4 * 1024 * 1024


class CappedUpload(TemporaryFileUploadHandler):
    """Files go to the disk; one that is too large or one too many is skipped, and its name kept in `refused`."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.refused: list[str] = []
        self._count = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._count += 1
        if self._count > MOST_FILES:
            self._skip()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > MOST_FILE_BYTES:
            self._skip()
        super().receive_data_chunk(raw_data, start)

    def _skip(self) -> None:
        self.refused.append((self.file_name or "")[-80:])
        self.file.close()
        raise SkipFile


class CappedUploads:
    """Before anything reads the form, for views that say `takes_public_files`: no file is larger, no request longer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, places: Any, named: dict[str, Any]) -> HttpResponse | None:
        if request.method != "POST" or not getattr(view, "takes_public_files", False):
            return None
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not asked.is_whole(length) or asked.whole(length) > MOST_REQUEST_BYTES:
            return render(request, "moderation/complaints/too_large.html", {"most": MOST_FILES}, status=413)
        capped = CappedUpload(request)
        request.upload_handlers = [capped]
        request.capped = capped  # type: ignore[attr-defined]
        return None
