"""`make bench`: runs all measurements and prints them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench import download, no_change, scopes
from bench.landlord import Landlord

PADDED_DOCUMENTS = 2_000


def main() -> None:
    """Make the landlord, start the server, measure, print."""
    with tempfile.TemporaryDirectory(prefix="kierros-bench-") as folder:
        landlord = Landlord(Path(folder))
        landlord.make()
        print(scopes.report(landlord))
        with landlord.running() as server, sync_playwright() as playwright:
            for title, person, documents in (
                ("a cleaner's scope as it is", landlord.person_of_role("cleaner"), None),
                (
                    f"a scope of {PADDED_DOCUMENTS:,} documents",
                    landlord.person_of_role("caretaker"),
                    PADDED_DOCUMENTS,
                ),
            ):
                if documents is not None:
                    landlord.pad_scope(person, documents)
                print(download.report(title, playwright, server, landlord, person))
                print(no_change.report(title, server, landlord, person))


if __name__ == "__main__":
    main()
