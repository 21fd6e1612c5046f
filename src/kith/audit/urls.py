"""Addresses of audits: ids only, never a word about a child."""

from django.urls import path

from kith.audit import views

app_name = "audit"
urlpatterns = [
    path("audit/", views.themes, name="themes"),
    path("audit/new/", views.new_theme, name="new_theme"),
    path("audit/actions/<uuid:action>/", views.action, name="action"),
    path("audit/actions/<uuid:action>/<slug:step>/", views.judge, name="judge"),
    path("audit/reviews/", views.reviews, name="reviews"),
    path("audit/reviews/new/<slug:kind>/", views.new_review, name="new_review"),
    path("audit/reviews/renew/", views.renew, name="renew"),
    path("audit/reviews/learning/", views.learning, name="learning"),
    path("audit/recommendations/<uuid:recommendation>/", views.agree_learning, name="agree_learning"),
    path("audit/reviews/<uuid:review>/", views.door, name="review_door"),
    path("audit/people/<uuid:public_id>/reviews/<uuid:review>/", views.review, name="review"),
    path("audit/people/<uuid:public_id>/reviews/<uuid:review>/facts/", views.facts, name="facts"),
    path("audit/people/<uuid:public_id>/reviews/<uuid:review>/facts/return/", views.return_facts, name="return_facts"),
    path("audit/people/<uuid:public_id>/reviews/<uuid:review>/steps/<slug:step>/", views.step, name="step"),
    path("audit/section-11/", views.rounds, name="rounds"),
    path("audit/section-11/new/", views.new_round, name="new_round"),
    path("audit/section-11/<uuid:round>/", views.round_page, name="round"),
    path("audit/section-11/<uuid:round>/ask/", views.ask_return, name="ask_return"),
    path("audit/section-11/<uuid:round>/meeting/", views.meeting, name="meeting"),
    path("audit/section-11/<uuid:round>/close/", views.close_round, name="close_round"),
    path("audit/section-11/<uuid:round>/<uuid:given>/", views.return_page, name="return_page"),
    path("audit/section-11/<uuid:round>/<uuid:given>/return/", views.return_assessment, name="return_assessment"),
    path("audit/section-11/<uuid:round>/<uuid:given>/standards/<slug:standard>/", views.standard, name="standard"),
    path("audit/section-11/<uuid:round>/<uuid:given>/challenge/<slug:standard>/", views.challenge, name="challenge"),
    path(
        "audit/section-11/<uuid:round>/<uuid:given>/recommend/<slug:standard>/",
        views.recommend_standard,
        name="recommend_standard",
    ),
    path("audit/<uuid:theme>/", views.theme, name="theme"),
    path("audit/<uuid:theme>/choose/", views.choose, name="choose"),
    path("audit/<uuid:theme>/ask/", views.ask_agency, name="ask"),
    path("audit/<uuid:theme>/questions/", views.new_question, name="new_question"),
    path("audit/<uuid:theme>/questions/<uuid:question>/take-back/", views.drop_question, name="drop_question"),
    path("audit/<uuid:theme>/moderation/", views.moderation, name="moderation"),
    path("audit/<uuid:theme>/do/<slug:step>/", views.do, name="do"),
    path("audit/<uuid:theme>/cases/", views.cases, name="cases"),
    path("audit/<uuid:theme>/findings/", views.findings, name="findings"),
    path("audit/<uuid:theme>/difference/", views.difference, name="difference"),
    path("audit/<uuid:theme>/findings/<uuid:finding>/", views.recommend, name="recommend"),
    path("audit/<uuid:theme>/recommendations/<uuid:recommendation>/", views.agree, name="agree"),
    path("audit/people/<uuid:public_id>/<uuid:theme>/", views.case, name="case"),
    path("audit/people/<uuid:public_id>/<uuid:theme>/return/", views.return_tool, name="return"),
    path("audit/people/<uuid:public_id>/<uuid:theme>/sections/<slug:section>/", views.section, name="section"),
    path("audit/people/<uuid:public_id>/<uuid:theme>/questions/<uuid:question>/", views.answer, name="answer"),
    path(
        "audit/people/<uuid:public_id>/<uuid:theme>/tools/<uuid:tool>/<slug:section>/", views.moderate, name="moderate"
    ),
]
