"""The file of a backup: what was put in comes out, and a hostile one writes nothing."""

import dataclasses
import hashlib
import io
import json
import stat
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from elearn.backups import BackupProblem, archive
from elearn.backups.archive import Manifest, Member, Writer, opened

MADE = Manifest(
    made_at="2026-10-05T12:00:00+00:00",
    site_version="0.1.0",
    database="sqlite",
    rows={"people_user": 3},
    migrations=[("people", "0001_initial")],
    settings={"ELEARN_TIME_ZONE": "Europe/Helsinki"},
    members=[],
)
FILES = {"database.sqlite3": b"rows" * 1000, "media/images/a.png": b"\x89PNG" * 9}


def written(path, files=FILES):
    """Write an archive of these files; return its manifest."""
    with path.open("w+b") as file, Writer(file) as writer:
        for name, content in files.items():
            writer.add(name, io.BytesIO(content), compress=True)
        manifest = dataclasses.replace(MADE, members=writer.members)
        writer.finish(manifest)
    return manifest


def forged(path, members, entries, changes=None):
    """Write an archive by hand: what its manifest says, and what is in it."""
    content = json.loads(dataclasses.replace(MADE, members=members).as_json())
    manifest = json.dumps(content | (changes or {})).encode()
    with zipfile.ZipFile(path, "w") as file:
        for entry, data in entries:
            file.writestr(entry, data)
        file.writestr("manifest.json", manifest)
        file.writestr("manifest.sig", archive._signature(manifest))
    return path


def member(name, data=b"x"):
    return Member(name, len(data), hashlib.sha256(data).hexdigest())


def unpack(path, target):
    with opened(path) as reader:
        reader.check()
        reader.extract_media(target / "media")
        reader.extract(reader.member("database.sqlite3"), target / "database")


def test_what_was_put_in_comes_out(tmp_path):
    manifest = written(tmp_path / "a.zip")
    with opened(tmp_path / "a.zip") as reader:
        reader.check()
        assert (reader.manifest, reader.is_ours) == (manifest, True)
        assert reader.extract_media(tmp_path / "media") == 1
        reader.extract(reader.member("database.sqlite3"), tmp_path / "db")

    assert (tmp_path / "db").read_bytes() == FILES["database.sqlite3"]
    assert (tmp_path / "media/images/a.png").read_bytes() == FILES["media/images/a.png"]


def test_another_key_made_it(tmp_path, settings):
    written(tmp_path / "a.zip")
    settings.SECRET_KEY = "another"
    with opened(tmp_path / "a.zip") as reader:
        assert not reader.is_ours


# Damage -------------------------------------------------------------------------------


@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
# The table of contents then points to before the beginning of the file.
@example(place=0.99609375, flip=1)
def test_no_damaged_byte_goes_unnoticed(tmp_path_factory, place, flip):
    """Whatever is changed: it is refused, or everything that counts is as it was."""
    folder = tmp_path_factory.mktemp("damage")
    manifest = written(folder / "a.zip")
    content = bytearray((folder / "a.zip").read_bytes())
    content[int(place * len(content))] ^= flip
    (folder / "a.zip").write_bytes(content)
    try:
        with opened(folder / "a.zip") as reader:
            reader.check()
            read, ours = reader.manifest, reader.is_ours
    except BackupProblem:
        return
    assert (read, ours) == (manifest, True) or not ours


@given(share=st.floats(0, 1, exclude_max=True))
def test_no_part_of_an_archive_is_taken_for_a_whole_one(tmp_path_factory, share):
    folder = tmp_path_factory.mktemp("part")
    written(folder / "a.zip")
    content = (folder / "a.zip").read_bytes()
    (folder / "a.zip").write_bytes(content[: int(share * len(content))])
    with (
        pytest.raises(BackupProblem, match="Use another backup"),
        opened(folder / "a.zip") as reader,
    ):
        reader.check()


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BackupProblem, match="There is no file"), opened(tmp_path / "x"):
        pass


# Hostile archives ---------------------------------------------------------------------

