"""Films and recordings, served so that a browser can begin in the middle.

Some browsers play nothing whose parts they cannot ask for, and nobody wants to wait
for the whole of a film on a ward's line.
"""

import re

from django.http import HttpResponse

# What is played in a page, by the ending of its name.
VIDEOS = {"mp4": "video/mp4", "webm": "video/webm"}
SOUNDS = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg"}
CAPTIONS = {"vtt": "text/vtt"}
PLAYED = VIDEOS | SOUNDS | CAPTIONS

ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
# As much as is sent at once; a browser asks for more when it needs it.
MOST = 4 * 1024 * 1024


def serve_played(document, request) -> HttpResponse | None:
    """Answer for a part of a film or a recording; None where all of it is asked for.

    Wagtail asks it after it has looked at who may have the document.
    """
    kind = PLAYED.get(document.file_extension.lower())
    found = kind and asked_for(request.headers.get("Range", ""), document.file.size)
    if found is None or kind is None:
        return None
    size = document.file.size
    if not found:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    with document.file.open("rb") as file:
        file.seek(found.start)
        content = file.read(len(found))
    response = HttpResponse(content, status=206, content_type=kind)
    last = found.start + len(content) - 1
    response["Content-Range"] = f"bytes {found.start}-{last}/{size}"
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def asked_for(header: str, size: int) -> range | None:
    """Return the bytes that are asked for, at most MOST; empty if there are none such.

    None where everything is asked for, or several parts, which nobody needs.
    """
    asked = ONE_RANGE.fullmatch(header.strip())
    if asked is None or not any(asked.groups()):
        return None
    first, last = asked.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    return range(start, min(end + 1, start + MOST))
