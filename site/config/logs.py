"""Keeps one-time links out of the logs."""

import logging
import re

_TOKENS = re.compile(
    r"(/invitation/|/sign/|/complaints/institution/|/complaints/(?=[0-9A-Za-z-]{16,19}/)|/admin/password_reset/confirm/)[^\s?\"']+"
)


class WithoutTokens(logging.Filter):
    """Blanks the token of invitations, requests for a signature, receipts of complaints and reset links wherever an address is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _blank(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_blank(part) for part in record.args)
        return True


def _blank(part: object) -> object:
    return _TOKENS.sub(r"\1…", part) if isinstance(part, str) else part
