"""What the vault will keep is received in memory, up to its size, and never as clear bytes on a disk."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files import uploadedfile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client, RequestFactory

from articles.models import Permission
from moderation.vault import receiving
from tests import factories
from tests.attribution.scene import derived, values

pytestmark = pytest.mark.django_db
LARGE = 3 * 1024 * 1024


def scanned(size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("授权书.pdf", b"%PDF-1.4\n" + b"x" * size + b"\n%%EOF\n")


def typed(**changed: Any) -> dict[str, Any]:
    form = {**values("permission"), "territory": "全球", "fee": "无偿", "purposes": ["public"], **changed}
    return {name: value for name, value in form.items() if value is not None and name != "work_author"}


@pytest.fixture
def clear_files(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the uploads that were written to a temporary file."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    written: list[str] = []
    real = uploadedfile.TemporaryUploadedFile.__init__

    def noted(self: Any, name: str, *more: Any, **named: Any) -> None:
        written.append(name)
        real(self, name, *more, **named)

    monkeypatch.setattr(uploadedfile.TemporaryUploadedFile, "__init__", noted)
    return written


def test_a_large_letter_is_sealed_without_a_clear_file(client: Client, clear_files: list[str]) -> None:
    page = derived("转载")
    client.force_login(page.owner)
    client.post(f"/admin/evidence/{page.pk}/add/permission/", typed(file=scanned(LARGE)))
    assert Permission.objects.get().file.size > LARGE
    assert clear_files == []


def test_what_is_too_large_is_thrown_away_while_it_comes(client: Client, clear_files: list[str], settings: Any) -> None:
    settings.VAULT_MAX_BYTES = 1024 * 1024
    page = derived("转载")
    client.force_login(page.owner)
    answer = client.post(f"/admin/evidence/{page.pk}/add/permission/", typed(file=scanned(LARGE)))
    assert answer.status_code == 422
    assert "文件超过 1 MB，请压缩后再上传" in answer.content.decode()
    assert "南湖出版社" in answer.content.decode(), "what was typed is still there"
    assert clear_files == []


def test_other_uploads_are_received_as_ever(client: Client, clear_files: list[str]) -> None:
    client.force_login(factories.make_doctor())
    client.post("/admin/images/multiple/add/", {"files[]": scanned(LARGE)})
    assert clear_files == ["授权书.pdf"]


def post(*files: SimpleUploadedFile) -> HttpRequest:
    request = RequestFactory().post("/admin/evidence/1/add/permission/", {"file": list(files)})
    request.upload_handlers = [receiving.SealedUploads(request)]
    return request


def test_files_of_one_request_share_the_size(settings: Any) -> None:
    settings.VAULT_MAX_BYTES = 300_000
    first, second, third = post(scanned(200_000), scanned(200_000), scanned(90_000)).FILES.getlist("file")
    assert [len(one.read()) == one.size for one in (first, second, third)] == [True, False, True]
    assert second.size > settings.VAULT_MAX_BYTES


def test_an_address_that_leads_nowhere_is_nobodys() -> None:
    request = RequestFactory().post("/nowhere/at/all/", {"file": scanned(10)})
    assert b"x" * 10 in request.FILES["file"].read()  # type: ignore[union-attr]
