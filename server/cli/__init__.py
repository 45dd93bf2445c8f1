"""Commands: `flask --app server …`. One file a command or a family of them.

setting_up.py   init
places.py       import places
products.py     import products
sheet_report.py what the imports print
people.py       make-supervisor, make-company
scopes.py       scopes
explain.py      explain deadline
audit.py        audit verify
backup.py       backup, restore
demo.py         demo load, demo reset
simulate.py     simulate year
"""

from __future__ import annotations

from flask import Flask
from flask.cli import AppGroup

from server.cli import audit, backup, demo, explain, people, places, products, scopes, setting_up, simulate


def register_commands(app: Flask) -> None:
    """Add the commands to the application."""
    app.cli.command("init")(setting_up.init)
    app.cli.command("backup")(backup.backup)
    app.cli.command("restore")(backup.restore)
    app.cli.command("make-supervisor")(people.make_supervisor)
    app.cli.command("make-company")(people.make_company)
    app.cli.command("scopes")(scopes.scopes)
    imports = AppGroup("import", help="Import data from files.")
    imports.command("places")(places.import_places)
    imports.command("products")(products.import_products)
    app.cli.add_command(imports)
    explanations = AppGroup("explain", help="How the server comes to what it says.")
    explanations.command("deadline")(explain.deadline)
    app.cli.add_command(explanations)
    audits = AppGroup("audit", help="The log of every change by anybody.")
    audits.command("verify")(audit.verify_log)
    app.cli.add_command(audits)
    demos = AppGroup("demo", help="A made-up landlord to try Kierros with.")
    demos.command("load")(demo.load)
    demos.command("reset")(demo.reset)
    app.cli.add_command(demos)
    simulations = AppGroup("simulate", help="Lets time pass quickly, in a folder of its own.")
    simulations.command("year")(simulate.year)
    app.cli.add_command(simulations)
