"""Films and recordings, served so that a browser can begin in the middle.

Some browsers play nothing whose parts they cannot ask for, and nobody wants to wait
for the whole of a film on a ward's line.
"""

import re
from collections.abc import Iterator

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

# What is played in a page, by the ending of its name.
VIDEOS = {"mp4": "video/mp4", "webm": "video/webm"}
SOUNDS = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg"}
CAPTIONS = {"vtt": "text/vtt"}
PLAYED = VIDEOS | SOUNDS | CAPTIONS

ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
PIECE = 256 * 1024


def serve_played(document, request) -> HttpResponse | None:
    """Answer for a film, a recording or captions; None for any other document.

    Wagtail asks it after it has looked at who may have the document.
    """
    kind = PLAYED.get(document.file_extension.lower())
    if kind is None:
        return None
    file = document.file.open("rb")
    size = document.file.size
    found = _range(request.headers.get("Range", ""), size)
    if found is None:
        response = FileResponse(file, content_type=kind)
        response["Content-Length"] = size
    elif not found:
        file.close()
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
    else:
        response = StreamingHttpResponse(
            _pieces(file, found), status=206, content_type=kind
        )
        response["Content-Length"] = len(found)
        response["Content-Range"] = f"bytes {found.start}-{found.stop - 1}/{size}"
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=False, filename=document.filename
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _range(header: str, size: int) -> range | None:
    """Return the bytes that are asked for, empty if there are none such.

    None where everything is asked for, or several parts, which nobody needs.
    """
    asked = ONE_RANGE.fullmatch(header.strip())
    if asked is None or not any(asked.groups()):
        return None
    first, last = asked.groups()
    if not first:
        # The last so many.
        return range(max(0, size - int(last)), size)
    end = min(int(last), size - 1) if last else size - 1
    return range(int(first), end + 1)


def _pieces(file, wanted: range) -> Iterator[bytes]:
    with file:
        file.seek(wanted.start)
        left = len(wanted)
        while left > 0:
            piece = file.read(min(PIECE, left))
            if not piece:
                return
            left -= len(piece)
            yield piece
