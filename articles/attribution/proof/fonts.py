"""Finds a Chinese font among the system's; without one a certificate is a page to be printed by a browser."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

# File and place in the collection, the best first: Debian's packages fonts-noto-cjk, fonts-wqy-zenhei, fonts-wqy-microhei.
_KNOWN = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/truetype/arphic/uming.ttc", 0),
)


@lru_cache(maxsize=1)
def chinese() -> tuple[str, int] | None:
    """Path and place within a collection (0 for a single font), or None."""
    wanted = [(settings.CERTIFICATE_FONT, 0)] if settings.CERTIFICATE_FONT else list(_KNOWN)
    return next(((path, number) for path, number in wanted if Path(path).is_file()), None)
