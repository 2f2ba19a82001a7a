"""What refers to a person, or to a record about one, and is not told, and why."""

AUTHOR = "says who wrote or uploaded it; what it is about is the content"
DECIDED = "says who decided it about content, or about somebody else"
WORKING = "who is at work on it at the moment; gone when they are done"

LEFT_OUT = {
    "account.EmailConfirmation.email_address": "the secret of a mail just sent",
    "assessments.Accommodation.granted_by": DECIDED,
    "assessments.Item.locked_by": WORKING,
    "assessments.ItemVersion.created_by": AUTHOR,
    "assessments.Mark.marked_by": DECIDED,
    "feedback.SameMeaning.decided_by": DECIDED,
    "feedback.Survey.locked_by": WORKING,
    "feedback.SurveyVersion.created_by": AUTHOR,
    "wagtailadmin.EditingSession.user": WORKING,
    "wagtailadmin.FormState.user": WORKING,
    "wagtailcore.APIToken.user": "the site has no such address to use a token at",
    "wagtailcore.Comment.resolved_by": DECIDED,
    "wagtailcore.CommentReply.comment": "what others replied is about them",
    "wagtailcore.Page.locked_by": WORKING,
    "wagtailcore.Page.owner": AUTHOR,
    "wagtailcore.Revision.user": AUTHOR,
    "wagtailcore.TaskState.finished_by": DECIDED,
    "wagtailcore.UploadedFile.uploaded_by_user": WORKING,
    "wagtailcore.WorkflowState.requested_by": DECIDED,
    "wagtaildocs.Document.uploaded_by_user": AUTHOR,
    "wagtailimages.Image.uploaded_by_user": AUTHOR,
}
