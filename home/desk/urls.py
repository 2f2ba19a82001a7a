from django.urls import path

from . import copy_views, part_views, report_views, review_views, trial_views, views

urlpatterns = [
    path("desk/", views.courses, name="desk-courses"),
    path("desk/evidence/", report_views.evidence, name="desk-evidence"),
    path("desk/translations/", report_views.translations, name="desk-translations"),
    path("desk/new/", views.new_course, name="desk-new"),
    path("desk/<int:page_id>/", views.course, name="desk-course"),
    path("desk/<int:page_id>/parts/", part_views.add_part, name="desk-add"),
    path(
        "desk/<int:page_id>/parts/<int:part_id>/order/",
        part_views.move_part,
        name="desk-move",
    ),
    path(
        "desk/<int:page_id>/parts/<int:part_id>/",
        trial_views.see,
        name="desk-see",
    ),
    path(
        "desk/<int:page_id>/parts/<int:part_id>/place/",
        part_views.place_part,
        name="desk-place",
    ),
    path(
        "desk/<int:page_id>/parts/<int:quiz_page_id>/questions/<int:entry_id>/",
        part_views.take_question_out,
        name="desk-question-out",
    ),
    path(
        "desk/<int:page_id>/parts/<int:quiz_page_id>/questions/",
        part_views.add_question,
        name="desk-question",
    ),
    path("desk/<int:page_id>/copy/", copy_views.copy, name="desk-copy"),
    path("desk/<int:page_id>/publication/", views.publish, name="desk-publish"),
    path("desk/<int:page_id>/review/", views.submit, name="desk-submit"),
    path("desk/<int:page_id>/answer/", review_views.answer, name="desk-answer"),
    path(
        "desk/<int:page_id>/credit/",
        review_views.take_name_off,
        name="desk-take-name-off",
    ),
]
