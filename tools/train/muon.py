"""Muon: momentum whose step is made orthogonal, for weights that are matrices; AdamW for everything else.

Source: K. Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024; the size of a step as in
J. Liu et al., "Muon is Scalable for LLM Training", 2025 (0.2 sqrt(max(rows, columns)), so that AdamW's rates fit).
"""
import torch

MOMENTUM = 0.95
_ITERATIONS = 5
_QUINTIC = 3.4445, -4.7750, 2.0315  # drives singular values towards 1 quickly, and leaves them within 0.7 to 1.2


def orthogonalise(matrix):
    """[rows, columns] -> the nearest matrix with orthonormal rows or columns, roughly, by Newton and Schulz's iteration."""
    a, b, c = _QUINTIC
    wide = matrix.size(0) <= matrix.size(1)
    x = (matrix if wide else matrix.T).to(torch.bfloat16)
    x = x / (x.norm() + 1e-7)
    for _ in range(_ITERATIONS):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return (x if wide else x.T).to(matrix.dtype)


class Muon(torch.optim.Optimizer):
    """Kernels count as matrices of [output channels, everything else]."""

    def __init__(self, parameters, lr, weight_decay):
        super().__init__(parameters, {"lr": lr, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                momentum = state.setdefault("momentum", torch.zeros_like(p))
                momentum.mul_(MOMENTUM).add_(p.grad)
                step = orthogonalise(p.grad.add(momentum, alpha=MOMENTUM).flatten(1))
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.add_(step.view_as(p), alpha=-group["lr"] * 0.2 * max(step.shape) ** 0.5)
