"""Merge patches: what a client applies is exactly what changed."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from games.patch import diff, merge

# A busy machine is no fault of the patch.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
patient = settings.get_profile("patient")

keys = st.sampled_from("abcd")
scalars = st.one_of(
    st.booleans(), st.integers(-2, 2), st.sampled_from((0.0, 1.0, 0.5)), st.text(max_size=2)
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=12,
)
documents = st.dictionaries(keys, values, max_size=4)


def same(one: Any, other: Any) -> bool:
    """Equal as JSON text, where 1, 1.0 and true differ; the order of keys does not count."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return repr(one) == repr(other) or (
        isinstance(one, list)
        and isinstance(other, list)
        and len(one) == len(other)
        and all(map(same, one, other))
    )


@patient
@given(documents, documents)
def test_a_document_with_its_difference_is_the_other_document(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    kept = copy.deepcopy((before, after))
    assert same(merge(before, diff(before, after)), after)
    assert (before, after) == kept


@patient
@given(documents)
def test_equal_documents_differ_by_nothing(document: dict[str, Any]) -> None:
    assert diff(document, document) == {}
    assert diff(document, copy.deepcopy(document)) == {}


@patient
@given(documents, documents)
def test_a_patch_applied_twice_changes_nothing_more(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    patch = diff(before, after)
    once = merge(before, patch)
    assert same(merge(once, patch), once)


@patient
@given(documents, documents)
def test_a_patch_names_no_entry_that_stayed(before: dict[str, Any], after: dict[str, Any]) -> None:
    for key in diff(before, after):
        assert not (key in before and key in after and same(before[key], after[key]))


@pytest.mark.parametrize(("before", "after"), [(1, True), (True, 1), (1, 1.0), ([0], [False])])
def test_values_that_python_calls_equal_and_json_does_not_are_news(before: Any, after: Any) -> None:
    patch = diff({"a": before}, {"a": after})
    assert repr(patch) == repr({"a": after})


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_merging_follows_the_examples_of_the_rfc(target: Any, patch: Any, result: Any) -> None:
    assert merge(target, patch) == result
