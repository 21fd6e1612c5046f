"""Addresses of events: for readers, for whoever holds a booking's link, and for publishers."""

from django.urls import URLPattern, path, re_path

from kith.publishing.views.events import door, editing, mine, public

event_addresses: list[URLPattern] = [
    path("events/", public.events, name="events"),
    path("events/calendar.ics", public.calendar_feed, name="events_calendar"),
    path("events/certificate/", public.certificate_check, name="certificate_check"),
    path("events/series/<slug:slug>/", public.series, name="event_series"),
    path("events/tell-me/<str:token>/", public.interest, name="interest"),
    path("events/booking/<str:token>/", mine.booking, name="booking"),
    path("events/booking/<str:token>/change/", mine.change, name="booking_change"),
    path("events/booking/<str:token>/colleague/", mine.colleague, name="booking_colleague"),
    path("events/booking/<str:token>/evaluation/", mine.evaluation, name="booking_evaluation"),
    path("events/booking/<str:token>/six-weeks/", mine.six_weeks, name="booking_six_weeks"),
    path("events/booking/<str:token>/certificate/", mine.certificate, name="booking_certificate"),
    path("events/booking/<str:token>/event.ics", mine.calendar_file, name="booking_calendar"),
    path("events/booking/<str:token>/<slug:verb>/", mine.act, name="booking_act"),
    re_path(r"^events/(?P<code>[A-Za-z0-9]{6})/$", public.event, name="event"),
    re_path(r"^events/(?P<code>[A-Za-z0-9]{6})/event\.ics$", public.event_calendar, name="event_calendar"),
    re_path(r"^events/(?P<code>[A-Za-z0-9]{6})/book/$", public.book, name="event_book"),
    re_path(r"^events/(?P<code>[A-Za-z0-9]{6})/tell-me/$", public.tell_me, name="event_tell_me"),
]
publishers_addresses: list[URLPattern] = [
    path("events/", editing.desk, name="events_desk"),
    path("events/agencies/", editing.agencies, name="events_agencies"),
    path("events/learning/", editing.loop, name="events_loop"),
    path("events/series/new/", editing.edit_series, name="events_new_series"),
    path("events/series/<int:series_id>/", editing.edit_series, name="events_edit_series"),
    path("events/new/", editing.add_event, name="events_new"),
    path("events/at/<slug:code>/", editing.event_desk, name="events_desk_event"),
    path("events/at/<slug:code>/change/", editing.edit_event, name="events_edit"),
    path("events/at/<slug:code>/cancel/", editing.cancel_event, name="events_cancel"),
    path("events/at/<slug:code>/bookings.csv", editing.bookings_file, name="events_bookings_file"),
    path("events/at/<slug:code>/results/", editing.results, name="events_results"),
    path("events/at/<slug:code>/register/", door.register, name="events_register"),
    path("events/at/<slug:code>/door/", door.door, name="events_door"),
    path("events/at/<slug:code>/walk-in/", door.walk_in, name="events_walk_in"),
    path("events/at/<slug:code>/sign-in-sheet.pdf", door.sheet, name="events_sheet"),
    path("events/at/<slug:code>/in/<slug:booking_code>/", door.scan, name="events_scan"),
    path("events/at/<slug:code>/in/<slug:booking_code>/register/", door.tick, name="events_tick"),
    path("events/at/<slug:code>/in/<slug:booking_code>/priority/", door.priority, name="events_priority"),
]
