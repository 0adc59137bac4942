"""The whole network on tiny random backbones: equal to them untrained, any subset, gradients where they belong."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.encoders.centring import LanguageMeans
from core.encoders.device import Device
from core.encoders.loading import load_text_encoder, load_visual_encoder
from core.encoders.presets import Preset
from core.encoders.unified.building import build_unified
from core.encoders.unified.config import UnifiedConfig
from core.encoders.unified.inputs import UnifiedInput
from core.encoders.unified.model import UnifiedModel
from core.encoders.unified.output import UnifiedOutput
from core.errors import InvalidInputError
from core.protocols import Pixels

SWITCHES = [(visual, ocr, language) for visual in (True, False) for ocr in (True, False) for language in (True, False)]


def built(tiny: Preset, device: Device, **changes: object) -> UnifiedModel:
    settings = {"heads": 4, "feed_forward": 48, "anchors": 5, "strides": (8, 16), "matryoshka": (8, 16), **changes}
    return build_unified(tiny, UnifiedConfig(**settings), device)  # type: ignore[arg-type]


def means(dim: int) -> LanguageMeans:
    rng = np.random.default_rng(0)
    keys = [(group, role) for group in ("zh", "en") for role in ("query", "passage")]
    return LanguageMeans({key: rng.normal(scale=0.1, size=dim).astype(np.float32) for key in keys})  # type: ignore[misc]


def run(model: UnifiedModel, inputs: list[UnifiedInput]) -> UnifiedOutput:
    with torch.no_grad():
        output: UnifiedOutput = model(model.collator()(inputs))
    return output


@pytest.mark.parametrize("switches", SWITCHES)
@pytest.mark.parametrize("centred", [True, False])
def test_untrained_equals_its_backbones(
    tiny: Preset,
    subsets: list[UnifiedInput],
    cpu32: Device,
    switches: tuple[bool, bool, bool],
    centred: bool,
) -> None:
    use_visual, use_ocr, use_language = switches
    model = built(
        tiny, cpu32, use_visual=use_visual, use_ocr=use_ocr, use_language=use_language, centred=centred, layers=1
    )
    own = means(32)
    model.text.head.set_means(own)
    text_encoder = load_text_encoder(tiny, cpu32).with_means(own if centred else None)
    output = run(model, subsets)
    page = subsets[2].ocr
    pixels = subsets[1].pixels
    assert page is not None
    assert pixels is not None
    texts = text_encoder.encode(["红楼梦 dream"], "query")[0]
    pages = text_encoder.encode([page.text], "passage")[0]
    image = np.zeros(32, dtype=np.float32)
    if use_visual:
        assert model.visual is not None
        image = load_visual_encoder(tiny, cpu32).encode([pixels])[0] @ model.visual.project.weight.numpy().T
        image /= np.linalg.norm(image)
    for row in range(8):
        has_text, has_ocr, has_image = bool(row & 4), bool(row & 2), bool(row & 1)
        expected = {
            "text": texts * has_text,
            "ocr": pages * has_ocr,
            "image": image * has_image,
            "fused": texts * has_text + pages * has_ocr + image * has_image,
        }
        expected["fused"] = expected["fused"] / max(float(np.linalg.norm(expected["fused"])), 1e-9)
        for name, vector in expected.items():
            found = getattr(output, name)[row].numpy()
            np.testing.assert_allclose(found, vector, atol=1e-5, err_msg=f"{name} of subset {row}")


def test_the_untrained_image_projection_keeps_likenesses(tiny: Preset, cpu32: Device) -> None:
    model = built(tiny, cpu32)
    assert model.visual is not None
    weight = model.visual.project.weight
    torch.testing.assert_close(weight @ weight.T, torch.eye(32), atol=1e-5, rtol=0)


def test_the_same_seed_gives_the_same_model(tiny: Preset, cpu32: Device) -> None:
    torch.manual_seed(1)
    first = built(tiny, cpu32)
    state = torch.get_rng_state()
    torch.manual_seed(2)
    assert built(tiny, cpu32).fingerprint() == first.fingerprint()
    assert built(tiny, cpu32, seed=1).fingerprint() != first.fingerprint()
    torch.manual_seed(1)
    assert torch.equal(torch.get_rng_state(), state)  # building draws nothing from the caller's generator


def opened(model: UnifiedModel) -> UnifiedModel:
    """All gates ajar, as after some training."""
    torch.manual_seed(9)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            closed = ("salience.weight", "offsets.weight", "weights.weight", "vote.weight", "up.weight", "pull")
            if "gate" in name or "score" in name or name.endswith(closed):
                parameter.normal_(std=0.5)
    return model


def test_rows_do_not_depend_on_their_batch(tiny: Preset, subsets: list[UnifiedInput], cpu32: Device) -> None:
    model = opened(built(tiny, cpu32))
    longer = UnifiedInput(text="红楼梦 dream red 红 楼 梦 a b a b a b", role="passage")
    together = run(model, [*subsets, longer])
    for row, given in enumerate(subsets):
        torch.testing.assert_close(run(model, [given]).fused[0], together.fused[row], atol=1e-5, rtol=0)


def test_trained_modules_each_change_their_vectors(tiny: Preset, subsets: list[UnifiedInput], cpu32: Device) -> None:
    base = run(built(tiny, cpu32), subsets)
    for part, changed in {
        "text.head.gate": {"text", "ocr"},
        "text.head.project": {"text", "ocr"},
        "ocr.layout_gate": {"ocr"},
        "ocr.cross_modal_gate": {"ocr"},
        "ocr.layers.0.attention_gate": {"ocr"},
        "ocr.layers.1.inner_gate": {"ocr"},
        "ocr.salience": {"ocr"},
        "visual.gate": {"image"},
        "fusion.score": set(),
    }.items():
        model = built(tiny, cpu32)
        with torch.no_grad():
            for name, parameter in model.named_parameters():
                if name.startswith(part):
                    parameter.normal_(std=0.5)
        output = run(model, subsets)
        moved = {name for name in ("text", "ocr", "image") if (getattr(output, name) - getattr(base, name)).any()}
        assert moved == changed, part
        assert (output.fused - base.fused).abs().max() > 1e-4, part


def test_a_word_sees_the_image_beside_it(tiny: Preset, subsets: list[UnifiedInput], cpu32: Device) -> None:
    model = opened(built(tiny, cpu32))
    alone, beside = subsets[2], subsets[3]
    assert beside.pixels is not None
    dark = UnifiedInput(ocr=beside.ocr, pixels=beside.pixels // 4)
    ocr = run(model, [alone, beside, dark]).ocr
    assert (ocr[0] - ocr[1]).abs().max() > 1e-4
    assert (ocr[1] - ocr[2]).abs().max() > 1e-4
    blind = opened(built(tiny, cpu32, use_visual=False))
    ocr = run(blind, [alone, beside, dark]).ocr
    torch.testing.assert_close(ocr[0], ocr[1])


def test_gradients_reach_every_trained_parameter(tiny: Preset, subsets: list[UnifiedInput], cpu32: Device) -> None:
    model = opened(built(tiny, cpu32, modality_dropout=0.0, dropout=0.0))
    chosen = model.trainable("frozen")
    output = model(model.collator()(subsets))
    torch.manual_seed(0)
    weights = torch.randn(4, 8, 32)
    parts = torch.stack([output.text, output.ocr, output.image, output.fused])
    (parts * weights).sum().backward()
    missing = [name for name, value in chosen if value.grad is None or not value.grad.any()]
    # A shift of all scores leaves a softmax as it is.
    assert [name for name in missing if not name.endswith("key.bias")] == []
    assert all(torch.isfinite(value.grad).all() for _, value in chosen if value.grad is not None)
    assert all(value.grad is None for name, value in model.named_parameters() if name.startswith("text.backbone."))


def test_modes_of_training(tiny: Preset, cpu32: Device) -> None:
    model = built(tiny, cpu32, frozen_layers=1)
    on_top = {name for name, _ in model.trainable("frozen")}
    assert not any(name.startswith("text.backbone.") for name in on_top)
    upper = {name for name, _ in model.trainable("upper")} - on_top
    assert upper
    assert all(".encoder.layer.1." in name for name in upper)
    full = {name for name, _ in model.trainable("full")} - on_top
    assert upper < full
    assert not any("word_embeddings" in name for name in full)
    model.trainable("frozen")
    assert {name for name, value in model.named_parameters() if value.requires_grad} == on_top
    with pytest.raises(InvalidInputError, match=r"unified\.setting"):
        model.trainable("lora")  # type: ignore[arg-type]
    with pytest.raises(InvalidInputError, match="frozen_layers"):
        built(tiny, cpu32).trainable("upper")


def test_training_opens_the_gates_and_learns(tiny: Preset, cpu32: Device) -> None:
    """Four Chinese words learn which English ones they go with, the backbone frozen."""
    chinese = ["红", "楼", "梦", "红楼梦"]
    english = ["a", "b", "dream", "red"]
    model = built(tiny, cpu32, dropout=0.0)
    parameters = [value for _, value in model.trainable("frozen")]
    optimiser = torch.optim.Adam(parameters, lr=0.01)
    batch = model.collator()([UnifiedInput(text=text) for text in chinese + english])
    model.train()
    losses = []
    for _ in range(60):
        vectors = model(batch).text
        loss = torch.nn.functional.cross_entropy(vectors[:4] @ vectors[4:].T / 0.05, torch.arange(4))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < 0.1 < losses[0]


def test_modality_dropout_is_for_training_alone(tiny: Preset, subsets: list[UnifiedInput], cpu32: Device) -> None:
    model = built(tiny, cpu32, modality_dropout=0.5, dropout=0.0)
    batch = model.collator()([subsets[7]] * 64)
    with torch.no_grad():
        calm = model(batch).fused
        assert (calm - calm[0]).abs().max() < 1e-6
        torch.manual_seed(0)
        model.train()
        shaken = model(batch)
    kinds = torch.unique(shaken.fused.round(decimals=3), dim=0)
    assert len(kinds) == 7  # by every choice of text, page and image but none
    assert (shaken.text - shaken.text[0]).abs().max() < 1e-6  # single modalities are never hidden from themselves


def test_sizes_that_do_not_fit_are_named(tiny: Preset, cpu32: Device) -> None:
    with pytest.raises(InvalidInputError) as caught:
        built(tiny, cpu32, heads=5)
    assert caught.value.context == {"what": "heads", "expected": "a divisor of 32", "found": 5}
    with pytest.raises(InvalidInputError) as caught:
        built(tiny, cpu32, strides=(8, 64))
    assert caught.value.context["what"] == "strides"
    assert caught.value.context["found"] == "[64]"
    with pytest.raises(InvalidInputError) as caught:
        built(tiny, cpu32, matryoshka=(8, 64))
    assert caught.value.context["found"] == 64


def test_matryoshka_heads_of_the_output(tiny: Preset, subsets: list[UnifiedInput], cpu32: Device) -> None:
    output = run(built(tiny, cpu32), subsets)
    assert output.heads == (8, 16, 32)
    small = output.at(8)
    assert small.fused.shape == (8, 8)
    torch.testing.assert_close(small.fused.norm(dim=1), torch.tensor([0.0] + [1.0] * 7))


def test_the_mean_image_is_taken_away(tiny: Preset, pixels: Pixels, cpu32: Device) -> None:
    model = built(tiny, cpu32)
    other = UnifiedInput(pixels=255 - pixels)
    batch = model.collator()([UnifiedInput(pixels=pixels), other])
    assert model.visual is not None
    assert batch.image is not None
    before = model(batch).image
    model.visual.set_mean(batch.image.pooled.mean(dim=0))
    after = model(batch).image
    assert float((before[0] * before[1]).sum()) > 0.5
    assert float((after[0] * after[1]).sum()) == pytest.approx(-1.0, abs=1e-4)
    with pytest.raises(InvalidInputError) as caught:
        model.visual.set_mean(torch.zeros(3))
    assert caught.value.context == {"what": "mean", "expected": "(512,)", "found": "(3,)"}


def test_mixed_precision_stays_close_and_trains(tiny: Preset, subsets: list[UnifiedInput], cpu32: Device) -> None:
    """What CUDA does under autocast, here on the CPU: bfloat16 products, vectors and gradients in float32."""
    model = opened(built(tiny, cpu32, modality_dropout=0.0, dropout=0.0))
    model.trainable("full")
    batch = model.collator()(subsets)
    exact = model(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        rounded = model(batch)
    for name in ("text", "ocr", "image", "fused"):
        found, expected = getattr(rounded, name), getattr(exact, name)
        assert found.dtype == torch.float32
        assert ((found * expected).sum(dim=1) - (expected * expected).sum(dim=1)).abs().max() < 0.005, name
    rounded.fused[5:].sum().backward()
    assert all(torch.isfinite(value.grad).all() for value in model.parameters() if value.grad is not None)
