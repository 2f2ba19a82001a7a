"""Forgets what no page shows: names of hidden groups, and comments nobody may read.

A release said of a group that it is hidden, and so that somebody of it had answered.
Such entries are taken out; what a release shows stays as it is. Comments of closed runs
that fewer people answered than comments take have waited for a reader who may never
come. docs/decisions/0030 and 0031 give the reasons. Neither can be brought back.
"""

from django.conf import settings
from django.db import migrations
from django.db.models import Exists, OuterRef


def forget(apps, schema_editor):
    snapshots = apps.get_model("feedback", "RunSnapshot").objects.using(
        schema_editor.connection.alias
    )
    for snapshot in snapshots.only("payload").iterator(chunk_size=200):
        groups = snapshot.payload.get("groups") or {}
        shown = {
            dimension: [entry for entry in entries if entry.get("shown", True)]
            for dimension, entries in groups.items()
        }
        if shown != groups:
            snapshot.payload["groups"] = shown
            snapshot.save(update_fields=["payload"])
    enough = snapshots.exclude(released_on=None).filter(
        run=OuterRef("run"), responded__gte=settings.ELEARN_MINIMUM_FOR_COMMENTS
    )
    comments = apps.get_model("feedback", "Comment").objects.using(
        schema_editor.connection.alias
    )
    comments.exclude(run__closed_on=None).filter(~Exists(enough)).delete()


class Migration(migrations.Migration):

    dependencies = [("feedback", "0007_confidential_mode")]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.RemoveField(model_name="surveyrun", name="hidden_groups"),
    ]
