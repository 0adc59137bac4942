"""The image encoder: pooling, preprocessing, renaming of weights, loading from folders."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.encoders.device import Device
from core.encoders.loading import load_visual_encoder
from core.encoders.presets import VisualTower, WeightSource, load_preset
from core.encoders.visual import (
    PooledVisualEncoder,
    generalised_mean,
    read_torch_weights,
    rename_efficientnet,
    timm_network,
)
from core.errors import StoreMismatchError
from core.protocols import VisualEncoder


def pictures(n: int = 3) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [rng.integers(0, 255, size=(90 + 40 * row, 70, 3), dtype=np.uint8) for row in range(n)]


def test_generalised_mean_by_hand() -> None:
    import torch

    features = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]])
    assert float(generalised_mean(features, 1.0)) == pytest.approx(2.5)
    assert float(generalised_mean(features, 3.0)) == pytest.approx((100 / 4) ** (1 / 3))
    assert float(generalised_mean(features, 50.0)) == pytest.approx(4.0, abs=0.15)


@pytest.fixture
def encoder(tiny_preset: Callable[..., Path], tmp_path: Path) -> VisualEncoder:
    import timm
    import torch
    from safetensors.torch import save_file

    path = tiny_preset()
    folder = tmp_path / "模型" / "visual"
    folder.mkdir()
    torch.manual_seed(0)
    save_file(timm.create_model("resnet10t", pretrained=False).state_dict(), folder / "model.safetensors")
    return load_visual_encoder(load_preset(path), "cpu")


def test_implements_the_protocol_with_unit_rows(encoder: VisualEncoder) -> None:
    assert isinstance(encoder, VisualEncoder)
    vectors = encoder.encode(pictures())
    assert vectors.shape == (3, 512)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert encoder.encode([]).shape == (0, 512)


def test_batch_and_single_agree_and_the_image_is_left_alone(encoder: VisualEncoder) -> None:
    images = pictures(11)
    copies = [image.copy() for image in images]
    together = encoder.encode(images)
    np.testing.assert_allclose(together, np.concatenate([encoder.encode([image]) for image in images]), atol=1e-4)
    for image, copy in zip(images, copies, strict=True):
        np.testing.assert_array_equal(image, copy)


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 2000, 3), (64, 64, 3)])
def test_any_size_is_taken(encoder: VisualEncoder, shape: tuple[int, ...]) -> None:
    assert np.isfinite(encoder.encode([np.full(shape, 200, np.uint8)])).all()


def test_preprocessing_is_part_of_the_fingerprint(cpu: Device) -> None:
    def network(pixels):
        return pixels.mean(dim=(-2, -1))

    def fingerprint(**changes: object) -> str:
        values = {"image_px": 64, "gem_p": 3.0, **changes}
        tower = VisualTower(
            "t",
            "timm",
            "resnet10t",
            "none",
            3,
            source=WeightSource("folder", path="x"),
            **values,  # type: ignore[arg-type]
        )
        return PooledVisualEncoder(network, tower, cpu, "id").info.fingerprint

    assert fingerprint() == fingerprint()
    assert (
        len({fingerprint(), fingerprint(image_px=65), fingerprint(gem_p=4.0), fingerprint(channel_mean=(0, 0, 0))}) == 4
    )


def test_pixels_are_squeezed_and_normalised(cpu: Device) -> None:
    seen = []

    def network(pixels):
        seen.append(pixels.numpy())
        return pixels.mean(dim=(-2, -1))

    tower = VisualTower(
        "t",
        "timm",
        "x",
        "none",
        3,
        image_px=8,
        source=WeightSource("folder", path="x"),
        channel_mean=(0.5, 0.0, 0.0),
        channel_std=(0.5, 1.0, 0.1),
    )
    image = np.zeros((20, 10, 3), np.uint8)
    image[..., 0], image[..., 1] = 255, 51
    PooledVisualEncoder(network, tower, cpu, "id").encode([image])
    assert seen[0].shape == (1, 3, 8, 8)
    np.testing.assert_allclose(seen[0][0, :, 3, 3], [1.0, 0.2, 0.0], atol=1e-6)


def tower(architecture: str = "resnet10t", dim: int = 512) -> VisualTower:
    return VisualTower("t", "timm", architecture, "none", dim, 64, WeightSource("folder", path="x"))


def test_weights_that_do_not_fit_are_refused(cpu: Device) -> None:
    import timm

    weights = timm.create_model("resnet10t", pretrained=False).state_dict()
    with pytest.raises(StoreMismatchError):
        timm_network(weights, tower(dim=511), cpu)
    weights.pop("layer1.0.conv1.weight")
    with pytest.raises(StoreMismatchError) as caught:
        timm_network(weights, tower(), cpu)
    assert caught.value.message_id == "model.damaged"


def test_a_vision_transformer_pools_by_itself(cpu: Device) -> None:
    import timm
    import torch

    model = timm.create_model("vit_tiny_patch16_224", pretrained=False).eval()
    vit = VisualTower("t", "timm", "vit_tiny_patch16_224", "none", 192, 224, WeightSource("folder", path="x"))
    pixels = torch.randn(2, 3, 224, 224)
    with torch.inference_mode():
        pooled = timm_network(model.state_dict(), vit, cpu)(pixels)
        expected = model.forward_head(model.forward_features(pixels), pre_logits=True)
    torch.testing.assert_close(pooled, expected)


class _Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (print, ("ran code from a weights file",))


@pytest.mark.filterwarnings("ignore:Detected pickle protocol")
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x80\x02X", pickle.dumps(_Evil()), pickle.dumps({"a": 1})])
def test_weights_files_run_no_code(data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(StoreMismatchError) as caught:
        read_torch_weights(data, "x.pth")
    assert caught.value.message_id == "model.damaged"
    assert "ran code" not in capsys.readouterr().out


def test_a_checkpoint_with_more_than_tensors_is_refused() -> None:
    import torch

    stream = io.BytesIO()
    torch.save({"epoch": 3, "weights": torch.zeros(2)}, stream)
    with pytest.raises(StoreMismatchError, match="more than tensors"):
        read_torch_weights(stream.getvalue(), "x.pth")


def test_names_of_efficientnet_by_hand() -> None:
    names = {
        "_conv_stem.weight": "conv_stem.weight",
        "_bn0.bias": "bn1.bias",
        "_blocks.0._depthwise_conv.weight": "blocks.0.0.conv_dw.weight",
        "_blocks.0._project_conv.weight": "blocks.0.0.conv_pw.weight",
        "_blocks.0._bn2.running_mean": "blocks.0.0.bn2.running_mean",
        "_blocks.2._expand_conv.weight": "blocks.1.1.conv_pw.weight",
        "_blocks.2._project_conv.weight": "blocks.1.1.conv_pwl.weight",
        "_blocks.2._bn2.weight": "blocks.1.1.bn3.weight",
        "_conv_head.weight": "conv_head.weight",
        "_bn1.weight": "bn2.weight",
        "_fc.bias": "classifier.bias",
    }
    renamed = rename_efficientnet({name: name for name in names}, [1, 2])  # type: ignore[arg-type]
    assert renamed == {target: name for name, target in names.items()}


@pytest.mark.parametrize("name", ["_blocks.9._bn1.weight", "_blocks.0._se_reduce.weight", "head.weight", "_fd.bias"])
def test_unknown_names_are_refused(name: str) -> None:
    with pytest.raises(StoreMismatchError):
        rename_efficientnet({name: name}, [1, 2])  # type: ignore[arg-type]


def test_the_image_side_of_a_clip_folder_is_an_encoder(tiny_preset: Callable[..., Path], tmp_path: Path) -> None:
    import torch
    from transformers import CLIPConfig, CLIPModel

    path = tiny_preset()
    torch.manual_seed(0)
    small = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = CLIPConfig(
        text_config={**small, "vocab_size": 20, "max_position_embeddings": 8},
        vision_config={**small, "image_size": 64, "patch_size": 16},
        projection_dim=24,
    )
    model = CLIPModel(config).eval()
    model.save_pretrained(tmp_path / "模型" / "visual")
    text = path.read_text(encoding="utf-8").replace('kind = "timm"', 'kind = "image-text"')
    path.write_text(text.replace("dim = 512", "dim = 24"), encoding="utf-8")
    encoder = load_visual_encoder(load_preset(path), "cpu")
    image = pictures(1)
    with torch.inference_mode():
        pixels = torch.from_numpy(encoder._prepare(image[0]))[None]
        expected = model.visual_projection(model.vision_model(pixel_values=pixels).pooler_output)[0].numpy()
    np.testing.assert_allclose(encoder.encode(image)[0], expected / np.linalg.norm(expected), atol=1e-4)
    path.write_text(path.read_text(encoding="utf-8").replace("dim = 24", "dim = 23"), encoding="utf-8")
    with pytest.raises(StoreMismatchError):
        load_visual_encoder(load_preset(path), "cpu")
