"""Answers whoever types minutes: a script reads JSON, a plain form is led back; the same for every kind of item."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from kith.panel.vocabulary import Clash, MeetingRefused


def answer_minute(request: HttpRequest, write: Callable[[str, int], int], *, back: str) -> HttpResponse:
    """Write what was typed by `write(text, seen)`, and say the new version, or that somebody else has written."""
    wants_json = "application/json" in request.headers.get("Accept", "")
    seen = request.POST.get("seen", "")
    if not seen.isdigit():
        raise Http404
    try:
        version = write(request.POST.get("text", ""), int(seen))
    except Clash as clash:
        if wants_json:
            return JsonResponse({"clash": clash.clash_id, "theirs": clash.theirs, "version": clash.version}, status=409)
        messages.error(request, str(clash))
    except MeetingRefused as refusal:
        if wants_json:
            return JsonResponse({"refused": str(refusal)}, status=422)
        messages.error(request, str(refusal))
    else:
        if wants_json:
            return JsonResponse({"version": version})
        messages.success(request, "Kept.")
    return redirect(back)


def answer_settled(request: HttpRequest, settle: Callable[[int, str, int], int], *, back: str) -> HttpResponse:
    """Keep what a person chose from two texts by `settle(clash_id, text, seen)`."""
    clash, seen = request.POST.get("clash", ""), request.POST.get("seen", "")
    if not (clash.isdigit() and seen.isdigit()):
        raise Http404
    try:
        settle(int(clash), request.POST.get("text", ""), int(seen))
    except (Clash, MeetingRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Kept.")
    return redirect(back)
