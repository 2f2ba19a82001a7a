"""Setting a site up, importing a course, and the demonstration."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, Site, WorkflowPage

from assessments.models import AssessmentEntry, Item, ItemVersion
from courses.models import CatalogPage, Course, CoursePage, Enrolment
from feedback.comparing import compare_runs
from feedback.models import (
    Comment,
    CommentState,
    RunKind,
    RunState,
    SurveyCode,
    SurveyRun,
    SurveyVersion,
)
from feedback.overview import ratings_overview
from feedback.reconciliation import differences
from feedback.reporting import released_comments, run_report
from home import demo as demonstration
from home.course_import import import_package
from home.demo import COURSE, PASSWORD, PEOPLE, STARTER
from home.demo.ratings import CODE_RUN, NEXT_RUN, OPEN_RUN
from home.models import HomePage, StandardPage
from home.packages import CoursePackage, read_package
from home.setup import REVIEWERS, TRAINERS, set_up_site
from people.models import User
from tests.conftest import NOON
from tests.factories.people import UserFactory
from tests.factories.site import catalogue
from tests.rows import Rows, rolled_back


@pytest.fixture(scope="module")
def rows_of_the_demo(django_db_setup, django_db_blocker) -> Rows:
    with django_db_blocker.unblock(), rolled_back():
        demonstration.load(at=NOON)
        return Rows.kept()


@pytest.fixture
def demo(db, rows_of_the_demo):
    """The demonstration as it is after its first start."""
    rows_of_the_demo.put_back()


@pytest.fixture(scope="module")
def package() -> CoursePackage:
    return read_package(STARTER / COURSE)


@pytest.fixture(scope="module")
def rows_with_the_course(package, django_db_setup, django_db_blocker) -> Rows:
    with django_db_blocker.unblock(), rolled_back():
        import_package(package=package, catalogue=catalogue())
        return Rows.kept()


@pytest.fixture
def imported(db, rows_with_the_course):
    """A site with the starter course, as its first import left it."""
    rows_with_the_course.put_back()


def test_setting_up_twice_changes_nothing(site):
    set_up_site()
    before = (
        HomePage.objects.count(),
        CatalogPage.objects.count(),
        StandardPage.objects.count(),
        Group.objects.count(),
        GroupPagePermission.objects.count(),
        WorkflowPage.objects.count(),
    )
    set_up_site()

    assert before == (
        HomePage.objects.count(),
        CatalogPage.objects.count(),
        StandardPage.objects.count(),
        Group.objects.count(),
        GroupPagePermission.objects.count(),
        WorkflowPage.objects.count(),
    )


def test_setting_up_keeps_what_people_changed(site):
    set_up_site()
    page = StandardPage.objects.first()
    page.title = "Our own words"
    page.save_revision().publish()
    StandardPage.objects.last().delete()
    set_up_site()

    assert list(StandardPage.objects.values_list("title", flat=True)) == [
        "Our own words"
    ]


def test_trainers_may_write_and_reviewers_may_not_publish(site):
    home = Site.objects.get().root_page
    set_up_site()
    trainer, reviewer = User(email="t@x.org"), User(email="r@x.org")
    for user, name in ((trainer, TRAINERS), (reviewer, REVIEWERS)):
        user.save()
        user.groups.add(Group.objects.get(name=name))

    assert home.permissions_for_user(trainer).can_publish()
    assert home.permissions_for_user(reviewer).can_edit()
    assert not home.permissions_for_user(reviewer).can_publish()
    assert trainer.has_perm("assessments.add_item")
    assert not reviewer.has_perm("assessments.add_item")
    assert not trainer.has_perm("people.change_user")


@pytest.fixture
def trainer(site):
    """A member of the group of trainers, on a site that is set up."""
    set_up_site()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=TRAINERS))
    return user


def test_trainers_translate_from_the_home_page_down(site, trainer, client):
    home, courses = Site.objects.get().root_page, catalogue()
    finnish = Locale.objects.get(language_code="fi")
    client.force_login(trainer)
    for page in (home, courses):
        client.post(
            reverse("simple_translation:submit_page_translation", args=[page.pk]),
            {"locales": [finnish.pk]},
        )
    # Beside the English home page, not below it.
    translated = home.get_translation(finnish)
    below = courses.get_translation(finnish)

    assert translated.get_parent() == home.get_parent()
    for page in (translated, below):
        rights = page.permissions_for_user(trainer)
        assert (rights.can_edit(), rights.can_publish()) == (True, True)
        assert (
            client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code
            == 200
        )


def test_translations_are_reviewed_like_the_first_language(site, trainer):
    reviewer = UserFactory()
    reviewer.groups.add(Group.objects.get(name=REVIEWERS))
    home = Site.objects.get().root_page
    translated = home.copy_for_translation(Locale.objects.get(language_code="sv"))

    assert translated.get_workflow() == home.get_workflow()
    assert translated.permissions_for_user(reviewer).can_edit()
    assert not translated.permissions_for_user(reviewer).can_publish()


def test_setting_up_again_leaves_the_workflows_as_people_put_them(site):
    set_up_site()
    WorkflowPage.objects.all().delete()
    set_up_site()

    assert not WorkflowPage.objects.exists()


def test_importing_a_course_twice_updates_it(imported, package):
    first = CoursePage.objects.get(locale__language_code="en")
    counts = (Item.objects.count(), ItemVersion.objects.count())
    steps = list(Course.objects.get().steps.values_list("pk", "key", "is_live"))
    second = import_package(package=package, catalogue=catalogue())

    assert second.course_page.pk == first.pk
    assert second.created == 0
    # Nothing has changed, so nothing has a new version.
    assert counts == (Item.objects.count(), ItemVersion.objects.count())
    assert SurveyVersion.objects.count() == 2
    assert steps == list(Course.objects.get().steps.values_list("pk", "key", "is_live"))


def test_every_question_of_the_starter_course_names_a_lesson(imported):
    assert AssessmentEntry.objects.filter(revisit=None).count() == 0
    assert AssessmentEntry.objects.exclude(item=None).count() == 22
    # And the draws, each of the questions on one lesson.
    assert AssessmentEntry.objects.filter(item=None).count() == 11


def test_a_bad_package_writes_nothing(site, tmp_path):
    (tmp_path / "course.yaml").write_text("format: 1\n")

    with pytest.raises(CommandError, match="problems in the package"):
        call_command("import_course", tmp_path)
    assert not Course.objects.exists()


def test_a_dry_run_writes_nothing(site, capsys):
    call_command("import_course", STARTER / COURSE, dry_run=True)

    assert "The package is good: 7 modules, 34 steps." in capsys.readouterr().out
    assert not Course.objects.exists()


def test_the_demonstration_shows_the_published_figures(demo):
    runs = {run.name: run_report(run) for run in SurveyRun.objects.all()}
    autumn = runs["Autumn pilot 2026"]
    spring = runs["Working with IPS, spring 2026"]
    items = {item.key: item.summary for item in spring.items}

    assert (autumn.responded, autumn.eligible) == (7, 8)
    assert f"{float(autumn.overall_mean):.2f}" == "4.35"
    assert (items["comm_active"].favourable_count, items["comm_active"].n) == (47, 58)
    assert (items["comm_adequate"].favourable_count, items["comm_adequate"].n) == (
        44,
        58,
    )
    assert autumn.run.is_illustrative
    assert spring.run.is_illustrative


def test_the_demonstration_obeys_the_rules(demo):
    for run in SurveyRun.objects.all():
        assert differences(run) == []
    for enrolment in Enrolment.objects.exclude(completed_at=None):
        required = enrolment.course.steps.required().count()
        done = enrolment.completions.filter(step__is_required=True).count()
        assert done == required


def engaging(name: str) -> SurveyRun:
    return SurveyRun.objects.get(course__slug="engaging-people", name=name)


def test_the_demonstration_says_of_every_run_that_it_is_made_up(demo):
    assert set(SurveyRun.objects.values_list("is_illustrative", flat=True)) == {True}


def test_the_demonstration_shows_its_coordinator_both_courses_and_a_trend(demo):
    coordinator = User.objects.get(email="coordinator@example.org")
    entries = {entry.course.slug: entry for entry in ratings_overview(coordinator)}
    trend = entries["engaging-people"].trend

    assert {*entries} == {"engaging-people", COURSE}
    assert [f"{float(point.mean):.2f}" for point in trend.overall.points] == [
        "3.92",
        "4.05",
        "4.19",
    ]
    assert all(point.continues for point in trend.overall.points[1:])


def test_the_demonstration_has_a_comparison_that_tells_something(demo):
    comparison = compare_runs(
        run_report(engaging("Autumn 2026")), run_report(engaging("Autumn 2025"))
    )
    verdicts = {item.key: item.verdict.graded for item in comparison.compared}

    assert len(verdicts) == 9
    assert verdicts.pop("pace") == "x_clearly_higher"
    assert verdicts.pop("cases") == "x_clearly_higher"
    assert {*verdicts.values()} == {"no_clear_difference"}


def test_the_demonstration_hides_a_small_group_and_shows_a_large_one(demo):
    groups = run_report(engaging("Autumn 2026")).groups["profession"]
    shown = {group.key: group.responded for group in groups}

    assert shown["nurse"] == 17
    # Two are too small, and not named.
    assert not {"peer_worker", "physician"} & shown.keys()


def test_the_demonstration_is_in_the_middle_of_a_run_that_shows_results(demo):
    run = SurveyRun.objects.get(name=OPEN_RUN)
    report = run_report(run)

    assert run.state_on(NOON.date()) == RunState.OPEN
    assert (report.responded, report.released, report.eligible) == (15, 10, 21)


def test_the_demonstration_has_runs_to_come_and_with_codes(demo):
    coming = SurveyRun.objects.get(name=NEXT_RUN)
    codes = SurveyRun.objects.get(name=CODE_RUN)

    assert coming.state_on(NOON.date()) == RunState.PLANNED
    assert (codes.kind, codes.state_on(NOON.date())) == (RunKind.CODES, RunState.OPEN)
    assert not run_report(codes).is_released
    assert SurveyCode.objects.filter(run=codes).count() == 8


def test_the_demonstration_has_read_some_comments_and_not_others(demo):
    run = engaging("Autumn 2026")
    [(_question, texts)] = released_comments(run, 10)

    assert any("[removed: name]" in text for text in texts)
    assert not Comment.objects.filter(text__contains="Virtanen").exists()
    for state in CommentState:
        assert run.comments.filter(state=state).exists()


def test_loading_the_demonstration_prints_no_code(demo, capsys):
    SurveyCode.objects.all().delete()
    SurveyRun.objects.filter(name=CODE_RUN).update(name="An older one")
    demonstration.load(at=NOON)
    said = capsys.readouterr()

    assert SurveyCode.objects.count() == 8
    assert (said.out, said.err) == ("", "")


def test_a_second_load_changes_no_row(demo):
    before = Rows.kept()
    demonstration.load(at=NOON)

    for table, again in zip(before.tables, Rows.kept().tables, strict=True):
        assert again == table, table.name


def test_a_site_whose_colleagues_have_answered_keeps_their_run(demo):
    """As the demonstration was before it had a run that is planned."""
    SurveyRun.objects.filter(name=OPEN_RUN).update(
        name="2026 Q4", kind=RunKind.AUTOMATIC, is_illustrative=False
    )
    demonstration.load(at=NOON)

    assert not SurveyRun.objects.filter(name=OPEN_RUN).exists()
    assert SurveyRun.objects.get(name="2026 Q4").receipts.count() == 18


def test_a_file_that_fits_no_more_does_not_stop_the_demonstration(demo):
    """Somebody has renamed the run; the same file is not counted twice."""
    SurveyRun.objects.filter(name="Autumn 2025").update(name="The first one")
    demonstration.load(at=NOON)

    assert not SurveyRun.objects.filter(name="Autumn 2025").exists()


def test_everybody_of_the_demonstration_can_sign_in(demo, client):
    for name, *_rest in PEOPLE:
        assert client.login(username=f"{name}@example.org", password=PASSWORD)


def test_a_second_start_loses_nothing(demo, noon):
    page = Course.objects.get(slug=COURSE)
    learner = User.objects.get(email="learner@example.org")
    learner.first_name = "Changed"
    learner.save()
    before = (User.objects.count(), SurveyRun.objects.count(), page.outline_version)
    demonstration.load(at=noon)

    learner.refresh_from_db()
    page.refresh_from_db()
    assert learner.first_name == "Changed"
    assert before == (
        User.objects.count(),
        SurveyRun.objects.count(),
        page.outline_version,
    )


def test_my_learning_of_the_demo_learner_has_one_way_on(demo, client):
    client.force_login(User.objects.get(email="learner@example.org"))
    html = client.get("/learn/").content.decode()

    assert "2 of 33 required steps completed" in html
    assert html.count("button--on-cover") == 1


def test_a_coordinator_finds_the_ratings_on_the_first_screen(demo, client):
    for email, links in (("coordinator@example.org", 2), ("learner@example.org", 0)):
        client.force_login(User.objects.get(email=email))
        main = BeautifulSoup(client.get("/learn/").content, "html.parser").main

        assert len(main.select('a[href^="/ratings/"]')) == links


def test_the_table_of_each_course_is_one_click_from_the_overview(demo, client):
    client.force_login(User.objects.get(email="coordinator@example.org"))
    page = BeautifulSoup(client.get("/ratings/").content, "html.parser")
    links = [link["href"] for link in page.select(".course-card__files a")]

    assert len(links) == 6
    for link in links:
        assert client.get(link).status_code == 200


def test_what_stands_out_heads_the_figures_of_the_demonstration(demo, client):
    client.force_login(User.objects.get(email="coordinator@example.org"))
    older = engaging("Autumn 2025").pk
    page = client.get(f"/ratings/engaging-people/?compare={older}")
    found = BeautifulSoup(page.content, "html.parser")
    said = [p.get_text(" ", strip=True) for p in found.select(".finding")]
    [current] = found.select(".site-nav [aria-current]")
    verdicts = found.select_one(".verdicts").get_text(" ", strip=True)

    assert [text.split(":")[0].split(" went ")[0] for text in said] == [
        "Rated highest",
        "Favourable by statement",
        "The mean of all ratings",
    ]
    assert verdicts.startswith("Clearly higher in “Autumn 2026”. 7 The case examples")
    assert verdicts.endswith("No clear difference. 7 statements.")
    # The menu says where one is, also below its first page.
    assert (current.get_text(), current["aria-current"]) == ("Ratings", "true")


def test_a_run_whose_results_wait_for_its_end_says_so(demo, client):
    client.force_login(User.objects.get(email="coordinator@example.org"))
    run = SurveyRun.objects.get(name=CODE_RUN)
    page = client.get(f"/ratings/{COURSE}/?run={run.pk}").content.decode()

    assert "They are shown after the survey has closed." in page
    assert "when enough people have answered" not in page
