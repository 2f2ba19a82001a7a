"""Films begin where a browser asks; other sites are asked for nothing unasked."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from courses.media_blocks import EmbedBlock, VideoBlock
from courses.played import MOST, asked_for
from tests.factories.courses import build_course, enrolled
from tests.factories.people import PASSWORD, UserFactory

FILM = bytes(range(256)) * 4
EMBED = {
    "title": "A film",
    "url": "https://videos.example.org/embed/1",
    "summary": "<p>Three people tell.</p>",
}


def document(name, data=FILM):
    record = get_document_model()(title=name, file=ContentFile(data, name=name))
    record.file_size = len(data)
    record.save()
    return record


@pytest.fixture
def film(site, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return document("film.mp4")


@pytest.mark.parametrize(
    ("asked", "status", "sent", "said"),
    [
        ("", 200, FILM, None),
        ("bytes=0-9", 206, FILM[:10], "bytes 0-9/1024"),
        ("bytes=1000-", 206, FILM[1000:], "bytes 1000-1023/1024"),
        ("bytes=1000-99999", 206, FILM[1000:], "bytes 1000-1023/1024"),
        ("bytes=-4", 206, FILM[-4:], "bytes 1020-1023/1024"),
        ("bytes=1024-", 416, b"", "bytes */1024"),
        ("bytes=9-3", 416, b"", "bytes */1024"),
        ("bytes=0-1,5-6", 200, FILM, None),
        ("bytes=x-y", 200, FILM, None),
        ("bytes=" + "9" * 5000 + "-", 200, FILM, None),
    ],
)
def test_a_film_is_sent_from_where_it_is_asked_for(
    film, client, asked, status, sent, said
):
    response = client.get(film.url, headers={"Range": asked})

    assert response.status_code == status
    assert response.getvalue() == sent
    assert response.headers.get("Content-Range") == said
    if status != 416:
        assert response["Content-Type"] == "video/mp4"
        assert int(response["Content-Length"]) == len(sent)


def test_a_large_film_is_sent_a_part_at_a_time():
    assert asked_for("bytes=10-", 100 * MOST) == range(10, 10 + MOST)


def test_other_documents_are_sent_as_before(film, client):
    response = client.get(
        document("list.txt", b"One").url, headers={"Range": "bytes=0-0"}
    )

    assert response.getvalue() == b"One"


def test_a_film_needs_a_film_and_captions(film):
    block = VideoBlock()
    given = {
        "title": "A talk",
        "file": film,
        "poster": None,
        "captions": [{"language": "en", "file": document("talk.vtt", b"WEBVTT")}],
        "transcript": "<p>What?</p>",
    }

    block.clean(block.normalize(given))
    for wrong in (
        {"file": document("talk.txt")},
        {"captions": []},
        {"captions": [{"language": "en", "file": film}]},
        {"transcript": ""},
    ):
        with pytest.raises(ValidationError):
            block.clean(block.normalize(given | wrong))


@pytest.mark.parametrize(
    ("hosts", "is_taken"),
    [
        (["videos.example.org"], True),
        ([], False),
        (["example.org"], False),
    ],
)
def test_an_author_may_show_what_the_operator_allows(settings, hosts, is_taken):
    settings.ELEARN_EMBED_HOSTS = hosts
    block = EmbedBlock()
    value = block.normalize(EMBED)

    if is_taken:
        block.clean(value)
    else:
        with pytest.raises(ValidationError):
            block.clean(value)


@pytest.fixture
def lesson_with_embed(site, client):
    built = build_course(lessons=2)
    page = built.lessons[0]
    page.body = [("embed", EMBED)]
    page.save()
    user = UserFactory()
    enrolled(user, built.course)
    client.login(username=user.email, password=PASSWORD)
    return built


def test_the_policy_names_the_other_site_on_that_lesson_only(
    lesson_with_embed, client, settings
):
    settings.ELEARN_EMBED_HOSTS = ["videos.example.org", "others.example.org"]
    with_embed, without = (client.get(p.url) for p in lesson_with_embed.lessons)

    policy = with_embed["Content-Security-Policy"]
    assert policy.endswith("; frame-src https://videos.example.org")
    assert "frame-src" not in without["Content-Security-Policy"]
    # Named, offered, and not loaded.
    assert "Load it from videos.example.org" in with_embed.text
    assert "<iframe" not in with_embed.text


def test_what_is_no_longer_allowed_becomes_a_link(lesson_with_embed, client, settings):
    settings.ELEARN_EMBED_HOSTS = []
    response = client.get(lesson_with_embed.lessons[0].url)

    assert "frame-src" not in response["Content-Security-Policy"]
    assert "<click-to-load" not in response.text
    assert 'href="https://videos.example.org/embed/1"' in response.text
