"""A look into a zip archive before anything in it is unpacked."""

from __future__ import annotations

import io
import zipfile

from service.text.files.extracted import OverLimitError, UnreadableError

_MAX_MEMBERS = 10_000
_MAX_RATIO = 1000


def check_zip(content: bytes, max_unzipped_bytes: int) -> None:
    """Refuse an archive that would unpack to too much, judged by its directory alone.

    Raises OverLimitError, or UnreadableError where `content` is no zip archive or is encrypted.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError) as error:
        raise UnreadableError("is damaged, or is no DOCX file at all") from error
    if len(members) > _MAX_MEMBERS:
        raise OverLimitError(f"holds more than {_MAX_MEMBERS:,} parts")
    if sum(member.file_size for member in members) > max_unzipped_bytes:
        raise OverLimitError(f"unpacks to more than {max_unzipped_bytes:,} bytes")
    if any(member.file_size > _MAX_RATIO * max(member.compress_size, 1) for member in members):
        raise OverLimitError("is packed so densely that it would fill the memory")
    if any(member.flag_bits & 0x1 for member in members):
        raise UnreadableError("is encrypted; send it without a password")
