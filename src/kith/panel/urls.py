"""Addresses of the panel: ids only, never a word about a child."""

from django.urls import path

from kith.panel import views

app_name = "panel"
urlpatterns = [
    path("panel/", views.board, name="board"),
    path("panel/measures/", views.measures, name="measures"),
    path("panel/decisions/<uuid:reading>/", views.decision, name="decision"),
    path("panel/referrals/", views.referrals, name="referrals"),
    path("panel/people/<uuid:public_id>/referrals/<uuid:referral>/", views.take_in, name="take_in"),
    path("panel/meetings/new/", views.new_meeting, name="new_meeting"),
    path("panel/meetings/<uuid:meeting>/", views.meeting, name="meeting"),
    path("panel/meetings/<uuid:meeting>/<slug:act>/", views.meeting_act, name="meeting_act"),
    path("panel/disagreements/", views.disagreements, name="disagreements"),
    path("panel/disagreements/who-answers/", views.answerers, name="answerers"),
    path("panel/subjects/", views.subjects, name="subjects"),
    path("panel/subjects/new/", views.new_subject, name="new_subject"),
    path("panel/subjects/<uuid:subject>/", views.subject, name="subject"),
    path("panel/subjects/<uuid:subject>/actions/<uuid:action>/", views.subject_action, name="subject_action"),
    path("panel/subjects/<uuid:subject>/<slug:act>/", views.subject_act, name="subject_act"),
    path("panel/subject-items/<uuid:item>/", views.subject_item, name="subject_item"),
    path("panel/subject-items/<uuid:item>/minute/", views.subject_minute, name="subject_minute"),
    path("panel/subject-items/<uuid:item>/settle/", views.settle_subject, name="settle_subject"),
    path("panel/subject-items/<uuid:item>/decide/", views.decide_subject, name="decide_subject"),
    path("panel/packs/<uuid:pack>/", views.pack, name="pack"),
    path("panel/packs/<uuid:pack>/print/", views.print_pack, name="print_pack"),
    path("panel/people/<uuid:public_id>/", views.case, name="case"),
    path("panel/people/<uuid:public_id>/rate/", views.rate, name="rate"),
    path("panel/people/<uuid:public_id>/agree/", views.agree, name="agree"),
    path("panel/people/<uuid:public_id>/actions/<uuid:action>/", views.change_action, name="action"),
    path("panel/people/<uuid:public_id>/research/<uuid:research>/", views.research, name="research"),
    path("panel/people/<uuid:public_id>/items/<uuid:item>/", views.item, name="item"),
    path("panel/people/<uuid:public_id>/items/<uuid:item>/minute/", views.minute, name="minute"),
    path("panel/people/<uuid:public_id>/items/<uuid:item>/settle/", views.settle, name="settle"),
    path("panel/people/<uuid:public_id>/items/<uuid:item>/decide/", views.decide, name="decide"),
    path("panel/people/<uuid:public_id>/items/<uuid:item>/put-off/", views.put_off, name="put_off"),
    path("panel/people/<uuid:public_id>/items/<uuid:item>/conflict/", views.conflict, name="conflict"),
    path("panel/people/<uuid:public_id>/links/", views.links, name="links"),
    path("panel/people/<uuid:public_id>/links/new/", views.link, name="link"),
    path("panel/people/<uuid:public_id>/links/<uuid:link>/", views.unlink, name="unlink"),
    path("panel/people/<uuid:public_id>/disagree/", views.raise_one, name="disagree"),
    path("panel/people/<uuid:public_id>/items/<uuid:item>/disagree/", views.raise_one, name="disagree_decision"),
    path("panel/people/<uuid:public_id>/disagreements/<uuid:disagreement>/", views.disagreement, name="disagreement"),
    path(
        "panel/people/<uuid:public_id>/disagreements/<uuid:disagreement>/print/",
        views.print_disagreement,
        name="print_disagreement",
    ),
    path("panel/people/<uuid:public_id>/disagreements/<uuid:disagreement>/learn/", views.learn, name="learn"),
    path(
        "panel/people/<uuid:public_id>/disagreements/<uuid:disagreement>/<slug:act>/",
        views.disagree_act,
        name="disagree_act",
    ),
    path("panel/people/<uuid:public_id>/do/<slug:step>/", views.act, name="act"),
]
