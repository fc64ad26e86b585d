"""The addresses of the screens around the gate, all below the administration's own."""

from django.urls import path

from .views import (
    deliveries,
    desk,
    duties,
    inbox,
    measures,
    mending,
    package,
    replies,
    review,
    sheets,
    stepping,
    submit,
    tabs,
    vault,
)
from .views.complaints import author as complaints_author
from .views.complaints import desk as complaints_desk
from .views.offices.addresses import OFFICES
from .views.queue import acts, going, many, operators, saved, staffing, working_days
from .views.rules import counter, layer, overview, rule, ruleset, rulesets, steps, tester

WORK = "submit/<str:app_label>/<str:model_name>/<int:pk>/"

urlpatterns = [
    path(WORK, submit.submit, name="moderation_submit"),
    path(f"{WORK}sheet/", sheets.draft, name="moderation_draft_sheet"),
    path(f"{WORK}exchange/", mending.exchange, name="moderation_exchange"),
    path(f"{WORK}withdraw/", mending.withdraw_submission, name="moderation_withdraw_submission"),
    path(f"{WORK}unpublish/", mending.withdraw_live, name="moderation_withdraw_live"),
    *OFFICES,
    path("desk/", desk.desk, name="moderation_desk"),
    path("desk/look/<str:app_label>/<str:model_name>/<int:pk>/", desk.look_into, name="moderation_look_into"),
    path("desk/next/", going.next_case, name="moderation_next"),
    path("desk/export/", going.export, name="moderation_export"),
    path("desk/views/", saved.save, name="moderation_view_save"),
    path("desk/views/<int:pk>/forget/", saved.forget, name="moderation_view_forget"),
    path("desk/bulk/", many.many, name="moderation_bulk"),
    path("desk/bulk/<int:pk>/", many.result, name="moderation_bulk_run"),
    path("desk/bulk/<int:pk>/undo/", many.undo, name="moderation_bulk_undo"),
    path("desk/skills/", staffing.overview, name="moderation_skills"),
    path("desk/skills/<int:pk>/", staffing.edit, name="moderation_skills_edit"),
    path("desk/calendar/", working_days.days, name="moderation_calendar"),
    path("desk/escalated/", operators.escalated, name="moderation_escalated"),
    path("desk/complaints/", complaints_desk.every, name="moderation_complaints"),
    path("desk/complaints/<int:pk>/reveal/", complaints_desk.reveal, name="moderation_complaint_reveal"),
    path("infringement/<int:pk>/", complaints_author.notice, name="moderation_infringement"),
    path("desk/undo/<int:pk>/", stepping.undo, name="moderation_undo"),
    path("desk/<str:number>/", review.review, name="moderation_review"),
    path("desk/<str:number>/tab/<str:name>/", tabs.tab, name="moderation_case_tab"),
    path("desk/<str:number>/step/<str:where>/", stepping.step, name="moderation_step"),
    path("desk/<str:number>/take/", acts.take, name="moderation_take"),
    path("desk/<str:number>/act/<str:name>/", acts.act, name="moderation_case_act"),
    path("desk/<str:number>/sheet/", sheets.of_case, name="moderation_case_sheet"),
    path("replies/", replies.replies, name="moderation_replies"),
    path("replies/new/", replies.reply, name="moderation_reply_create"),
    path("replies/<int:pk>/", replies.reply, name="moderation_reply"),
    path("inbox/", inbox.inbox, name="moderation_inbox"),
    path("measures/", measures.measures, name="moderation_measures"),
    path("packages/", package.packages, name="moderation_packages"),
    path("packages/<str:app_label>/<str:model_name>/<int:pk>/", package.package, name="moderation_package"),
    path("deliveries/", deliveries.deliveries, name="moderation_deliveries"),
    path("deliveries/webhooks/", deliveries.create, name="moderation_webhook_create"),
    path("deliveries/webhooks/<int:pk>/", deliveries.switch, name="moderation_webhook"),
    path("deliveries/calls/<int:pk>/again/", deliveries.try_again, name="moderation_webhook_again"),
    path("vault/<str:token>/", vault.fetch, name="moderation_vault"),
    path("duties/", duties.duties, name="moderation_duties"),
    path("rules/", overview.rules, name="moderation_rules"),
    path("rules/try/", tester.tester, name="moderation_rule_tester"),
    path("rules/count/", counter.count, name="moderation_rule_count"),
    path("rules/<str:code>/", rule.rule, name="moderation_rule"),
    path("rulesets/", rulesets.rulesets, name="moderation_rulesets"),
    path("rulesets/new/", rulesets.create, name="moderation_ruleset_create"),
    path("rulesets/<int:pk>/", ruleset.ruleset, name="moderation_ruleset"),
    path("rulesets/<int:pk>/step/", steps.step, name="moderation_ruleset_step"),
    path("rulesets/<int:pk>/layer/", layer.edit, name="moderation_ruleset_layer"),
    path("rulesets/<int:pk>/progress/", ruleset.progress, name="moderation_ruleset_progress"),
    path("rulesets/<int:pk>/export/", ruleset.export, name="moderation_ruleset_export"),
]
