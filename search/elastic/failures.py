"""What can go wrong with a cluster, told in two kinds and one sentence each: passing, and lasting until somebody acts."""

from collections.abc import Iterator
from contextlib import contextmanager

EXTRA = "SEARCH_URL names a cluster, and its client is not installed: pip install 'xinglin[elasticsearch]'"
PRODUCT = "what answers at SEARCH_URL is not Elasticsearch 8 or 9"


class Unavailable(Exception):
    """The cluster cannot answer now; the next question may find it well."""


class Unfit(Unavailable):
    """Not a cluster that this site can use: another product, a wrong version, an index that is not ours, a client that is missing."""


class Unanswerable(Unavailable):
    """The cluster refused this question and is well otherwise: no reason to ask it less."""


@contextmanager
def translated() -> Iterator[None]:
    """Around every word spoken with the cluster: whatever it is that fails, callers meet `Unavailable`."""
    try:
        yield
    except Unavailable:
        raise
    except Exception as error:  # refused, too slow, not JSON, not what was asked for: all of it means to do without the cluster
        raise _told(error) from error


def _told(error: Exception) -> Unavailable:
    import elasticsearch

    if isinstance(error, elasticsearch.UnsupportedProductError):
        return Unfit(PRODUCT)
    if isinstance(error, elasticsearch.ApiError):
        if error.status_code == 406:
            return Unfit(PRODUCT)
        if error.status_code == 400:
            return Unanswerable(f"the cluster refuses the question ({error.message})")
        if error.status_code in (401, 403):
            return Unavailable(f"the cluster does not let us in ({error.status_code})")
        return Unavailable(f"the cluster answers {error.status_code} ({error.message})")
    if isinstance(error, elasticsearch.ConnectionTimeout):
        return Unavailable("the cluster does not answer in time")
    if isinstance(error, elasticsearch.TransportError):
        return Unavailable(f"the cluster cannot be reached ({type(error).__name__})")
    return Unavailable(f"the cluster's answer cannot be read ({type(error).__name__})")
