from __future__ import annotations

import hashlib
import io
import os
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from core.errors import HostFaultError, InvalidInputError, LibrarianError
from core.imaging import decode
from core.imaging.decode import decode_bytes, decode_file


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def two_tone(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Left half dark red, right half light blue."""
    image = Image.new("RGB", size, (120, 10, 10))
    image.paste((170, 200, 250), (size[0] // 2, 0, size[0], size[1]))
    return image.convert(mode)


def photo(side: int = 200) -> Image.Image:
    return Image.fromarray(np.random.default_rng(0).integers(0, 255, (side, side, 3), dtype=np.uint8))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "PPM"])
def test_every_common_format_gives_rgb(kind: str) -> None:
    data = encoded(two_tone(), kind)
    page = decode_bytes(data, "a")
    assert page.pixels.shape == (40, 60, 3)
    assert page.pixels.dtype == np.uint8
    assert np.abs(page.pixels[20, 5].astype(int) - (120, 10, 10)).max() < 12
    assert np.abs(page.pixels[20, 55].astype(int) - (170, 200, 250)).max() < 12
    assert page.sha256 == hashlib.sha256(data).hexdigest()
    assert page.full_pixels is None


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        *(("L", "PNG"), ("P", "PNG"), ("1", "PNG"), ("CMYK", "JPEG"), ("CMYK", "TIFF"), ("YCbCr", "JPEG")),
        *(("LAB", "TIFF"), ("LA", "PNG"), ("I", "TIFF"), ("F", "TIFF")),
    ],
)
def test_every_colour_mode_keeps_its_brightness(mode: str, kind: str) -> None:
    source = two_tone("L").convert(mode) if mode in {"I", "F"} else two_tone(mode)
    page = decode_bytes(encoded(source, kind), "a")
    expected = np.asarray(two_tone("1" if mode == "1" else "L"), dtype=np.float64) * (255 if mode == "1" else 1)
    assert page.pixels[:, :25].mean() == pytest.approx(expected[:, :25].mean(), abs=15)
    assert page.pixels[:, 35:].mean() == pytest.approx(expected[:, 35:].mean(), abs=15)


def test_sixteen_bit_grey_is_scaled_not_clipped() -> None:
    deep = np.tile(np.linspace(0, 65535, 64, dtype=np.uint16), (32, 1))
    page = decode_bytes(encoded(Image.fromarray(deep), "PNG"), "deep.png")
    assert page.pixels[0, 0, 0] == 0
    assert page.pixels[0, -1, 0] == 255
    assert abs(int(page.pixels[0, 32, 0]) - 129) <= 3


def test_transparent_parts_become_white() -> None:
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    image.paste((200, 0, 0, 255), (20, 0, 40, 40))
    for data in (encoded(image, "PNG"), encoded(image, "WEBP", lossless=True), encoded(image.quantize(8), "PNG")):
        pixels = decode_bytes(data, "t").pixels
        assert pixels[20, 5].tolist() == [255, 255, 255]
        assert np.abs(pixels[20, 35].astype(int) - (200, 0, 0)).max() < 6


def test_cmyk_with_broken_profile_still_opens() -> None:
    data = encoded(two_tone("CMYK"), "JPEG", icc_profile=b"not a profile")
    assert decode_bytes(data, "c").pixels.shape == (40, 60, 3)


def test_cmyk_with_a_profile_of_another_space_falls_back() -> None:
    rgb_profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = encoded(two_tone("CMYK"), "JPEG", icc_profile=rgb_profile)
    assert decode_bytes(data, "c").pixels.shape == (40, 60, 3)


def test_animation_gives_its_first_frame() -> None:
    frames = [Image.new("RGB", (30, 30), colour) for colour in ((255, 0, 0), (0, 255, 0))]
    for kind in ("GIF", "WEBP", "PNG", "TIFF"):
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
        assert np.abs(decode_bytes(data, "a").pixels[15, 15].astype(int) - (255, 0, 0)).max() < 8


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_undone(orientation: int) -> None:
    upright = np.zeros((40, 60, 3), np.uint8)
    upright[:20, :30] = (250, 0, 0)  # top-left
    upright[:20, 30:] = (0, 250, 0)  # top-right
    undo = {
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.transpose(1, 0, 2),
        6: lambda a: np.rot90(a, 1),
        7: lambda a: np.rot90(a, 2).transpose(1, 0, 2),
        8: lambda a: np.rot90(a, -1),
    }
    stored = undo.get(orientation, lambda a: a)(upright)
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encoded(Image.fromarray(np.ascontiguousarray(stored)), "PNG", exif=exif)
    assert np.array_equal(decode_bytes(data, "e").pixels, upright)


def test_large_images_are_reduced_and_kept_in_full() -> None:
    page = decode_bytes(encoded(Image.new("RGB", (2400, 1200)), "PNG"), "large")
    assert page.pixels.shape == (800, 1600, 3)
    assert page.full_pixels is not None
    assert page.full_pixels.shape == (1200, 2400, 3)


def test_pixel_limit_is_checked_before_decoding() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    bomb += struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    with pytest.raises(InvalidInputError) as caught:
        decode_bytes(bomb, "bomb.png")
    assert caught.value.message_id == "image.too_many_pixels"
    with pytest.raises(InvalidInputError) as caught:
        decode_bytes(encoded(Image.new("1", (16_000, 10_000)), "PNG"), "bomb.png")
    assert caught.value.message_id == "image.too_many_pixels"
    assert caught.value.context["limit_mpx"] == 150


@pytest.mark.parametrize("share", [0.98, 0.6, 0.2])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_truncated_files_are_named_so(kind: str, share: float) -> None:
    data = encoded(photo(), kind)
    with pytest.raises(InvalidInputError) as caught:
        decode_bytes(data[: int(len(data) * share)], "半张封面.jpg")
    assert caught.value.message_id == "image.truncated"
    assert caught.value.context["file"] == "半张封面.jpg"


@pytest.mark.parametrize(
    ("data", "message_id"),
    [
        (b"", "image.empty"),
        (b"These are plain words, not a picture.\n" * 20, "image.not_an_image"),
        ("书名,作者\n红楼梦,曹雪芹\n".encode("gb18030"), "image.not_an_image"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "image.other_format"),
        (b"PK\x03\x04" + bytes(100), "image.other_format"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "image.other_format"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "image.other_format"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "image.not_an_image"),
        (b"\xff\xd8\xff\xe0" + bytes(3), "image.damaged"),
        (bytes(1000), "image.not_an_image"),
    ],
)
def test_what_is_no_image_is_refused_whatever_its_name(data: bytes, message_id: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        decode_bytes(data, "cover.jpg")
    assert caught.value.message_id == message_id


def test_too_small_and_too_narrow() -> None:
    for size in ((8, 8), (40_000, 20)):
        with pytest.raises(InvalidInputError) as caught:
            decode_bytes(encoded(Image.new("RGB", size), "PNG"), "dot.png")
        assert caught.value.message_id == "image.too_small"


def test_file_size_limit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(decode, "MAX_FILE_MIB", 0)
    file = tmp_path / "a.png"
    file.write_bytes(encoded(two_tone(), "PNG"))
    for call in (lambda: decode_file(file), lambda: decode_bytes(file.read_bytes(), "a.png")):
        with pytest.raises(InvalidInputError) as caught:
            call()
        assert caught.value.message_id == "image.file_too_large"


def test_chinese_and_long_paths_and_wrong_extension(tmp_path: Path) -> None:
    folder = tmp_path / "馆藏 封面(二〇二四)" / ("很长的目录名" * 12)
    folder.mkdir(parents=True)
    file = folder / "红楼梦·第一册 ‘上’.pdf"
    file.write_bytes(encoded(two_tone(), "PNG"))
    page = decode_file(file)
    assert page.file_name == file.name
    assert page.pixels.shape == (40, 60, 3)


def test_folder_missing_file_and_nul(tmp_path: Path) -> None:
    for path, message_id in (
        (tmp_path, "image.is_folder"),
        (tmp_path / "无.jpg", "image.missing"),
        (tmp_path / "a\0b.jpg", "image.missing"),
    ):
        with pytest.raises(InvalidInputError) as caught:
            decode_file(path)
        assert caught.value.message_id == message_id
    empty = tmp_path / "空.jpg"
    empty.touch()
    with pytest.raises(InvalidInputError, match=r"image\.empty"):
        decode_file(empty)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(InvalidInputError, match=r"image\.not_a_file"):
        decode_file(tmp_path / "pipe.jpg")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "秘.png"
    file.write_bytes(encoded(two_tone(), "PNG"))
    file.chmod(0)
    if os.access(file, os.R_OK):  # the superuser may read everything: let the system's answer be given by hand

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(HostFaultError, match=r"image\.no_permission"):
        decode_file(file)


def test_vanished_network_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(encoded(two_tone(), "PNG"))

    def fail(*_: object, **__: object) -> None:
        raise OSError(116, "Stale file handle")

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(HostFaultError) as caught:
        decode_file(file)
    assert caught.value.message_id == "image.read_failed"
    assert caught.value.context["reason"] == "Stale file handle"


_SOUND = {kind: encoded(photo(64), kind) for kind in ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP")}


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(sorted(_SOUND)),
    edits=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=12),
)
def test_damaged_bytes_give_a_picture_or_a_librarian_error(kind: str, edits: list[tuple[float, int]]) -> None:
    data = bytearray(_SOUND[kind])
    for place, value in edits:
        data[int(place * len(data))] = value
    try:
        page = decode_bytes(bytes(data), "x")
    except InvalidInputError:  # anything else is a bug and fails the test
        return
    assert page.pixels.ndim == 3


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_survived(data: bytes) -> None:
    with pytest.raises(LibrarianError):
        decode_bytes(data, "x")
