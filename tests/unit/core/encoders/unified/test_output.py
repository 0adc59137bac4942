"""Matryoshka heads: prefixes of length one, and what is no head."""

from __future__ import annotations

import pytest
import torch

from core.encoders.unified.output import UnifiedOutput, prefix, unit
from core.errors import InvalidInputError


def test_prefix_is_truncated_and_normalised() -> None:
    vectors = torch.tensor([[3.0, 4.0, 12.0], [0.0, 0.0, 0.0]])
    torch.testing.assert_close(prefix(vectors, 2), torch.tensor([[0.6, 0.8], [0.0, 0.0]]))


def test_zero_rows_have_finite_gradients() -> None:
    vectors = torch.tensor([[0.0, 0.0], [1.0, 2.0]], requires_grad=True)
    (unit(vectors) * torch.tensor([1.0, -1.0])).sum().backward()
    assert vectors.grad is not None
    assert torch.isfinite(vectors.grad).all()
    assert not vectors.grad[0].any()
    assert vectors.grad[1].any()


def test_unit_gradient() -> None:
    vectors = torch.randn(3, 4, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(unit, (vectors,))


def test_heads() -> None:
    torch.manual_seed(0)
    text = unit(torch.randn(2, 8))
    output = UnifiedOutput(text, text, text, text, (2, 4, 8))
    small = output.at(4)
    assert small.heads == (2, 4)
    torch.testing.assert_close(small.fused.norm(dim=1), torch.ones(2))
    torch.testing.assert_close(small.at(2).text, output.at(2).text)  # heads nest
    assert output.at(8) is output
    with pytest.raises(InvalidInputError) as caught:
        output.at(5)
    assert caught.value.context == {"what": "head", "expected": "(2, 4, 8)", "found": 5}
