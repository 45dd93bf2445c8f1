"""One product: what the catalogue says of it, its licences, who has it in stock."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.console import labels
from server.console.access import viewer
from server.console.forms import Form
from server.console.labels import word
from server.console.product_form import filled, filled_licence, read_licence, read_product
from server.console.queries import products as queries
from server.database import is_uuid, snapshot, transaction
from server.local_time import local_day
from server.people.models import Organisation
from server.products.licences import standing
from server.products.models import Licence, Product
from server.products.services import ProductError, save_licence, save_product, set_stock
from server.review.permission import may_stock

blueprint = Blueprint("product", __name__, url_prefix="/products/<key>")


@blueprint.get("/")
def page(key: str) -> str:
    """The product."""
    with snapshot() as session:
        return _page(session, _product(session, key), Form())


@blueprint.get("/change")
def form(key: str) -> str:
    """The product's form."""
    _require_keeper()
    with snapshot() as session:
        product = _product(session, key)
        return render_template(
            "pages/product_form.html", form=filled(product), chosen=product.hazards, product=product
        )


@blueprint.post("/change")
def change(key: str) -> Response | tuple[str, int]:
    """Save what the form says."""
    _require_keeper()
    form, chosen = Form(request.form), request.form.getlist("hazards")
    facts = read_product(form, chosen)
    if facts is not None:
        try:
            with transaction() as session:
                save_product(session, facts, _product(session, key))
            flash(_("The product was changed."))
            return redirect(url_for(".page", key=key))
        except ProductError as error:
            form.refuse(error.field, word(labels.PRODUCT_PROBLEMS, error.code))
    with snapshot() as session:
        product = _product(session, key)
        return render_template("pages/product_form.html", form=form, chosen=chosen, product=product), 422


@blueprint.post("/licences")
def add_licence(key: str) -> Response | tuple[str, int]:
    """Add a licence."""
    _require_keeper()
    form = Form(request.form)
    facts = read_licence(form)
    if facts is not None:
        with transaction() as session:
            save_licence(session, _product(session, key), facts)
        flash(_("The licence was added."))
        return redirect(url_for(".page", key=key))
    with snapshot() as session:
        return _page(session, _product(session, key), form), 422


@blueprint.get("/licences/<licence_key>")
def licence_form(key: str, licence_key: str) -> str:
    """A licence's form."""
    _require_keeper()
    with snapshot() as session:
        product = _product(session, key)
        licence = _licence(product, licence_key)
        return render_template("pages/licence.html", form=filled_licence(licence), product=product)


@blueprint.post("/licences/<licence_key>")
def change_licence(key: str, licence_key: str) -> Response | tuple[str, int]:
    """Save a licence; what was recorded under it stays as it was."""
    _require_keeper()
    form = Form(request.form)
    facts = read_licence(form)
    with transaction() as session:
        product = _product(session, key)
        licence = _licence(product, licence_key)
        if facts is None:
            return render_template("pages/licence.html", form=form, product=product), 422
        save_licence(session, product, facts, licence)
    flash(_("The licence was changed."))
    return redirect(url_for(".page", key=key))


@blueprint.post("/stock")
def stock(key: str) -> Response:
    """Put the product on an organisation's stock list, or take it off."""
    with transaction() as session:
        product = _product(session, key)
        chosen = request.form.get("organisation", "")
        organisation = session.get(Organisation, chosen) if is_uuid(chosen) else None
        if organisation is None or not may_stock(viewer(), organisation.id):
            abort(403)
        set_stock(session, organisation, product, is_stocked=request.form.get("is_stocked") == "yes")
    flash(_("The stock list was changed. Phones know at their next sync."))
    return redirect(url_for(".page", key=key))


def _page(session: Session, product: Product, licence_form: Form) -> str:
    today = local_day(datetime.now(UTC))
    return render_template(
        "pages/product.html",
        today=today,
        product=product,
        standing=standing,
        stocks=queries.stocks_of(session, viewer(), product),
        alternatives=queries.alternatives_to(session, viewer(), product, today),
        own_stock=queries.own_stock(session, viewer()),
        licence_form=licence_form,
    )


def _product(session: Session, key: str) -> Product:
    product = queries.find_product(session, viewer(), key)
    if product is None:
        abort(404)
    return product


def _licence(product: Product, key: str) -> Licence:
    licence = next((row for row in product.licences if row.id == key), None)
    if licence is None:
        abort(404)
    return licence


def _require_keeper() -> None:
    if not viewer().keeps_catalogue:
        abort(403)
