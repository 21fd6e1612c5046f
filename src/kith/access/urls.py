"""The addresses of access; an invitation's is a secret, a person's is a random number."""

from django.urls import path

from kith.access.views import agreements, covers, founding, joining, people, protections, staff

urlpatterns = [
    path("join/<str:secret>/", joining.join, name="join"),
    path("choose-password/", joining.choose_password, name="choose_password"),
    path("accounts-of-staff/", staff.accounts, name="staff_accounts"),
    path("accounts-of-staff/invite/", staff.invite, name="staff_invite"),
    path("accounts-of-staff/<uuid:public_id>/", staff.account, name="staff_account"),
    path("accounts-of-staff/<uuid:public_id>/<slug:action>/", staff.account_action, name="staff_account_action"),
    path("covers/", covers.covers, name="covers"),
    path("covers/end/", covers.end_cover, name="end_cover"),
    path("covers/<uuid:public_id>/", covers.cover, name="cover"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/new/", agreements.new, name="new_agreement"),
    path("agreements/<slug:code>/", agreements.agreement, name="agreement"),
    path("agreements/<slug:code>/renew/", agreements.renew, name="renew_agreement"),
    path("waiting/", people.waiting, name="waiting"),
    path("waiting/granted/", people.granted, name="granted"),
    path("waiting/<slug:kind>/<int:row_id>/", people.decide, name="decide"),
    path("protections/", protections.protections, name="protections"),
    path("people/<uuid:public_id>/protect/", protections.protect, name="protect_person"),
    path("agencies/", founding.agencies, name="agencies"),
    path("people/<uuid:public_id>/ask/", people.ask, name="ask_person"),
]
