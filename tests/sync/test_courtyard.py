"""The forms of courtyard records: each bad value gets its code at its field, and everything has words."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.courtyard import forms
from sync.courtyard.checking import check
from sync.courtyard.forms import (
    FORMS,
    KINDS,
    Condition,
    Field,
    Form,
    NestCheck,
    find_form,
    newest_form,
    read_forms,
)
from sync.courtyard.wording import LANGUAGES, word, words_in
from sync.errors import InvalidOperation
from sync.wire import parse_operation
from tests import strategies
from tests.vectors.load import load

BAD = [case for case in load("wire.courtyard")["cases"] if "codes" in case["expect"]]


def test_a_form_is_read_with_all_that_it_may_say():
    field = {
        "name": "parts",
        "type": "list",
        "is_required": True,
        "is_recalled": True,
        "unit": "kg",
        "min": 2,
        "max": 7.5,
        "codes": ["a", "b"],
        "characters_max": 40,
        "items_max": 3,
        "shown_when": {"field": "method", "is": ["grit", True]},
        "fields": [{"name": "part", "type": "text"}],
    }
    whole = {
        "kind": "mowing",
        "version": 2,
        "space_kinds": ["yard"],
        "nest_check": {"from": "04-01", "to": "07-31", "when": {"field": "method", "is": ["cut"]}},
        "fields": [field],
    }
    always = {"kind": "mowing", "version": 1, "nest_check": {"from": "05-01", "to": "06-30"}, "fields": []}

    read = read_forms(json.dumps({"forms": [whole, always, {"kind": "gutter", "version": 1, "fields": []}]}))

    assert list(read) == [("mowing", 2), ("mowing", 1), ("gutter", 1)]
    assert read["mowing", 2] == Form(
        kind="mowing",
        version=2,
        fields=(
            Field(
                name="parts",
                type="list",
                is_required=True,
                shown_when=Condition("method", ("grit", True)),
                unit="kg",
                minimum=2,
                maximum=7.5,
                codes=("a", "b"),
                characters_max=40,
                items_max=3,
                fields=(Field(name="part", type="text"),),
                is_recalled=True,
            ),
        ),
        space_kinds=("yard",),
        nest_check=NestCheck("04-01", "07-31", Condition("method", ("cut",))),
    )
    assert read["mowing", 1].nest_check == NestCheck("05-01", "06-30", None)
    assert read["gutter", 1] == Form(kind="gutter", version=1, fields=(), space_kinds=(), nest_check=None)


def test_the_newest_form_of_a_kind_is_the_highest_version(monkeypatch):
    monkeypatch.setattr(forms, "FORMS", {(k, v): Form(k, v, ()) for k in ("a", "b") for v in (1, 3, 2)})

    assert newest_form("a") == Form("a", 3, ())
    assert find_form("b", 2) == Form("b", 2, ())
    assert find_form("b", 4) is None


@pytest.mark.parametrize("case", BAD, ids=lambda case: case["name"])
def test_a_bad_value_gets_its_code_at_its_field(case):
    with pytest.raises(InvalidOperation) as refused:
        parse_operation(case["given"]["value"])

    assert {path: codes[0] for path, codes in refused.value.errors.items()} == case["expect"]["codes"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_kinds_fields_and_codes_have_words_and_nothing_else_has(language):
    def paths(prefix: str, fields: tuple[Field, ...]):
        for field in fields:
            path = f"{prefix}.{field.name}"
            yield path
            yield from (f"{path}.{code}" for code in field.codes)
            yield from paths(path, field.fields)

    expected = {path for form in FORMS.values() for path in (form.kind, *paths(form.kind, form.fields))}

    assert set(words_in(language)) == expected
    assert all(text.strip() for text in words_in(language).values())


def test_a_word_of_a_newer_server_is_its_code():
    assert word("en", "gritting", "method", "grit") == "Grit"
    assert word("en", "gritting", "method", "ash") == "ash"
    assert word("et", "gritting") == "Hiekoitus"


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: f"{form.kind} {form.version}")
def test_a_form_is_put_together_well(form: Form):
    names = [field.name for field in form.fields]
    assert len(set(names)) == len(names)
    for number, field in enumerate(form.fields):
        assert (field.type == "choice") == bool(field.codes)
        assert (field.type == "text") == bool(field.characters_max)
        assert (field.type == "list") == bool(field.items_max and field.fields)
        assert field.type not in ("integer", "decimal") or field.minimum < field.maximum
        if field.shown_when is not None:
            assert field.shown_when.field in names[:number], "a field is shown by what stands above it"


def test_the_newest_version_is_recorded_and_every_version_is_found():
    assert [newest_form(kind) for kind in KINDS] == list(FORMS.values())
    assert find_form("mowing", 1) is newest_form("mowing")
    assert find_form("mowing", 2) is None


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        (Field("a", "decimal", minimum=1, maximum=2.5), 2.5, None),
        (Field("a", "decimal", minimum=1, maximum=2.5), 1, None),
        (Field("a", "decimal", minimum=1, maximum=2.5), 2.6, "too_large"),
        (Field("a", "integer", minimum=1, maximum=2), 2, None),
        (Field("a", "text", characters_max=3), "abc", None),
        (Field("a", "text", characters_max=3), "abcd", "too_long"),
        (Field("a", "date"), "2026-02-28", None),
        (Field("a", "date"), "2026-02-29", "wrong_type"),
        (Field("a", "date"), "20260228", "wrong_type"),
        (Field("a", "date"), 20260228, "wrong_type"),
    ],
)
def test_limits_are_included_and_days_are_written_one_way(field, value, code):
    filled = check(Form("gutter", 1, (field,)), {"a": value})
    assert (filled.errors.get("a"), filled.values.get("a")) == (code, value if code is None else None)


def test_true_is_not_1_in_a_condition():
    assert not Condition("a", (True,)).holds({"a": 1})
    assert Condition("a", (True,)).holds({"a": True})


@given(st.sampled_from(list(FORMS.values())), st.dictionaries(st.text(), strategies.json_values, max_size=5))
def test_whatever_comes_nothing_but_the_forms_fields_is_kept(form, raw):
    filled = check(form, raw)

    assert set(filled.values) <= {field.name for field in form.fields}
    assert set(filled.values).isdisjoint(filled.errors)


@given(st.data(), st.sampled_from(list(FORMS.values())))
def test_what_is_kept_is_kept_again(data, form):
    kept = data.draw(strategies.form_values(form))

    assert check(form, kept) == type(check(form, kept))(kept, {})


def test_an_item_may_lack_what_it_need_not_have():
    item = Field("note", "text", characters_max=5)
    form = replace(newest_form("playground"), fields=(Field("items", "list", items_max=2, fields=(item,)),))

    assert check(form, {"items": [{}, {"note": "a"}]}).values == {"items": [{}, {"note": "a"}]}
