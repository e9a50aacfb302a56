"""Before a page: what another process changed about wordings is seen here too, within seconds."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from clinic.wordings.latest import look


def latest_wordings(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Looks when it is time to, which costs one small statement."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        look()
        return get_response(request)

    return answer
