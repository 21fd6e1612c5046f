"""The addresses of work: a task's is a random number."""

from django.urls import path

from kith.work import views

urlpatterns = [
    path("work/", views.my_work, name="my_work"),
    path("work/read/", views.read_notices, name="read_notices"),
    path("work/tasks/<uuid:task_id>/", views.task, name="task"),
    path("work/tasks/<uuid:task_id>/open/", views.open_page, name="open_task"),
    path("work/give/", views.give, name="give_action"),
    path("people/<uuid:public_id>/action/", views.give, name="give_action_about"),
    path("work/feedback/", views.feedback_list, name="feedback_list"),
    path("work/feedback/<uuid:number>/", views.feedback, name="feedback"),
    path("outbox/", views.outbox, name="outbox"),
]
