"""Identification of drawn covers with the real OCR engine and image encoder."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from core.catalogue.catalogue import Catalogue
from core.domain.records import BibliographicRecord, Contributor, Identifier, RecordId
from core.domain.retrieval import Identification
from core.errors import HostFaultError, InvalidInputError
from core.imaging.decode import decode_bytes
from core.imaging.thumbnails import make_thumbnail
from core.paths import LibraryPaths
from core.protocols import PageImage
from core.retrieval import identify as identification
from core.retrieval.models import LoadedModels, ModelHost
from core.retrieval.vector_store import VectorStore

pytestmark = [pytest.mark.models, pytest.mark.slow]

WIDTH, HEIGHT = 600, 850
ISBN = "9787020002207"
COVERS = {
    # title as printed (lines), author, seed of the picture, ground colour
    "红楼梦": (("红楼梦",), "曹雪芹 著", 1, (150, 40, 40)),
    "西游记": (("西游记",), "吴承恩 著", 2, (40, 90, 150)),
    "活着": (("活着",), "余华 著", 3, (60, 60, 60)),
    "The Time Machine": (("THE TIME", "MACHINE"), "H. G. WELLS", 4, (30, 80, 60)),
    "Treasure Island": (("TREASURE", "ISLAND"), "ROBERT LOUIS STEVENSON", 5, (200, 170, 120)),
    "无字天书": ((), "", 16, (170, 150, 190)),
    "数学分析（上册）": (("数学分析", "上册"), "陈纪修 编", 6, (90, 130, 90)),
    "数学分析（下册）": (("数学分析", "下册"), "陈纪修 编", 6, (90, 130, 90)),
}
AUTHORS = {
    "红楼梦": "曹雪芹",
    "西游记": "吴承恩",
    "活着": "余华",
    "The Time Machine": "H. G. Wells",
    "Treasure Island": "Robert Louis Stevenson",
    "无字天书": "佚名",
    "数学分析（上册）": "陈纪修",
    "数学分析（下册）": "陈纪修",
}
WORDS_ONLY = {"Pride and Prejudice": "Jane Austen", "Sense and Sensibility": "Jane Austen", "呐喊": "鲁迅"}


def _draw(font: Path, lines: tuple[str, ...], author: str, seed: int, ground: tuple[int, int, int]) -> Image.Image:
    """A cover: a picture of shapes that `seed` decides, the title above it, the author below."""
    rng = np.random.default_rng(seed)
    image = Image.new("RGB", (WIDTH, HEIGHT), ground)
    pen = ImageDraw.Draw(image)
    for _ in range(70):
        x, y, size = rng.integers(40, 560), rng.integers(330, 700), rng.integers(12, 60)
        colour = tuple(int(v) for v in rng.integers(0, 255, 3))
        if rng.random() < 0.5:
            pen.ellipse((x - size, y - size, x + size, y + size), fill=colour, outline=(0, 0, 0))
        else:
            turn = rng.random() * math.pi
            corners = [(x + size * math.cos(turn + i * 2.1), y + size * math.sin(turn + i * 2.1)) for i in range(3)]
            pen.polygon(corners, fill=colour, outline=(255, 255, 255))
    for row, line in enumerate(lines):
        letters = ImageFont.truetype(str(font), 92 if len(line) < 7 else 78)
        pen.text((WIDTH / 2, 100 + 105 * row), line, font=letters, fill=(255, 255, 255), anchor="mm")
    pen.text((WIDTH / 2, 780), author, font=ImageFont.truetype(str(font), 38), fill=(255, 255, 255), anchor="mm")
    return image


def _photograph(cover: Image.Image, seed: int = 0, turned: int = 0) -> bytes:
    """The cover on a table, seen a little from the side, slightly blurred and noisy, as a JPEG."""
    rng = np.random.default_rng(100 + seed)
    width, height = 1000, 1300
    jitter = rng.uniform(-30, 30, 8)
    corners = np.array([170, 150, 830, 150, 830, 1130, 170, 1130]) + jitter
    table = Image.new("RGB", (width, height), (196, 190, 180))
    source = np.array([0, 0, WIDTH, 0, WIDTH, HEIGHT, 0, HEIGHT], dtype=np.float64)
    rows, values = [], []
    for i in range(4):  # perspective coefficients: table → cover
        x, y, u, v = corners[2 * i], corners[2 * i + 1], source[2 * i], source[2 * i + 1]
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    coefficients = np.linalg.solve(np.array(rows), np.array(values))
    laid = cover.transform(
        (width, height), Image.Transform.PERSPECTIVE, coefficients.tolist(), Image.Resampling.BICUBIC
    )
    mask = Image.new("L", cover.size, 255).transform(
        (width, height), Image.Transform.PERSPECTIVE, coefficients.tolist(), Image.Resampling.BILINEAR
    )
    table.paste(laid, (0, 0), mask)
    pixels = np.asarray(table.filter(ImageFilter.GaussianBlur(0.8)), dtype=np.float64)
    noisy = Image.fromarray(np.clip(pixels * 0.93 + rng.normal(0, 4, pixels.shape), 0, 255).astype(np.uint8))
    return _jpeg(noisy.rotate(turned, expand=True))


def _jpeg(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=80)
    return stream.getvalue()


def _ean13(number: str) -> Image.Image:
    """The bars of an EAN-13, drawn by its rules."""
    left = [
        "0001101",
        "0011001",
        "0010011",
        "0111101",
        "0100011",
        "0110001",
        "0101111",
        "0111011",
        "0110111",
        "0001011",
    ]
    right = ["".join("10"[int(bit)] for bit in code) for code in left]
    mirrored = [code[::-1] for code in right]
    parities = ["LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"]
    digits = [int(digit) for digit in number]
    first = "".join(
        left[d] if side == "L" else mirrored[d] for d, side in zip(digits[1:7], parities[digits[0]], strict=True)
    )
    bars = "101" + first + "01010" + "".join(right[d] for d in digits[7:]) + "101"
    image = Image.new("RGB", (len(bars) * 3 + 60, 190), "white")
    pen = ImageDraw.Draw(image)
    for place, bar in enumerate(bars):
        if bar == "1":
            pen.rectangle((30 + 3 * place, 15, 32 + 3 * place, 165), fill="black")
    return image


@dataclass(frozen=True)
class Library:
    """A small library of drawn covers."""

    catalogue: Catalogue
    identifier: identification.Identifier
    models: ModelHost
    paths: LibraryPaths
    ids: dict[str, RecordId]
    font: Path

    def cover(self, title: str) -> Image.Image:
        return _draw(self.font, *COVERS[title])

    def identify(self, data: bytes) -> Identification:
        return self.identifier.identify_image(decode_bytes(data, "扫描 1.jpg"))


def _load_models() -> LoadedModels:
    from core.encoders.loading import load_text_encoder, load_visual_encoder
    from core.encoders.presets import load_preset
    from core.ocr.rapid import RapidOcrEngine

    preset = load_preset("compact")
    return LoadedModels(load_text_encoder(preset, "cpu"), load_visual_encoder(preset, "cpu"), RapidOcrEngine())


@pytest.fixture(scope="module")
def models() -> ModelHost:
    host = ModelHost(_load_models)
    host.get()
    return host


@pytest.fixture(scope="module")
def library(models: ModelHost, cjk_font: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    paths = LibraryPaths(tmp_path_factory.mktemp("封面 识别") / "library")
    loaded = models.get()
    ids: dict[str, RecordId] = {}
    with Catalogue.open(paths, actor="test") as catalogue:
        with catalogue.write("import", "drawn") as unit:
            for title, design in COVERS.items():
                ids[title] = unit.add_record(BibliographicRecord(title, contributors=(Contributor(AUTHORS[title]),)))
                stream = io.BytesIO()
                _draw(cjk_font, *design).save(stream, "PNG")
                image = decode_bytes(stream.getvalue(), f"{title}.png")
                cover = unit.add_cover(ids[title], image.sha256, image.file_name, image.width_px, image.height_px)
                unit.put_cover_text(cover, loaded.ocr.recognise(image))
                unit.put_cover_vector(cover, loaded.visual.info.fingerprint, loaded.visual.encode([image.pixels])[0])
                thumbnail = paths.thumbnail_file(image.sha256)
                thumbnail.parent.mkdir(parents=True, exist_ok=True)
                thumbnail.write_bytes(make_thumbnail(image.pixels))
            for title, author in WORDS_ONLY.items():
                ids[title] = unit.add_record(BibliographicRecord(title, contributors=(Contributor(author),)))
            ids["ISBN"] = unit.add_record(
                BibliographicRecord("家", contributors=(Contributor("巴金"),), identifiers=(Identifier("isbn", ISBN),))
            )
        identifier = identification.Identifier(
            catalogue, VectorStore(catalogue, paths.vectors), models, paths.thumbnail_file
        )
        yield Library(catalogue, identifier, models, paths, ids, cjk_font)


@pytest.mark.parametrize("title", list(COVERS))
def test_a_photograph_of_a_stored_cover_matches_its_record(library: Library, title: str) -> None:
    found = library.identify(_photograph(library.cover(title), seed=len(title)))
    assert found.candidates[0].record.id == library.ids[title]
    assert found.decision == "match"
    assert found.confidence >= 0.85
    assert found.draft is None
    assert (found.candidates[0].inliers or 0) > 20


def test_the_other_volume_of_a_series_is_a_candidate_but_improbable(library: Library) -> None:
    found = library.identify(_photograph(library.cover("数学分析（下册）"), seed=8))
    shares = {candidate.record.title: candidate.probability for candidate in found.candidates}
    assert shares["数学分析（下册）"] > 0.85
    assert shares["数学分析（上册）"] < 0.1


def test_a_volume_that_the_library_does_not_hold_is_no_match(library: Library) -> None:
    _, author, seed, ground = COVERS["数学分析（上册）"]
    third = _draw(library.font, ("数学分析", "习题集"), author, seed, ground)
    found = library.identify(_photograph(third, seed=9))
    assert found.decision != "match"
    assert found.draft is not None
    assert "习题集" in found.draft.title


def test_an_unknown_cover_is_new_and_drafted(library: Library) -> None:
    unknown = _draw(library.font, ("MOBY", "DICK"), "HERMAN MELVILLE", 77, (20, 40, 90))
    found = library.identify(_photograph(unknown, seed=10))
    assert found.decision == "new"
    assert found.draft is not None
    assert found.draft.status == "draft"
    assert "moby" in found.draft.title.lower()
    assert all(candidate.probability < 0.1 for candidate in found.candidates)
    assert found.confidence == pytest.approx(1.0 - sum(c.probability for c in found.candidates), abs=0.02)


@pytest.mark.parametrize("title", ["Treasure Island", "无字天书"])
@pytest.mark.parametrize("turned", [90, 180])
def test_a_cover_photographed_the_wrong_way_round_matches(library: Library, title: str, turned: int) -> None:
    found = library.identify(_photograph(library.cover(title), seed=11, turned=turned))
    assert found.candidates[0].record.id == library.ids[title]
    assert found.decision == "match"


def test_a_record_without_a_cover_is_found_by_its_words(library: Library) -> None:
    cover = _draw(library.font, ("PRIDE AND", "PREJUDICE"), "JANE AUSTEN", 78, (120, 60, 90))
    found = library.identify(_photograph(cover, seed=12))
    best = found.candidates[0]
    assert best.record.id == library.ids["Pride and Prejudice"]
    assert best.inliers is None
    assert found.decision in ("match", "possible")
    assert best.probability > 10 * found.candidates[1].probability


def test_another_edition_of_a_record_with_a_cover_is_not_taken_for_it(library: Library) -> None:
    other_design = _draw(library.font, ("西游记",), "吴承恩 著", 79, (200, 200, 90))
    found = library.identify(_photograph(other_design, seed=13))
    assert found.decision != "match"
    assert found.draft is not None


def test_the_barcode_on_a_back_cover_finds_the_record(library: Library) -> None:
    back = Image.new("RGB", (1200, 1700), (240, 235, 225))
    back.paste(_ean13(ISBN).resize((700, 380), Image.Resampling.NEAREST), (250, 1200))
    found = library.identify(_jpeg(back))
    assert found.isbn == ISBN
    assert found.candidates[0].record.id == library.ids["ISBN"]
    assert found.candidates[0].same_isbn
    evidence = library.identifier.cover_evidence(decode_bytes(_jpeg(back), "back.jpg"))
    assert [code.isbn for code in evidence.barcodes] == [ISBN]


def test_a_stored_file_is_known_without_any_model(library: Library, tmp_path: Path) -> None:
    def refuse() -> LoadedModels:
        raise HostFaultError("model.missing", model="x", command="y")

    identifier = identification.Identifier(
        library.catalogue,
        VectorStore(library.catalogue, library.paths.vectors),
        ModelHost(refuse),
        library.paths.thumbnail_file,
    )
    path = tmp_path / "再扫一次.png"
    library.cover("红楼梦").save(path, "PNG")
    found = identifier.identify_file(path)
    assert (found.decision, found.known_cover_of) == ("match", library.ids["红楼梦"])
    assert found.image == str(path)
    assert found.ocr is not None
    assert "红楼梦" in found.ocr.text
    unseen = tmp_path / "new.jpg"
    unseen.write_bytes(_photograph(library.cover("红楼梦")))
    with pytest.raises(HostFaultError, match=r"model\.missing"):
        identifier.identify_file(unseen)


def test_what_is_no_image_is_refused(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "封面.jpg"
    path.write_text("not a picture", encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"image\.not_an_image"):
        library.identifier.identify_file(path)


def test_a_blank_picture_is_new_with_an_empty_draft(library: Library) -> None:
    found = library.identify(_jpeg(Image.new("RGB", (500, 700), (250, 250, 250))))
    assert found.decision == "new"
    assert found.draft is not None
    assert found.draft.title == ""


def test_evidence_is_kept_until_the_catalogue_changes(library: Library) -> None:
    image = decode_bytes(_photograph(library.cover("活着"), seed=14), "a.jpg")
    first = library.identifier.cover_evidence(image)
    assert library.identifier.cover_evidence(image) is first
    assert sum(first.probabilities.values()) <= 1.0 + 1e-9
    assert first.probabilities[library.ids["活着"]] == max(first.probabilities.values())
    assert first.cosines[library.ids["活着"]] == max(first.cosines.values())
    with library.catalogue.write("create_record", "x") as unit:
        extra = unit.add_record(BibliographicRecord("另一本书"))
    again = library.identifier.cover_evidence(image)
    assert again is not first
    with library.catalogue.write("delete_record", "x") as unit:
        unit.delete_record(extra)


def test_a_stored_image_in_a_search_counts_as_its_record(library: Library) -> None:
    stream = io.BytesIO()
    library.cover("西游记").save(stream, "PNG")
    image: PageImage = decode_bytes(stream.getvalue(), "西游记.png")
    evidence = library.identifier.cover_evidence(image)
    assert evidence.known_cover_of == library.ids["西游记"]
    assert evidence.probabilities[library.ids["西游记"]] == 1.0
    assert evidence.cosines[library.ids["西游记"]] == pytest.approx(1.0, abs=0.01)


def test_a_lost_thumbnail_leaves_the_record_findable(library: Library, models: ModelHost, tmp_path: Path) -> None:
    identifier = identification.Identifier(
        library.catalogue,
        VectorStore(library.catalogue, library.paths.vectors),
        models,
        lambda sha256: tmp_path / sha256,
    )
    found = identifier.identify_image(decode_bytes(_photograph(library.cover("红楼梦"), seed=15), "a.jpg"))
    assert found.candidates[0].record.id == library.ids["红楼梦"]
    assert found.candidates[0].inliers is None


def test_an_empty_library_answers_new(models: ModelHost, cjk_font: Path, library_dir: Path) -> None:
    with Catalogue.open(LibraryPaths(library_dir), actor="test") as catalogue:
        paths = LibraryPaths(library_dir)
        identifier = identification.Identifier(
            catalogue, VectorStore(catalogue, paths.vectors), models, paths.thumbnail_file
        )
        found = identifier.identify_image(decode_bytes(_photograph(_draw(cjk_font, *COVERS["红楼梦"])), "a.jpg"))
    assert (found.decision, found.candidates, found.confidence) == ("new", (), 1.0)
    assert found.draft is not None
    assert "红楼梦" in found.draft.title
