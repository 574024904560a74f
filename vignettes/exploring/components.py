"""Strongly connected components, for play graphs of any size (no recursion)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence


def components(count: int, targets: Callable[[int], Iterable[int]]) -> list[list[int]]:
    """Return the strongly connected components of nodes 0..count-1, targets before sources.

    The order is that of Tarjan's algorithm (1972): every component comes after all those it leads to.

    Args:
        count: how many nodes there are.
        targets: the nodes a node leads to; numbers below 0 are passed over.
    """
    order = [0] * count  # 1-based time of discovery; 0: not yet
    low = [0] * count
    on_stack = bytearray(count)
    stack: list[int] = []
    found: list[list[int]] = []
    clock = 0
    for root in range(count):
        if order[root]:
            continue
        work: list[tuple[int, Iterator[int]]] = []
        entering = root
        while True:
            if entering >= 0:
                clock += 1
                order[entering] = low[entering] = clock
                stack.append(entering)
                on_stack[entering] = 1
                work.append((entering, iter(targets(entering))))
            node, rest = work[-1]
            entering = _next(node, rest, order, low, on_stack)
            if entering >= 0:
                continue
            work.pop()
            if work:
                above = work[-1][0]
                low[above] = min(low[above], low[node])
            if low[node] == order[node]:
                found.append(_unwind(node, stack, on_stack))
            if not work:
                break
    return found


def _next(node: int, rest: Iterator[int], order: list[int], low: list[int], on_stack: bytearray) -> int:
    """Return the next undiscovered target, or -1 when there is none."""
    for target in rest:
        if target < 0:
            continue
        if not order[target]:
            return target
        if on_stack[target]:
            low[node] = min(low[node], order[target])
    return -1


def _unwind(node: int, stack: list[int], on_stack: bytearray) -> list[int]:
    component = []
    while True:
        top = stack.pop()
        on_stack[top] = 0
        component.append(top)
        if top == node:
            return component


def is_cycle(component: Sequence[int], targets: Callable[[int], Iterable[int]]) -> bool:
    """Tell whether one can go round in a component: it has several nodes, or one that leads to itself."""
    return len(component) > 1 or component[0] in targets(component[0])
