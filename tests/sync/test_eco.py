"""The eco rule as far as a device decides it."""

from datetime import date

from hypothesis import given as drawn
from hypothesis import strategies as st

from server.products import rules
from sync import eco
from tests.vectors.load import cases

days = st.dates(date(2026, 3, 29), date(2026, 4, 4)).map(date.isoformat)
licences = st.lists(
    st.builds(lambda first, last: {"valid_from": first, "valid_until": last}, days, st.none() | days),
    max_size=3,
)
products = st.builds(
    lambda name, purpose, terms: {"name": name, "purpose": purpose, "licences": terms},
    st.sampled_from("aåä"),
    st.sampled_from(["sanitary", "laundry"]),
    licences,
)
catalogues = st.dictionaries(st.sampled_from([f"product:{key}" for key in "abcdef"]), products, min_size=1)


def as_server(key, product):
    """The same product as the server's rule takes it."""
    terms = tuple(
        rules.LicenceTerm(
            date.fromisoformat(term["valid_from"]),
            date.fromisoformat(term["valid_until"]) if term["valid_until"] else None,
        )
        for term in product["licences"]
    )
    return rules.EcoProduct(key, product["purpose"], terms)


@cases("eco")
def test_shared_case(given, expect):
    catalogue = {product["id"]: product for product in given["products"]}
    used = catalogue[given["product"]]
    found = eco.alternatives(given["product"], catalogue, given["stock"], given["on"])

    assert eco.is_eco_labelled(used, given["on"]) == expect["is_eco_labelled"]
    assert found == expect["alternatives"]
    assert (bool(found) and not expect["is_eco_labelled"]) == expect["needs_reason"]


@cases("eco")
def test_the_server_decides_the_same(given, expect):
    on = date.fromisoformat(given["on"])
    catalogue = {product["id"]: as_server(product["id"], product) for product in given["products"]}
    stock = [catalogue[key] for key in given["stock"] if key in catalogue]
    used = catalogue[given["product"]]

    assert rules.is_labelled(used, on) == expect["is_eco_labelled"]
    assert sorted(rules.alternatives(used, stock, on)) == expect["alternatives"]
    assert rules.needs_reason(used, stock, on) == expect["needs_reason"]


@drawn(catalogues, days, st.data())
def test_the_answer_never_depends_on_the_order_of_the_catalogue_and_is_the_servers(catalogue, on, data):
    used = data.draw(st.sampled_from(sorted(catalogue)))
    stock = data.draw(st.lists(st.sampled_from(sorted(catalogue)), unique=True))
    shuffled = dict(data.draw(st.permutations(list(catalogue.items()))))
    found = eco.alternatives(used, catalogue, stock, on)
    held = [as_server(key, catalogue[key]) for key in stock]

    assert eco.alternatives(used, shuffled, data.draw(st.permutations(stock)), on) == found
    assert rules.alternatives(as_server(used, catalogue[used]), held, date.fromisoformat(on)) == set(found)
