"""Open image files safely: limits before decoding, every colour mode to upright 8-bit RGB, one error id a cause."""

from __future__ import annotations

import hashlib
import io
import stat
import struct
import zlib
from pathlib import Path
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, UnidentifiedImageError

from core.errors import HostFaultError, InvalidInputError
from core.protocols import PageImage, Pixels

MAX_FILE_MIB = 200
MAX_PIXELS = 150_000_000
"""150 Mpx: a 600 dpi flat-bed scan of A3 is 70 Mpx. Decoded RGB of this size takes 450 MB."""
MIN_SIDE_PX = 16
WORKING_SIDE_PX = 1600
"""Longest side of `PageImage.pixels`: above it OCR reads no more titles, it only becomes slower."""

# The plug-ins tried, by content. Left out on purpose: EPS (starts Ghostscript), vector formats, icons, raw dumps.
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "DIB", "PPM", "JPEG2000", "AVIF")
_ORIENTATION_TAG = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ALPHA_MODES = frozenset({"RGBA", "RGBa", "LA", "La", "PA"})
# What Pillow's plug-ins raise on damaged bytes, over and above OSError. `Warning`: when warnings are errors.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    struct.error,
    zlib.error,
    Warning,
)

# Pillow warns above this number and fails above twice as many. At our own limit it can only warn of what is
# rejected here anyway, so no legitimate scan is announced as an attack.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def decode_file(path: Path) -> PageImage:
    """Read and decode one image file.

    Python reads the bytes itself: native libraries fail on Chinese Windows paths.

    Args:
        path: A regular file. Its extension is ignored; the content decides.

    Raises:
        InvalidInputError: ``image.missing``, ``image.is_folder``, ``image.not_a_file``, ``image.file_too_large``, and
            all of `decode_bytes`.
        HostFaultError: ``image.no_permission``, ``image.read_failed``, ``image.out_of_memory``.
    """
    return decode_bytes(_read(path), path.name)


def decode_bytes(data: bytes, file_name: str) -> PageImage:
    """Decode the first frame of an image, upright by EXIF, on white where transparent.

    Args:
        data: The whole file.
        file_name: Only for messages.

    Raises:
        InvalidInputError: ``image.empty``, ``image.file_too_large``, ``image.not_an_image``, ``image.other_format``,
            ``image.too_many_pixels``, ``image.too_small``, ``image.truncated``, ``image.damaged``.
        HostFaultError: ``image.out_of_memory``.
    """
    if not data:
        raise InvalidInputError("image.empty", file=file_name)
    if len(data) > MAX_FILE_MIB << 20:
        raise InvalidInputError("image.file_too_large", file=file_name, limit_mib=MAX_FILE_MIB)
    try:
        with _open(data, file_name) as image:
            _check_size(image.size, file_name)
            rgb = _upright(_to_rgb(image), _orientation(image))
            full = np.array(rgb, dtype=np.uint8)
            reduced = _reduced(rgb)
    except MemoryError as exc:
        raise HostFaultError("image.out_of_memory", file=file_name) from exc
    except _DAMAGE as exc:
        _raise_damage(exc, data, file_name)
    return PageImage(
        pixels=full if reduced is None else reduced,
        sha256=hashlib.sha256(data).hexdigest(),
        file_name=file_name,
        full_pixels=None if reduced is None else full,
    )


