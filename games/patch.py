"""JSON Merge Patches (RFC 7396): the difference of two documents, and how it is applied.

In here: ``diff`` and ``merge``, both pure. Not in here: which documents there are, who sees them.

A merge patch removes with null, so documents hold none: what is empty is absent. Lists and
scalars are replaced whole. Arguments are never changed; results may share parts with them.
"""

from __future__ import annotations

from typing import Any

_ABSENT: Any = object()


def diff(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The smallest patch that turns ``before`` into ``after``; empty when they are the same.

    >>> diff({"clocks": {"w": 9, "b": 8}, "draw": 0}, {"clocks": {"w": 7, "b": 8}})
    {'clocks': {'w': 7}, 'draw': None}
    """
    patch: dict[str, Any] = {}
    if before is after:
        return patch
    for key, new in after.items():
        old = before.get(key, _ABSENT)
        if old is new:
            continue
        if type(new) is dict and type(old) is dict:
            if inner := diff(old, new):
                patch[key] = inner
        elif not _same(old, new):
            patch[key] = new
    if not before.keys() <= after.keys():
        patch.update((key, None) for key in before if key not in after)
    return patch


def merge(document: Any, patch: Any) -> Any:
    """``document`` with ``patch`` applied, as the RFC's section 2 defines it, in a new object.

    >>> merge({"clocks": {"w": 9, "b": 8}, "draw": 0}, {"clocks": {"w": 7}, "draw": None})
    {'clocks': {'w': 7, 'b': 8}}
    """
    if type(patch) is not dict:
        return patch
    result = dict(document) if type(document) is dict else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        elif type(value) is dict:
            result[key] = merge(result.get(key), value)
        else:
            result[key] = value
    return result


def _same(old: Any, new: Any) -> bool:
    """Whether two values are the same JSON: in Python alone, ``1 == True == 1.0``."""
    if type(old) is not type(new):
        return False
    if type(new) is list:
        return len(old) == len(new) and all(map(_same, old, new))
    if type(new) is dict:
        return old.keys() == new.keys() and all(_same(old[key], new[key]) for key in new)
    return bool(old == new)
