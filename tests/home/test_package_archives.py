"""Folders and zips: what leads outside, swells or lies is refused."""

import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from home.packages import Limits, PackageError, read_package
from tests.home.small_package import PNG, small_package, write_folder, zipped


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(PackageError) as refused:
        read_package(path, limits=limits or Limits())
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("../evil.md", "The name leads out of the package."),
        ("media/../../evil.png", "The name leads out of the package."),
        ("/etc/evil.md", "The name is absolute."),
        ("C:/evil.md", "The name is absolute."),
        ("media\\evil.png", "The name has a backslash."),
        ("media//evil.png", "The name has an empty part."),
        ("media/ev\x1bil.png", "The name has characters that cannot be shown."),
        ("media/" + "x" * 300 + ".png", "The name is longer than 200 characters."),
    ],
)
def test_a_zip_cannot_name_files_outside(tmp_path, name, part):
    folder = tmp_path / "here"
    folder.mkdir()
    archive = folder / "course.zip"
    archive.write_bytes(zipped(small_package() | {name: PNG}))

    assert part in refusal(archive)
    assert [path.name for path in folder.iterdir()] == ["course.zip"]
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def zip_of(tmp_path: Path, info: zipfile.ZipInfo, data: bytes) -> Path:
    path = tmp_path / "course.zip"
    path.write_bytes(zipped(small_package()))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(info, data)
    return path


def test_a_link_in_a_zip_is_refused(tmp_path):
    info = zipfile.ZipInfo("media/link.png")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert "This is a link to another place." in refusal(
        zip_of(tmp_path, info, b"/etc/passwd")
    )


def test_unusual_compression_is_refused(tmp_path):
    info = zipfile.ZipInfo("media/x.png")
    info.compress_type = zipfile.ZIP_LZMA

    assert "compressed in an unusual way" in refusal(zip_of(tmp_path, info, PNG))


def test_an_encrypted_file_is_refused(tmp_path):
    path = tmp_path / "course.zip"
    data = bytearray(zipped(small_package()))
    directory = data.rfind(b"PK\x01\x02")
    data[directory + 8] |= 1
    path.write_bytes(bytes(data))

    assert "The file is encrypted." in refusal(path)


def test_a_file_that_swells_is_refused(tmp_path):
    info = zipfile.ZipInfo("media/bomb.png")
    info.compress_type = zipfile.ZIP_DEFLATED

    assert "swells too much" in refusal(zip_of(tmp_path, info, bytes(9_000_000)))


def test_a_zip_that_lies_about_a_size_is_refused(tmp_path):
    path = tmp_path / "course.zip"
    data = bytearray(zipped(small_package()))
    directory = data.rfind(b"PK\x01\x02")
    (size,) = struct.unpack_from("<I", data, directory + 24)
    struct.pack_into("<I", data, directory + 24, size - 2)
    path.write_bytes(bytes(data))

    assert "damaged inside the zip" in refusal(path)


@pytest.mark.parametrize("kind", ["folder", "zip"])
@pytest.mark.parametrize(
    ("limits", "part"),
    [
        (Limits(files=5), "a package has at most 5."),
        (Limits(total_bytes=500), "The files together have more than 500 bytes."),
        (Limits(text_bytes=300), "at most 300 are allowed here. Divide it"),
        (Limits(media_bytes=10), "at most 10 are allowed here. Make it smaller."),
    ],
)
def test_a_package_has_limits(tmp_path, kind, limits, part):
    if kind == "zip":
        path = tmp_path / "course.zip"
        path.write_bytes(zipped(small_package()))
    else:
        path = write_folder(tmp_path / "course", small_package())

    assert part in refusal(path, limits)


def test_a_zip_with_a_huge_list_of_files_is_not_even_opened(tmp_path):
    path = tmp_path / "course.zip"
    path.write_bytes(zipped(small_package()))

    assert "too many files" in refusal(path, Limits(directory_bytes=100))


def test_names_that_differ_only_in_capitals_are_refused(tmp_path):
    path = tmp_path / "course.zip"
    path.write_bytes(zipped(small_package() | {"MEDIA/Picture.png": PNG}))

    assert "several files of this name" in refusal(path)


@pytest.mark.skipif(os.name == "nt", reason="Links are special on Windows.")
def test_a_link_in_a_folder_is_not_followed(tmp_path):
    secret = tmp_path / "secret"
    write_folder(secret, {"secret.png": PNG})
    folder = write_folder(tmp_path / "course", small_package())
    (folder / "media/link.png").symlink_to(secret / "secret.png")
    (folder / "02-more").symlink_to(secret)
    os.mkfifo(folder / "media/pipe.png")

    text = refusal(folder)

    assert text.count("This is a link to another place.") == 2
    assert "This is neither a file nor a folder." in text


@pytest.mark.parametrize("name", ["nothing", "text.zip", "empty", "with\0nul"])
def test_what_is_no_package_gets_a_sentence(tmp_path, name):
    (tmp_path / "text.zip").write_text("Not a zip.")
    (tmp_path / "empty").mkdir()

    assert refusal(tmp_path / name).endswith(".")
