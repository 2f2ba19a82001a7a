"""manage.py regrade QUIZ QUESTION: correct the marks of a question in many attempts."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.actions import Correction, apply_in_batches, plan_in_batches
from assessments.models import Assessment, Item
from people.models import User


class Command(BaseCommand):
    help = (
        "Marks all answers to a question again by today's key, or takes the question "
        "out of score and maximum. First lists every mark, score and outcome that "
        "would change, with a digest, and changes nothing; with --confirm DIGEST it "
        "changes exactly what was listed, a batch of attempts at a time. What changed "
        "in between is left alone; list again and confirm the rest."
    )

    def add_arguments(self, parser):
        parser.add_argument("quiz", help="the short name of the quiz")
        parser.add_argument("question", help="the short name of the question")
        parser.add_argument(
            "--void",
            action="store_true",
            help="take the question out, instead of marking it again",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="list only, as without --confirm",
        )
        parser.add_argument(
            "--confirm", metavar="DIGEST", help="change what was listed with it"
        )
        parser.add_argument("--reason", default="", help="kept with every mark")
        parser.add_argument(
            "--by", metavar="EMAIL", help="whose decision it is; kept with every mark"
        )

    def handle(self, *args, **options):
        quiz = Assessment.objects.filter(key=options["quiz"]).first()
        if quiz is None:
            raise CommandError(f"There is no quiz “{options['quiz']}”.")
        item = (
            Item.objects.filter(
                key=options["question"],
                versions__responses__attempt__assessment=quiz,
                current_version__isnull=False,
            )
            .select_related("current_version")
            .first()
        )
        if item is None:
            raise CommandError(
                f"No attempt at “{quiz.key}” has the question “{options['question']}”, "
                "or it is not published."
            )
        confirmed = None if options["dry_run"] else options["confirm"]
        if confirmed and not options["reason"].strip():
            raise CommandError("Say why with --reason; it is kept with every mark.")
        by = self._person(options["by"])
        wanted = {
            "correction": Correction.VOID if options["void"] else Correction.REGRADE,
            "assessment": quiz,
            "item": item,
            "version": None if options["void"] else item.current_version,
        }
        plan = plan_in_batches(**wanted)
        if not confirmed:
            self._list(plan)
            return
        if confirmed != plan.digest:
            raise CommandError(
                "What would change is not what was listed: attempts have been "
                "submitted or marked since. Nothing was changed. List it again."
            )
        done = apply_in_batches(
            assessment=quiz,
            plan=plan,
            reason=options["reason"],
            by=by,
            at=timezone.now(),
        )
        self.stdout.write(f"{done} of {plan.size} listed marks were changed.")
        left = plan_in_batches(**wanted).size
        if left:
            raise CommandError(
                f"{left} marks would still change: attempts were submitted or marked "
                "meanwhile. List them and confirm them."
            )

    def _person(self, email):
        if not email:
            return None
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody has the address {email}.")
        return person

    def _list(self, plan):
        """Print one line for each mark that would change, and what it comes to."""
        self.stdout.write("mark\tthen\tscore\tof\tthen\tof\toutcome")
        for change in plan.changes:
            before, after = change.before, change.after
            new = "void" if change.new_mark is None else f"{change.new_mark:f}"
            if change.newly_passed:
                outcome = "passed from now on"
            elif change.newly_failed:
                outcome = "not passed from now on"
            else:
                outcome = "passed as before" if after.passed else "not passed as before"
            self.stdout.write(
                f"{change.old_mark:f}\t{new}\t{before.score:f}\t{before.max_score:f}\t"
                f"{after.score:f}\t{after.max_score:f}\t{outcome}"
            )
        self.stdout.write(
            f"{plan.looked_at} answers looked at, {plan.size} marks would change, "
            f"{plan.newly_passed} attempts newly passed, {plan.newly_failed} no longer "
            f"passed, {plan.left_alone} left as they are."
        )
        if plan.size:
            self.stdout.write(f"To change them: --confirm {plan.digest} --reason …")
