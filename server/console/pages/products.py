"""The catalogue of products: the list, a new product, a file of many."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from server.console import labels
from server.console.access import viewer
from server.console.forms import Form
from server.console.labels import word
from server.console.product_form import read_product
from server.console.queries import products as queries
from server.console.queries.products import ProductFilter
from server.console.requests import page_number, search_text
from server.database import snapshot, transaction
from server.local_time import local_day
from server.products import ending
from server.products.importing.catalogue import import_catalogue
from server.products.licences import standing
from server.products.services import ProductError, save_product
from server.sheets.faults import UnreadableFile
from server.sheets.report import Report

blueprint = Blueprint("products", __name__, url_prefix="/products")


@blueprint.get("/")
def page() -> str:
    """A page of the catalogue."""
    wanted, today = _filter(request.args), local_day(datetime.now(UTC))
    with snapshot() as session:
        return render_template(
            "pages/products.html",
            today=today,
            wanted=wanted,
            found=queries.page_of(session, viewer(), wanted, page_number(), today),
            page_size=queries.PAGE_SIZE,
            organisations=queries.organisations(session, viewer()),
            warnings=ending.warnings(session, today),
            standing=standing,
        )


@blueprint.get("/new")
def new() -> str:
    """The form of a new product."""
    _require_keeper()
    return render_template("pages/product_form.html", form=Form(), chosen=[], product=None)


@blueprint.post("/new")
def create() -> Response | tuple[str, int]:
    """Add a product and go to its page, where its licences are added."""
    _require_keeper()
    form, chosen = Form(request.form), request.form.getlist("hazards")
    facts = read_product(form, chosen)
    if facts is not None:
        try:
            with transaction() as session:
                key = save_product(session, facts).id
            flash(_("%(name)s is in the catalogue.", name=facts.name))
            return redirect(url_for("console.product.page", key=key))
        except ProductError as error:
            form.refuse(error.field, word(labels.PRODUCT_PROBLEMS, error.code))
    return render_template("pages/product_form.html", form=form, chosen=chosen, product=None), 422


@blueprint.get("/import")
def import_form() -> str:
    """The form for a file."""
    _require_keeper()
    return render_template("pages/products_import.html", form=Form(), report=None, is_trial=True)


@blueprint.post("/import")
def import_file() -> str | tuple[str, int]:
    """Try a file, or take it in; either way every fault is shown."""
    _require_keeper()
    form, report = Form(), None
    is_trial = request.form.get("do") != "import"
    file = request.files.get("file")
    if file is None or not file.filename:
        form.refuse("file", word(labels.SHEET_PROBLEMS, "file_missing"))
    else:
        try:
            report = _import(file.read(), is_trial=is_trial)
        except UnreadableFile as error:
            form.refuse("file", word(labels.SHEET_PROBLEMS, error.code))
    page = render_template("pages/products_import.html", form=form, report=report, is_trial=is_trial)
    return page if form.is_good and report is not None and not report.faults else (page, 422)


def _import(content: bytes, *, is_trial: bool) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue"
        path.write_bytes(content)
        with transaction() as session:
            report = import_catalogue(session, path)
            if is_trial:
                session.rollback()
    return report


def _require_keeper() -> None:
    if not viewer().keeps_catalogue:
        abort(403)


def _filter(values: MultiDict[str, str]) -> ProductFilter:
    purpose, label = values.get("purpose"), values.get("label")
    return ProductFilter(
        text=search_text(values, "text"),
        purpose=purpose if purpose in labels.PURPOSES else None,
        label=label if label in {"yes", "no"} else None,
        stock=search_text(values, "stock") or None,
    )