def _read(path: Path) -> bytes:
    name = path.name or str(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InvalidInputError("image.is_folder", file=name)
        if not stat.S_ISREG(status.st_mode):  # a pipe or a device would block for ever
            raise InvalidInputError("image.not_a_file", file=name)
        if status.st_size > MAX_FILE_MIB << 20:
            raise InvalidInputError("image.file_too_large", file=name, limit_mib=MAX_FILE_MIB)
        with path.open("rb") as stream:
            return stream.read((MAX_FILE_MIB << 20) + 1)  # bounded even if the file grows meanwhile
    except (FileNotFoundError, NotADirectoryError, ValueError) as exc:  # ValueError: a NUL character in the path
        raise InvalidInputError("image.missing", file=name) from exc
    except PermissionError as exc:
        raise HostFaultError("image.no_permission", file=name) from exc
    except OSError as exc:
        raise HostFaultError("image.read_failed", file=name, reason=exc.strerror or str(exc)) from exc
    except MemoryError as exc:
        raise HostFaultError("image.out_of_memory", file=name) from exc


def _open(data: bytes, file_name: str) -> Image.Image:
    """Read the header only. Raises InvalidInputError when the content is no image that can be read."""
    Image.init()  # a plug-in that this build of Pillow lacks is left out, instead of failing for every other file
    try:
        return Image.open(io.BytesIO(data), formats=[name for name in _FORMATS if name in Image.OPEN])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as exc:
        raise InvalidInputError("image.too_many_pixels", file=file_name, limit_mpx=MAX_PIXELS // 1_000_000) from exc
    except UnidentifiedImageError as exc:
        kind = _foreign_kind(data)
        if kind:
            raise InvalidInputError("image.other_format", file=file_name, kind=kind) from exc
        if _has_image_signature(data):
            raise InvalidInputError("image.damaged", file=file_name) from exc
        raise InvalidInputError("image.not_an_image", file=file_name) from exc


def _foreign_kind(data: bytes) -> str:
    """The name of a well-known format that people take for an image, or ""."""
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF"):
        return "PDF"
    if head.startswith(b"PK\x03\x04"):
        return "ZIP"
    if head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis"}:
        return "HEIC"
    if head.startswith(b"AT&TFORM"):
        return "DjVu"
    if b"<svg" in head.lower():
        return "SVG"
    if head.lower().startswith((b"<!doctype html", b"<html")):
        return "HTML"
    return ""


def _has_image_signature(data: bytes) -> bool:
    signatures = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*")
    return data.startswith(signatures) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _check_size(size: tuple[int, int], file_name: str) -> None:
    width, height = size
    if width * height > MAX_PIXELS:
        raise InvalidInputError("image.too_many_pixels", file=file_name, limit_mpx=MAX_PIXELS // 1_000_000)
    scale = min(1.0, WORKING_SIDE_PX / max(width, height, 1))
    if min(width, height) * scale < MIN_SIDE_PX:
        raise InvalidInputError("image.too_small", file=file_name, width=width, height=height, minimum=MIN_SIDE_PX)


def _raise_damage(exc: BaseException, data: bytes, file_name: str) -> NoReturn:
    is_short_riff = data[:4] == b"RIFF" and len(data) < int.from_bytes(data[4:8], "little") + 8
    if is_short_riff or isinstance(exc, EOFError) or "truncated" in str(exc).lower():
        raise InvalidInputError("image.truncated", file=file_name) from exc
    raise InvalidInputError("image.damaged", file=file_name) from exc


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 where there is none or the EXIF block itself is broken (the picture is still good)."""
    try:
        return int(image.getexif().get(_ORIENTATION_TAG, 1))
    except _DAMAGE:
        return 1


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    method = _UPRIGHT.get(orientation)
    return image if method is None else image.transpose(method)


def _to_rgb(image: Image.Image) -> Image.Image:
    image.load()
    mode = image.mode
    if mode == "RGB" and "transparency" not in image.info:
        return image
    if mode in _ALPHA_MODES or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, layer).convert("RGB")
    if mode == "F" or mode.startswith("I"):
        return Image.fromarray(_deep_to_8_bit(np.asarray(image))).convert("RGB")
    if mode == "CMYK":
        return _cmyk_to_rgb(image)
    if mode == "LAB":
        return _through_profile(image, ImageCms.createProfile("LAB"))
    return image.convert("RGB")


def _deep_to_8_bit(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Grey values deeper than 8 bits → uint8. Full scale is told from the data: 8, 12, 16 bits, or its own range."""
    grey = np.nan_to_num(values.astype(np.float32), posinf=0.0, neginf=0.0)
    low, high = float(grey.min()), float(grey.max())
    if low >= 0.0 and high <= 1.0 and values.dtype.kind == "f":
        full_scale = 1.0
    elif low >= 0.0 and high <= 65535.0:
        full_scale = next(limit for limit in (255.0, 4095.0, 65535.0) if high <= limit)
    else:
        grey, full_scale = grey - low, max(high - low, 1.0)
    scaled: NDArray[np.uint8] = np.clip(np.rint(grey * (255.0 / full_scale)), 0, 255).astype(np.uint8)
    return scaled


def _cmyk_to_rgb(image: Image.Image) -> Image.Image:
    """Through the embedded ICC profile where it is usable, else by plain complement."""
    profile = image.info.get("icc_profile")
    if profile:
        try:
            return _through_profile(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)))
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a broken profile must not cost the scan: colours are then approximate
    return image.convert("RGB")


def _through_profile(image: Image.Image, profile: object) -> Image.Image:
    converted = ImageCms.profileToProfile(
        image,
        profile,  # type: ignore[arg-type]
        ImageCms.createProfile("sRGB"),
        outputMode="RGB",
    )
    if converted is None:
        raise ValueError("colour conversion gave nothing")
    return converted


def _reduced(image: Image.Image) -> Pixels | None:
    """`image` at the working size, or None when it is not larger."""
    scale = WORKING_SIDE_PX / max(image.size)
    if scale >= 1.0:
        return None
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return np.array(image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0), dtype=np.uint8)
