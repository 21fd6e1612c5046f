"""Answers whoever types words that are kept meanwhile: a script reads JSON, a plain form is led back.

The page's own part is a form with `data-keep`, and in it a field with `data-kept`; see `frontend/kith.js`.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from kith.shell.asking import Refusals, do_and_go
from kith.shell.vocabulary import Clash


def answer_kept(
    request: HttpRequest, write: Callable[[str, int], int], *, refusals: Refusals, back: str
) -> HttpResponse:
    """Write what was typed by `write(text, seen)`, and say the new version, or that somebody else has written."""
    wants_json = "application/json" in request.headers.get("Accept", "")
    seen = request.POST.get("seen", "")
    if not seen.isdecimal():
        raise Http404
    try:
        version = write(request.POST.get("text", ""), int(seen))
    except Clash as clash:
        if wants_json:
            return JsonResponse({"clash": clash.clash_id, "theirs": clash.theirs, "version": clash.version}, status=409)
        messages.error(request, str(clash))
    except refusals as refusal:
        if wants_json:
            return JsonResponse({"refused": str(refusal)}, status=422)
        messages.error(request, str(refusal))
    else:
        if wants_json:
            return JsonResponse({"version": version})
        messages.success(request, "Kept.")
    return redirect(back)


def answer_settled(
    request: HttpRequest, settle: Callable[[int, str, int], int], *, refusals: Refusals, back: str
) -> HttpResponse:
    """Keep what a person chose from two texts by `settle(clash_id, text, seen)`."""
    clash, seen = request.POST.get("clash", ""), request.POST.get("seen", "")
    if not (clash.isdecimal() and seen.isdecimal()):
        raise Http404

    def do() -> int:
        return settle(int(clash), request.POST.get("text", ""), int(seen))

    return do_and_go(request, do, refusals=(Clash, *refusals), back=back, said="Kept.")
