"""Addresses of learning: ids only, never a word about a child."""

from django.urls import path

from kith.learning import views

app_name = "learning"
urlpatterns = [
    path("learning/releases/", views.releases, name="releases"),
    path("learning/releases/new/county/", views.new_county_release, name="new_county_release"),
    path("learning/releases/new/<uuid:theme>/", views.new_release, name="new_release"),
    path("learning/releases/<uuid:release>/", views.release, name="release"),
    path("learning/releases/<uuid:release>/<slug:step>/", views.release_step, name="release_step"),
    path("learning/briefings/", views.briefings, name="briefings"),
    path("learning/briefings/<uuid:briefing>/", views.briefing, name="briefing"),
    path("learning/briefings/<uuid:briefing>/send-back/", views.send_back, name="send_back"),
    path("learning/briefings/<uuid:briefing>/withdraw/", views.withdraw, name="withdraw"),
    path("learning/people/<uuid:public_id>/briefings/new/", views.new_review, name="new_review"),
    path("learning/people/<uuid:public_id>/briefings/<uuid:review>/", views.review, name="review"),
    path("learning/people/<uuid:public_id>/briefings/<uuid:review>/facts/", views.facts, name="facts"),
    path("learning/people/<uuid:public_id>/briefings/<uuid:review>/part/", views.keep_part, name="keep_part"),
    path("learning/people/<uuid:public_id>/briefings/<uuid:review>/settle/", views.settle_part, name="settle_part"),
    path("learning/people/<uuid:public_id>/briefings/<uuid:review>/revise/", views.revise, name="revise"),
    path("learning/people/<uuid:public_id>/briefings/<uuid:review>/check/", views.check, name="check"),
    path("learning/audits/<uuid:theme>/", views.loop, name="loop"),
    path("learning/audits/<uuid:theme>/bulletin/", views.gather, name="gather"),
]
