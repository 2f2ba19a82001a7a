"""The reviews that pages, questions and surveys pass before they are published."""

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import (
    GroupApprovalTask,
    Page,
    TaskState,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from assessments.models import Item
from courses.models import ReviewKind, ReviewTask
from feedback.models import Survey


def ensure_workflow(root: Page, reviewers: Group, peers: Group) -> None:
    """Let pages, questions and surveys be sent to two reviews before publishing.

    Made once. What people make of the workflow and its reviews afterwards stays.
    """
    task = ReviewTask.objects.order_by("pk").first()
    if task is not None:
        workflow = task.workflows.order_by("pk").first()
        if workflow is not None:
            _review_snippets(workflow)
        return
    subject = _task(_("Review by a subject expert"), ReviewKind.SUBJECT, reviewers)
    lived = _task(
        _("Review by an expert by lived experience"),
        ReviewKind.LIVED_EXPERIENCE,
        peers,
    )
    workflow = _former_workflow(reviewers)
    if workflow is None:
        # Wagtail's first workflow asks the moderators of its own example groups.
        WorkflowPage.objects.filter(page=root).delete()
        workflow = Workflow.objects.create(name=_("Review before publishing"))
        WorkflowPage.objects.create(workflow=workflow, page=root)
    for order, review in enumerate((subject, lived)):
        WorkflowTask.objects.create(workflow=workflow, task=review, sort_order=order)
    _review_snippets(workflow)


def _task(name: str, kind: str, group: Group) -> ReviewTask:
    task = ReviewTask.objects.create(name=name, kind=kind)
    task.groups.add(group)
    return task


def _former_workflow(reviewers: Group) -> Workflow | None:
    """Return the workflow that an older version made, without its single review.

    A review that somebody waits for goes on being asked, before the two new ones.
    """
    former = GroupApprovalTask.objects.filter(groups=reviewers).first()
    if former is None:
        return None
    workflow = former.workflows.order_by("pk").first()
    is_waited_for = TaskState.objects.filter(
        task=former, status=TaskState.STATUS_IN_PROGRESS
    ).exists()
    if workflow is not None and not is_waited_for:
        WorkflowTask.objects.filter(workflow=workflow, task=former).delete()
    return workflow


def _review_snippets(workflow: Workflow) -> None:
    for model in (Item, Survey):
        WorkflowContentType.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(model),
            defaults={"workflow": workflow},
        )
