"""Addresses of support: ids only, never a word about a child."""

from django.urls import path

from kith.support import views
from kith.support.views import interventions

app_name = "support"
_PERSON = "support/people/<uuid:public_id>"
_INTERVENTION = f"{_PERSON}/interventions/<uuid:intervention>"
urlpatterns = [
    path("support/interventions/", interventions.sums, name="intervention_sums"),
    path(f"{_PERSON}/interventions/", interventions.interventions, name="interventions"),
    path(f"{_PERSON}/interventions/new/", interventions.new_intervention, name="new_intervention"),
    path(f"{_INTERVENTION}/<slug:act>/", interventions.follow_intervention, name="follow_intervention"),
    path("support/voices/", views.gaps, name="gaps"),
    path(f"{_PERSON}/voice/", views.voice, name="voice"),
    path(f"{_PERSON}/voice/new/", views.record_voice, name="record_voice"),
    path(f"{_PERSON}/voice/<uuid:voice>/", views.tell_back, name="tell_back"),
    path(f"{_PERSON}/plan/", views.plan, name="plan"),
    path(f"{_PERSON}/plan/print/", views.print_plan, name="print_plan"),
    path(f"{_PERSON}/plan/settle/", views.settle, name="settle"),
    path(f"{_PERSON}/plan/goals/<uuid:goal>/<slug:act>/", views.write_goal, name="write_goal"),
    path(f"{_PERSON}/plan/steps/<uuid:step>/<slug:act>/", views.write_step, name="write_step"),
    path(f"{_PERSON}/plan/references/<uuid:reference>/end/", views.end_reference, name="end_reference"),
    path(f"{_PERSON}/plan/<slug:act>/", views.write_plan, name="write_plan"),
    path(f"{_PERSON}/pregnancy/", views.pregnancy, name="pregnancy"),
    path(f"{_PERSON}/pregnancy/print/", views.print_birth_plan, name="print_birth_plan"),
    path(f"{_PERSON}/pregnancy/<slug:act>/", views.write_pregnancy, name="write_pregnancy"),
    path(f"{_PERSON}/transition/", views.transition, name="transition"),
    path(f"{_PERSON}/transition/<slug:act>/", views.write_transition, name="write_transition"),
    path(f"{_PERSON}/<slug:kind>/milestones/<uuid:milestone>/<slug:act>/", views.write_milestone, name="milestone"),
]
