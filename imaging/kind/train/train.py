#!/usr/bin/env python3
"""Train the net of kinds on patches that the command scenes drew.

    go run ./imaging/kind/train/scenes -n 120000 -seed 11 > train.bin
    go run ./imaging/kind/train/scenes -n 8000 -seed 99 > test.bin
    python3 imaging/kind/train/train.py -passes 700000 train.bin test.bin

Needs numpy and torch 1.13 or later; one thread, no GPU. Writes the weights, and for
the tests a few patches with what the net makes of them. Prints, for the kinds it was
trained on and those held back, alone and inside something, how well a kind is found.
"""
import argparse, hashlib, json, math, os, struct, time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

VERSION = 1
# Kinds that no step of the training sees, to measure what the net makes of the new.
HELD = ["axe", "bicycle", "bulb", "cable drum", "cigarettes", "gearbox",
        "headphones", "jerrycan", "saw", "statue", "toy car", "washing machine"]
WIDTHS = [24, 48, 96, 120]
OUT = 64
RECORD = np.dtype([("kind", "<u2"), ("setting", "u1"), ("patch", "i1", (64, 64, 3))])


def read(path):
    with open(path, "rb") as f:
        kinds = json.loads(f.readline())
        return kinds, np.frombuffer(f.read(), RECORD)


class Conv(nn.Module):
    """3x3 convolution and batch norm, which are one convolution once trained."""

    def __init__(self, i, o, step):
        super().__init__()
        self.conv = nn.Conv2d(i, o, 3, step, 1, bias=False)
        self.norm = nn.BatchNorm2d(o)

    def forward(self, x):
        return self.norm(self.conv(x))

    def folded(self):
        k = self.norm.weight / torch.sqrt(self.norm.running_var + self.norm.eps)
        return self.conv.weight * k[:, None, None, None], self.norm.bias - self.norm.running_mean * k


class Net(nn.Module):
    """Halve, halve, two and back, halve, two and back, halve, two and back, pool."""

    def __init__(self):
        super().__init__()
        a, b, c, d = WIDTHS
        self.convs = nn.ModuleList([
            Conv(3, a, 2), Conv(a, b, 2), Conv(b, b, 1), Conv(b, b, 1),
            Conv(b, c, 2), Conv(c, c, 1), Conv(c, c, 1),
            Conv(c, d, 2), Conv(d, d, 1), Conv(d, d, 1)])
        self.head = nn.Linear(2 * d, OUT)

    def forward(self, x):
        convs = iter(self.convs)
        x = F.relu(next(convs)(x))
        for _ in range(3):
            x = F.relu(next(convs)(x))
            y = F.relu(next(convs)(x))
            x = F.relu(x + next(convs)(y))
        return self.head(torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1))


