"""What is usually to be done in a space of a kind, where a plan says no more."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

USUAL_TASKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "stairwell": ("sweep", "mop", "wipe_handrails", "wipe_doors"),
        "lift": ("clean_lift", "clean_mirror"),
        "cellar_corridor": ("sweep",),
        "storage": ("sweep",),
        "bicycle_store": ("sweep", "check_lights"),
        "laundry_room": ("mop", "clean_lint", "wash_machines", "empty_bins"),
        "drying_room": ("sweep", "clean_lint"),
        "shared_sauna": ("wash_benches", "rinse_floor", "clean_drain", "clean_mirror"),
        "club_room": ("sweep", "mop", "empty_bins"),
        "courtyard": ("litter", "check_lights", "check_doors"),
        "waste_room": ("tidy_waste_room",),
        "playground": ("check_playground", "litter"),
        "storm_drain": ("check_storm_drain",),
        "roof_gutter": (),
    }
)
BASIC_WASH_TASKS = ("wash_walls", "wax_floor", "mop")


def usual_tasks(space_kind: str, work: str) -> tuple[str, ...]:
    """The tasks of a visit: a basic wash is one everywhere."""
    return BASIC_WASH_TASKS if work == "basic_wash" else USUAL_TASKS.get(space_kind, ())
