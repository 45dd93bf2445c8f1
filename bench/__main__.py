"""`make bench`: runs all measurements and prints them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench import download, no_change, scale, scopes
from bench.landlord import Landlord
from bench.served import serving

_AS_IT_IS = "a cleaner's scope as it is"
_LARGE_SCOPES = (2_000, 10_000)


def main() -> None:
    """Make the databases, start the servers, measure, print; each part as soon as it is there."""
    with tempfile.TemporaryDirectory(prefix="kierros-bench-") as name:
        folder = Path(name)
        landlord = Landlord(folder / "landlord")
        print(scopes.report(landlord), flush=True)
        with (
            landlord.running() as served,
            serving(folder / "trivial", landlord.environment, "bench.trivial:app") as trivial,
            sync_playwright() as playwright,
        ):
            cleaner, caretaker = landlord.person_of_role("cleaner"), landlord.person_of_role("caretaker")

            def measure_download(title: str, person_id: str) -> None:
                print(download.report(title, playwright, served, landlord, person_id), flush=True)

            def measure_no_change(title: str, person_id: str) -> None:
                device = landlord.join(served, person_id)
                print(no_change.report(title, served, trivial, device), flush=True)

            measure_download(_AS_IT_IS, cleaner)
            measure_no_change(_AS_IT_IS, cleaner)
            for documents in _LARGE_SCOPES:
                landlord.pad_scope(caretaker, documents)
                measure_download(f"a scope of {documents:,} documents", caretaker)
            measure_no_change(f"a scope of {_LARGE_SCOPES[-1]:,} documents", caretaker)
        print(scale.report(folder), flush=True)


if __name__ == "__main__":
    main()