def augmented(x, rng):
    """Flips, quarter turns, shifts, covered parts and noise of a batch of patches."""
    if rng.random() < .5:  # left and right: the sine of twice the direction changes its sign
        x = x.flip(3) * torch.tensor([1., 1, -1]).view(1, 3, 1, 1)
    if rng.random() < .5:  # a quarter turn: both do
        x = x.transpose(2, 3).flip(3) * torch.tensor([1., -1, -1]).view(1, 3, 1, 1)
    if rng.random() < .5:
        x = x.flip(2) * torch.tensor([1., 1, -1]).view(1, 3, 1, 1)
    dx, dy = rng.integers(-4, 5, 2)
    x = torch.roll(x, (int(dy), int(dx)), (2, 3))
    n = len(x)
    if rng.random() < .5:
        w, h = rng.integers(8, 28, 2)
        left, top = rng.integers(0, 64 - w), rng.integers(0, 64 - h)
        x = x.clone()
        x[: n // 2, :, top:top + h, left:left + w] = 0
    strength = torch.from_numpy(rng.uniform(.8, 1.2, (n, 1, 1, 1)).astype(np.float32))
    return x * strength + torch.randn(x.shape) * float(rng.uniform(0, .04))


def loss_of(v, label, proxies, margin=.1, scale=16):
    """Softmax over the cosines to one proxy a kind, the right one less a margin, and
    supervised contrast within the batch (P. Khosla and others, 2020)."""
    v = F.normalize(v)
    cosines = v @ F.normalize(proxies).T
    cosines = cosines - margin * F.one_hot(label, len(proxies))
    softmax = F.cross_entropy(scale * cosines, label, label_smoothing=.05)
    near = v @ v.T / .1
    near.fill_diagonal_(-1e4)
    same = (label[:, None] == label[None, :]).float()
    same.fill_diagonal_(0)
    has = same.sum(1) > 0
    logs = near - torch.logsumexp(near, 1, keepdim=True)
    contrast = -(same * logs).sum(1)[has] / same.sum(1)[has]
    return softmax + .5 * contrast.mean()


def tensor(patches):
    return torch.from_numpy(patches.astype(np.float32) / 127).permute(0, 3, 1, 2)


def vectors(net, patches):
    net.eval()
    with torch.no_grad():
        v = torch.cat([F.normalize(net(tensor(patches[i:i + 256]))) for i in range(0, len(patches), 256)])
    return torch.round(127 * v).numpy()


def figures(v, label):
    """Mean average precision, precision at 10 and chance, each crop asked once."""
    v = v / np.maximum(np.linalg.norm(v, axis=1, keepdims=True), 1e-9)
    cosines = v @ v.T
    np.fill_diagonal(cosines, -2)
    ap, p10, chance = [], [], []
    for i, c in enumerate(cosines):
        right = (label[np.argsort(-c)[:-1]] == label[i])
        if right.sum() == 0:
            continue
        rank = np.nonzero(right)[0]
        ap.append(np.mean((np.arange(len(rank)) + 1) / (rank + 1)))
        p10.append(right[:10].mean())
        chance.append(right.mean())
    return len(ap), np.mean(ap), np.mean(p10), np.mean(chance)


def report(name, net, kinds, test):
    held = np.array([k in HELD for k in kinds])[test["kind"]]
    v = vectors(net, test["patch"])
    for setting, inside in (("alone", 0), ("inside", 1)):
        for kind, some in (("trained", ~held), ("held back", held)):
            at = np.nonzero(some & (test["setting"] == inside))[0][:2500]
            n, ap, p10, chance = figures(v[at], test["kind"][at])
            print(f"{name:10} {setting:7} {kind:10} n {n:5} mAP {ap:.3f} P@10 {p10:.3f} chance {chance:.3f}", flush=True)


def quantised(w):
    """Signed bytes and a scale for each output."""
    scale = w.abs().flatten(1).amax(1).clamp(min=1e-12) / 127
    shape = (-1,) + (1,) * (w.dim() - 1)
    return torch.round(w / scale.view(shape)).clamp(-127, 127), scale


def write(net, path):
    """The weights as imaging/kind/weights.go reads them; returns the net with weights as written."""
    body = b""
    rounded = Net()
    rounded.load_state_dict(net.state_dict())
    rounded.eval()
    with torch.no_grad():
        for conv in rounded.convs:
            w, b = conv.folded()
            q, scale = quantised(w)
            o, i = w.shape[:2]
            # Panels of 24 outputs; in each by row, column and input.
            panels = q.reshape(o // 24, 24, i, 3, 3).permute(0, 3, 4, 2, 1).contiguous()
            body += scale.numpy().astype("<f4").tobytes() + b.numpy().astype("<f4").tobytes()
            body += panels.numpy().astype("i1").tobytes()
            conv.conv.weight.copy_(q * scale.view(-1, 1, 1, 1))
            conv.norm.running_mean.zero_(); conv.norm.running_var.fill_(1 - conv.norm.eps)
            conv.norm.weight.fill_(1); conv.norm.bias.copy_(b)
        q, scale = quantised(rounded.head.weight)
        body += scale.numpy().astype("<f4").tobytes() + rounded.head.bias.numpy().astype("<f4").tobytes()
        body += q.numpy().astype("i1").tobytes()
        rounded.head.weight.copy_(q * scale.view(-1, 1))
    body = b"LYNXKIND" + struct.pack("<I", VERSION) + body
    with open(path, "wb") as f:
        f.write(body + hashlib.sha256(body).digest())
    return rounded


def resume(net, path, patches):
    """Take up training from weights that were written: the batch norms that were folded
    into them are set to what some patches show, so that the net is the same."""
    with open(path, "rb") as f:
        body = f.read()[12:-32]

    def take(kind, count):
        nonlocal body
        size = np.dtype(kind).itemsize * count
        out, body = np.frombuffer(body[:size], kind).astype(np.float32), body[size:]
        return torch.from_numpy(out)

    def measured(conv, _, y):
        norm = norms[conv]
        mean, var = y.mean((0, 2, 3)), y.var((0, 2, 3))
        norm.running_mean.copy_(mean); norm.running_var.copy_(var)
        norm.weight.copy_(torch.sqrt(var + norm.eps)); norm.bias.add_(mean)

    norms, hooks = {}, []
    with torch.no_grad():
        for c in net.convs:
            o, i = c.conv.weight.shape[:2]
            scale, bias, q = take("<f4", o), take("<f4", o), take("i1", 9 * i * o)
            q = q.reshape(o // 24, 3, 3, i, 24).permute(0, 4, 3, 1, 2).reshape(o, i, 3, 3)
            c.conv.weight.copy_(q * scale.view(-1, 1, 1, 1))
            c.norm.bias.copy_(bias)
            norms[c.conv] = c.norm
            hooks.append(c.conv.register_forward_hook(measured))
        scale, bias, q = take("<f4", OUT), take("<f4", OUT), take("i1", OUT * 2 * WIDTHS[-1])
        net.head.weight.copy_(q.reshape(OUT, -1) * scale.view(-1, 1))
        net.head.bias.copy_(bias)
        net.eval()
        net(tensor(patches))
        for h in hooks:
            h.remove()


def main():
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    args = argparse.ArgumentParser()
    args.add_argument("data", nargs="+", help="files to train on; the last is to test on")
    args.add_argument("-passes", type=int, default=700000, help="patches that the net is shown")
    args.add_argument("-rate", type=float, default=3e-3, help="of learning, at its highest")
    args.add_argument("-resume", help="weights to start from")
    args.add_argument("-seed", type=int, default=1)
    args.add_argument("-out", default=here, help="folder of the package kind")
    args = args.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    rng = np.random.default_rng(args.seed)

    parts = [read(p) for p in args.data]
    kinds, test = parts[-1]
    assert all(k == kinds for k, _ in parts)
    train = np.concatenate([d for _, d in parts[:-1]])
    seen = [k for k in range(len(kinds)) if kinds[k] not in HELD]
    number = np.full(len(kinds), -1)
    number[seen] = np.arange(len(seen))
    train = train[number[train["kind"]] >= 0]
    print(f"{len(train)} patches of {len(seen)} kinds", flush=True)

    net = Net().to(memory_format=torch.channels_last)
    print(sum(p.numel() for p in net.parameters()), "parameters")
    proxies = nn.Parameter(torch.randn(len(seen), OUT))
    if args.resume:
        resume(net, args.resume, train["patch"][rng.integers(0, len(train), 1024)])
        some = train[rng.integers(0, len(train), 8192)]
        v = torch.from_numpy(vectors(net, some["patch"]) / 127)
        with torch.no_grad():
            proxies.zero_().index_add_(0, torch.from_numpy(number[some["kind"]]), v)
            proxies.copy_(8 * F.normalize(proxies))
    report("before", net, kinds, test)
    batch, steps, rate = 192, args.passes // 192, args.rate
    adam = torch.optim.AdamW([{"params": net.parameters(), "weight_decay": .02}, {"params": [proxies], "weight_decay": 0}], lr=rate)
    order, start, mean = rng.permutation(len(train)), time.time(), 0
    for step in range(steps):
        if len(order) < batch:
            order = rng.permutation(len(train))
        pick, order = np.sort(order[:batch]), order[batch:]
        warm = min(1, (step + 1) / 200)
        for group in adam.param_groups:
            group["lr"] = rate * warm * (.01 + .99 * .5 * (1 + math.cos(math.pi * step / steps)))
        net.train()
        x = tensor(train["patch"][pick])
        # Each quarter of the batch is changed in a way of its own.
        x = torch.cat([augmented(q, rng) for q in x.chunk(4)]).to(memory_format=torch.channels_last)
        loss = loss_of(net(x), torch.from_numpy(number[train["kind"][pick]]), proxies)
        adam.zero_grad()
        loss.backward()
        adam.step()
        mean = .98 * mean + .02 * loss.item()
        if step % 250 == 249:
            print(f"{(step + 1) * batch:7} loss {mean:.3f} {time.time() - start:.0f} s", flush=True)
        if step % 1000 == 999:
            write(net, os.path.join(args.out, "weights.bin"))
    rounded = write(net, os.path.join(args.out, "weights.bin"))
    report("trained", net, kinds, test)
    report("as written", rounded, kinds, test)

    some = test["patch"][:4]
    with torch.no_grad():
        v = F.normalize(rounded(tensor(some))).numpy()
    os.makedirs(os.path.join(args.out, "testdata"), exist_ok=True)
    with open(os.path.join(args.out, "testdata", "golden.bin"), "wb") as f:
        for p, e in zip(some, v):
            f.write(p.tobytes() + e.astype("<f4").tobytes())


if __name__ == "__main__":
    main()