DATABASE = ("database.sqlite3", b"x")
OUTSIDE = [
    "media/../../outside",
    "../outside",
    "/outside",
    "media//outside",
    "media/./outside",
    "media/",
    "media",
    "media/a\\..\\outside",
    "media/a\nb",
    "media/" + "a" * 300,
    "answers/../outside",
    "manifest.json",
    "settings.py",
    "",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    entries = [DATABASE] + ([(name, b"x")] if name not in {"", "manifest.json"} else [])
    path = forged(
        tmp_path / "a.zip", [member("database.sqlite3"), member(name)], entries
    )
    (tmp_path / "target").mkdir()
    with pytest.raises(BackupProblem):
        unpack(path, tmp_path / "target")
    assert list((tmp_path / "target").iterdir()) == []
    assert not (tmp_path / "outside").exists()


def a_link():
    info = zipfile.ZipInfo("media/link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info, b"/etc/passwd"


def a_folder():
    info = zipfile.ZipInfo("media/folder/")
    return info, b""


@pytest.mark.parametrize("entry", [a_link(), a_folder()], ids=["link", "folder"])
def test_only_plain_files_are_taken(tmp_path, entry):
    info, data = entry
    path = forged(
        tmp_path / "a.zip",
        [member("database.sqlite3"), member(info.filename.rstrip("/"), data)],
        [DATABASE, entry],
    )
    with pytest.raises(BackupProblem, match="other than a file"):
        unpack(path, tmp_path)


def test_what_the_manifest_does_not_name_is_refused(tmp_path):
    path = forged(
        tmp_path / "a.zip",
        [member("database.sqlite3")],
        [DATABASE, ("media/more", b"x")],
    )
    with pytest.raises(BackupProblem, match="does not name"):
        unpack(path, tmp_path)


def test_the_same_name_twice_is_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = forged(
            tmp_path / "a.zip", [member("database.sqlite3")], [DATABASE, DATABASE]
        )
    with pytest.raises(BackupProblem, match="twice"):
        unpack(path, tmp_path)


def test_a_bomb_is_not_unpacked(tmp_path):
    """A member that is larger than it says: neither header is believed."""
    bomb = b"\0" * 50_000_000
    lie = member("database.sqlite3", b"\0" * 1000)
    path = tmp_path / "a.zip"
    content = dataclasses.replace(MADE, members=[lie]).as_json()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("database.sqlite3", bomb)
        file.writestr("manifest.json", content)
        file.writestr("manifest.sig", archive._signature(content))
        # What the list at the end of the file says of it.
        file.getinfo("database.sqlite3").file_size = 1000
    with pytest.raises(BackupProblem, match="damaged"):
        unpack(path, tmp_path)
    written_out = tmp_path / "database"
    assert not written_out.exists() or written_out.stat().st_size <= 1000


def test_a_file_in_the_place_of_a_folder_is_no_disaster(tmp_path):
    path = forged(
        tmp_path / "a.zip",
        [member("database.sqlite3"), member("media/a"), member("media/a/b")],
        [DATABASE, ("media/a", b"x"), ("media/a/b", b"x")],
    )
    with pytest.raises((BackupProblem, OSError)):
        unpack(path, tmp_path)


@pytest.mark.parametrize(
    "changes",
    [
        {"members": [{"name": "database.sqlite3", "size": True, "sha256": "x"}]},
        {"members": [{"name": "database.sqlite3", "size": -1, "sha256": "x"}]},
        {"members": [{"name": 3, "size": 1, "sha256": "x"}]},
        {"members": "all"},
        {"members": [[]]},
        {"rows": {"people_user": "three"}},
        {"rows": None},
        {"migrations": [["people"]]},
        {"settings": ["a"]},
        {"database": "oracle"},
        {"format": "1"},
        {"format": None},
    ],
)
def test_a_manifest_of_another_shape_is_refused(tmp_path, changes):
    path = forged(tmp_path / "a.zip", [member("database.sqlite3")], [DATABASE])
    forged(path, [member("database.sqlite3")], [DATABASE], changes)
    with pytest.raises(BackupProblem, match="manifest"):
        unpack(path, tmp_path)


def test_a_later_format_is_refused_with_the_way_out(tmp_path):
    path = forged(
        tmp_path / "a.zip", [member("database.sqlite3")], [DATABASE], {"format": 2}
    )
    with pytest.raises(BackupProblem, match=r"format 2.*Update the site first"):
        unpack(path, tmp_path)


@pytest.mark.parametrize("content", [b"", b"[]", b"[" * 100_000, b"\xff", b"null"])
def test_a_manifest_that_is_none_is_refused(tmp_path, content):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("manifest.json", content)
        file.writestr("manifest.sig", "x")
    with pytest.raises(BackupProblem), opened(tmp_path / "a.zip"):
        pass


def test_another_zip_file_is_no_backup(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("letter.txt", "Dear all")
    with pytest.raises(BackupProblem, match="no backup of this site"):
        unpack(tmp_path / "a.zip", tmp_path)


@given(content=st.binary(max_size=400))
def test_any_other_file_is_refused_in_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "a.zip"
    path.write_bytes(content)
    with pytest.raises(BackupProblem), opened(path):
        pass
