"""Every code that people may meet, in words. The codes: docs/documents.md, docs/operations.md, docs/protocol.md."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

Words = Mapping[str, LazyString]

ROLES: Words = {
    "caretaker": _("Caretaker"),
    "cleaner": _("Cleaner"),
    "building_manager": _("Building manager"),
    "supervisor": _("Supervisor"),
    "admin": _("Administrator"),
}
ORGANISATION_KINDS: Words = {"landlord": _("Landlord"), "service_company": _("Service company")}
LANGUAGES: Mapping[str, str] = {"fi": "Suomi", "sv": "Svenska", "en": "English"}

WORKS: Words = {
    "maintenance_cleaning": _("Maintenance cleaning"),
    "basic_wash": _("Basic wash"),
    "yard_care": _("Yard care"),
}
ROUND_STATES: Words = {"planned": _("Planned"), "running": _("Running"), "finished": _("Finished")}
VISIT_STATES: Words = {"open": _("Not done"), "done": _("Done"), "skipped": _("Skipped")}
SOILS: Words = {
    "loose_dirt": _("loose dirt"),
    "dust": _("dust"),
    "stains": _("stains"),
    "surface_dirt": _("stuck dirt"),
}
INSPECTED_OBJECTS: Words = {
    "floor": _("Floor"),
    "wall": _("Walls"),
    "fixture": _("Fixtures"),
    "ceiling": _("Ceiling"),
}
INSPECTION_STATES: Words = {"open": _("Open"), "finished": _("Finished")}
CHECK_LEVELS: Words = {
    "visual": _("Visual check"),
    "operational": _("Operational check"),
    "annual": _("Annual check"),
    "inspection": _("Check"),
}
DUTY_ROLES: Words = {"duty": _("on duty"), "supervisor": _("supervisor")}
CHANNELS: Words = {"push": _("message to the phone"), "email": _("e-mail")}
DELIVERY_STATES: Words = {
    "waiting": _("waits"),
    "sent": _("sent"),
    "failed": _("failed"),
    "dropped": _("no longer needed"),
}
DELIVERY_ERRORS: Words = {
    "no_channel": _("no phone that can be woken, no e-mail"),
    "gone": _("the phone can't be woken any more"),
    "endpoint_not_allowed": _("this push service is not allowed here"),
    "recipient_refused": _("the mail server does not take the address"),
}
ROSTER_CHANGES: Words = {
    "made": _("Added"),
    "changed": _("Changed"),
    "handed_over": _("Handed over"),
    "swapped": _("Swapped"),
    "removed": _("Removed"),
}
ROSTER_PROBLEMS: Words = {
    "shift_invalid": _("A shift ends after it begins, lasts eight days at most, and lies not in the past."),
    "shift_clashes": _("The same place, or the same person, has another shift in this area at that time."),
    "not_for_duty": _("This person can't be on duty."),
    "shifts_unlike": _("Two shifts of two persons can be swapped."),
}
SPACE_KINDS: Words = {
    "stairwell": _("Stairwell"),
    "laundry_room": _("Laundry room"),
    "drying_room": _("Drying room"),
    "shared_sauna": _("Shared sauna"),
    "waste_room": _("Waste room"),
    "cellar_corridor": _("Cellar corridor"),
    "storage": _("Storage"),
    "bicycle_store": _("Bicycle store"),
    "club_room": _("Club room"),
    "courtyard": _("Courtyard"),
    "playground": _("Playground"),
    "storm_drain": _("Storm drain"),
    "roof_gutter": _("Roof gutter"),
    "lift": _("Lift"),
}
TASKS: Words = {
    "sweep": _("Sweep"),
    "mop": _("Mop"),
    "wipe_handrails": _("Wipe handrails"),
    "wipe_doors": _("Wipe doors"),
    "empty_bins": _("Empty bins"),
    "clean_lint": _("Remove lint"),
    "wash_machines": _("Wash machines"),
    "wash_benches": _("Wash benches"),
    "rinse_floor": _("Rinse the floor"),
    "clean_mirror": _("Clean the mirror"),
    "clean_drain": _("Clean the drain"),
    "clean_lift": _("Clean the lift"),
    "wash_walls": _("Wash walls"),
    "wax_floor": _("Wax the floor"),
    "litter": _("Pick up litter"),
    "check_lights": _("Check lights"),
    "check_doors": _("Check doors"),
    "check_storm_drain": _("Check the storm drain"),
    "check_playground": _("Check the playground"),
    "tidy_waste_room": _("Tidy the waste room"),
    "grit": _("Spread grit"),
    "water_plants": _("Water plants"),
}
BRIEF_TOPICS: Words = {
    "access": _("Access"),
    "water": _("Water"),
    "surfaces": _("Surfaces"),
    "hazard": _("Hazard"),
    "residents": _("Residents"),
    "storage": _("Where things are kept"),
    "other": _("Other"),
}
HOLIDAY_RULES: Words = {
    "keep": _("On the holiday itself"),
    "next_weekday": _("On the next weekday"),
    "drop": _("Not at all"),
}
SKIP_RULES: Words = {
    "next_round": _("It is done on the next round"),
    "order": _("It becomes an order"),
    "nothing": _("Nothing"),
}
COVER_REASONS: Words = {
    "absence": _("Absence"),
    "holiday": _("Holiday"),
    "bought_in": _("Bought in"),
    "other": _("Other reason"),
}
ROUND_STANDINGS: Words = {
    "done": _("Done"),
    "running": _("Running"),
    "late": _("Late"),
    "missed": _("Missed"),
    "open": _("To do"),
}
SKIP_REASONS: Words = {
    "locked": _("Locked"),
    "occupied": _("Occupied"),
    "no_water_or_power": _("No water or power"),
    "unsafe": _("Unsafe"),
    "out_of_time": _("Out of time"),
    "other": _("Other reason"),
}

ORDER_CATEGORIES: Words = {
    "water_leak": _("Water leak"),
    "sewer": _("Sewer backing up"),
    "heating": _("No heating"),
    "electricity": _("Electricity"),
    "lift_trapped": _("Somebody trapped in a lift"),
    "outer_door": _("Outer door won't lock"),
    "lighting": _("Lighting"),
    "lock": _("Lock or key"),
    "window": _("Window"),
    "appliance": _("Household appliance"),
    "ventilation": _("Ventilation"),
    "plumbing": _("Plumbing"),
    "cleaning": _("Cleaning"),
    "yard": _("Yard"),
    "waste": _("Waste"),
    "graffiti": _("Graffiti"),
    "pests": _("Pests"),
    "other": _("Other fault"),
}
TRADES: Words = {"caretaking": _("Caretaking"), "cleaning": _("Cleaning")}
URGENCIES: Words = {"urgent": _("Urgent"), "minor": _("Minor")}
ORDER_STATES: Words = {
    "new": _("New"),
    "assigned": _("Assigned"),
    "started": _("Started"),
    "done": _("Done"),
    "approved": _("Approved"),
    "returned": _("Sent back"),
    "cancelled": _("Cancelled"),
    "merged": _("Merged"),
}
ORDER_EVENTS: Words = {
    "created": _("Created"),
    "assigned": _("Assigned"),
    "started": _("Started"),
    "completed": _("Completed"),
    "completion_kept": _("Completion kept on record"),
    "approved": _("Approved"),
    "returned": _("Sent back"),
    "cancelled": _("Cancelled"),
    "commented": _("Commented"),
    "alerted": _("Asked by alert"),
    "escalated": _("Not acknowledged in time: the next are asked"),
    "alert_acknowledged": _("Alert acknowledged"),
    "acknowledgement_kept": _("Another acknowledgement, kept on record"),
    "alert_sent": _("Alert delivered"),
    "alert_failed": _("Alert could not be delivered"),
    "duty_gap": _("Nobody was on duty"),
    "alert_unanswered": _("Nobody has acknowledged; nobody more is asked"),
    "visit_note": _("Visit note left"),
    "paused": _("Waiting"),
    "resumed": _("Goes on"),
    "merged": _("Merged into another order"),
    "took_in": _("Another order merged into this one"),
}
ORDER_RESULTS: Words = {
    "fixed": _("Fixed"),
    "temporary_fix": _("Fixed for now"),
    "no_fault_found": _("No fault found"),
    "needs_contractor": _("Needs a contractor"),
}
DEADLINES: Words = {
    "acknowledge": _("Acknowledge by"),
    "start": _("Begin by"),
    "due": _("Due"),
}
DEADLINE_OUTCOMES: Words = {
    "kept": _("Kept"),
    "missed": _("Missed"),
    "running": _("Running"),
    "waiting": _("On hold"),
}
PAUSE_REASONS: Words = {
    "waiting_for_part": _("Waiting for a part"),
    "no_entry": _("Could not get in"),
    "another_time": _("Resident wants another time"),
}
VISIT_NOTE_REASONS: Words = {
    "nobody_home": _("Nobody was home"),
    "no_permission": _("No permission to come in"),
    "extra_lock": _("Extra lock or alarm"),
    "pet": _("A pet in the flat"),
    "other": _("Other reason"),
}
REPORTERS: Words = {"resident": _("Resident"), "worker": _("Worker"), "supervisor": _("Supervisor")}
ENTRIES: Words = {
    "not_needed": _("No entry to a flat"),
    "master_key": _("Master key may be used"),
    "at_home": _("Resident is at home"),
    "by_appointment": _("By appointment"),
}

PURPOSES: Words = {
    "general_cleaning": _("General cleaning"),
    "sanitary": _("Sanitary"),
    "floor_care": _("Floor care"),
    "laundry": _("Laundry"),
    "window": _("Windows"),
    "hand_dish": _("Hand dishwashing"),
    "degreaser": _("Degreaser"),
    "disinfectant": _("Disinfectant"),
    "descaler": _("Descaler"),
    "de_icing": _("De-icing"),
    "other": _("Other purpose"),
}
ECO_LABELS: Words = {
    "nordic_swan": _("Nordic Swan"),
    "eu_ecolabel": _("EU Ecolabel"),
    "bra_miljoval": _("Good Environmental Choice"),
}
LICENCE_STANDINGS: Words = {
    "valid": _("Valid"),
    "ending": _("Ends soon"),
    "ended": _("Ended"),
    "coming": _("Begins later"),
}
HAZARDS: Words = {
    "GHS01": _("Explosive"),
    "GHS02": _("Flammable"),
    "GHS03": _("Oxidising"),
    "GHS04": _("Gas under pressure"),
    "GHS05": _("Corrosive"),
    "GHS06": _("Toxic"),
    "GHS07": _("Irritant or harmful"),
    "GHS08": _("Serious health hazard"),
    "GHS09": _("Dangerous for the environment"),
}
SIGNAL_WORDS: Words = {"warning": _("Warning"), "danger": _("Danger")}
PRODUCT_PROBLEMS: Words = {
    "name_taken": _("Another product has this name."),
    "gtin_taken": _("Another product has this GTIN."),
    "bad_gtin": _(
        "A GTIN has 8, 12, 13 or 14 digits; the last one does not fit the others, or the length is wrong."
    ),
    "bad_licence": _("A licence of the EU Ecolabel is like FI/020/123."),
    "bad_statement": _("Codes only, for example H319 or P305+P351+P338."),
    "bad_number": _("A number above 0, with two decimals at most."),
    "bad_date": _("Choose a day."),
    "ends_before_begin": _("The last day is before the first."),
    "signal_word_missing": _("A product with hazard pictograms has a signal word."),
    "dose_half": _("A dose needs both: the amount and the litres."),
}
SHEET_FAULTS: Words = {
    "missing_column": _("The header has no such column"),
    "repeated_column": _("The header has this column more than once"),
    "missing_value": _("Must not be empty here"),
    "too_long": _("Too long"),
    "too_many_cells": _("A cell beyond the last column: a separator needs quotes"),
    "unknown_purpose": _("No such purpose"),
    "unknown_unit": _("The unit is ml or g"),
    "unknown_hazard": _("No such pictogram: GHS01 to GHS09"),
    "unknown_signal_word": _("The signal word is warning or danger"),
    "unknown_label": _("No such eco-label"),
    "bad_gtin": _("Wrong length or check digit"),
    "bad_licence": _("A licence of the EU Ecolabel is like FI/020/123"),
    "bad_statement": _("No such code of a statement"),
    "bad_number": _("Not a number above 0 with two decimals at most"),
    "bad_date": _("No day like 31.1.2027"),
    "ends_before_begin": _("The last day is before the first"),
    "gtin_taken": _("The GTIN is another product's"),
    "conflicting_row": _("An earlier row says otherwise"),
}
SHEET_PROBLEMS: Words = {
    "file_missing": _("Choose a file first."),
    "no_file": _("The file can't be opened."),
    "empty_file": _("The file is empty."),
    "not_utf8": _("The file is not UTF-8: save it as CSV UTF-8."),
    "bad_csv": _("The file is no CSV that can be read."),
    "bad_xlsx": _("The file is no XLSX workbook that can be read."),
    "too_many_rows": _("The file has too many rows."),
}
SHEET_OUTCOMES: Words = {"created": _("New"), "changed": _("Changed"), "unchanged": _("Unchanged")}
SHEET_SUBJECTS: Words = {"product": _("Products"), "licence": _("Licences")}
ECO_REASONS: Words = {
    "no_eco_alternative": _("No eco-labelled alternative"),
    "out_of_stock": _("Eco-labelled one is out of stock"),
    "disinfection_required": _("Disinfection required"),
    "service_company_stock": _("Service company's own stock"),
    "other": _("Other reason"),
}

KINDS: Words = {
    "round.start": _("Round started"),
    "round.tick": _("Space done"),
    "round.untick": _("Tick taken back"),
    "round.skip": _("Space skipped"),
    "round.finish": _("Round finished"),
    "work_order.start": _("Order started"),
    "work_order.pause": _("Order waits"),
    "work_order.resume": _("Order goes on"),
    "work_order.complete": _("Order completed"),
    "work_order.comment": _("Comment on an order"),
    "work_order.create": _("Defect reported"),
    "work_order.visit_note": _("Visit note left"),
    "product_use.record": _("Product used"),
    "product_use.void": _("Product use voided"),
    "courtyard.record": _("Courtyard record"),
    "courtyard.correct": _("Courtyard record corrected"),
    "inspection.grade": _("Space graded"),
    "inspection.finish": _("Inspection finished"),
    "brief.confirm": _("Brief read"),
    "duty.acknowledge": _("Alert acknowledged"),
}
STATUSES: Words = {
    "applied": _("In order"),
    "flagged": _("Flagged"),
    "quarantined": _("Could not be applied"),
}
ENTRY_STATES: Words = {
    "open": _("To review"),
    "noted": _("For information"),
    "approved": _("Approved"),
    "returned": _("Sent back"),
    "dismissed": _("Dismissed"),
}
FLAGS: Words = {
    "already_done": _("Done by two people"),
    "reassigned": _("Was reassigned"),
    "done_after_cancellation": _("Done after cancellation"),
    "outside_scope": _("Outside own area"),
    "clock_skew": _("Phone's clock was off"),
    "round_finished": _("Round was already finished"),
    "not_own_tick": _("Somebody else's tick"),
    "withdrawn": _("Was taken off the plan"),
    "merged": _("Was merged"),
    "eco_reason_missing": _("No reason for a product without eco-label"),
    "eco_answer_differs": _("Eco-label had changed"),
    "eco_product_unstocked": _("Product not in stock"),
    "imported": _("From a file"),
}
FLAG_EXPLANATIONS: Words = {
    "already_done": _(
        "Somebody else had recorded the same work before this arrived. Both records are kept; the first one counts."
    ),
    "reassigned": _(
        "The work had been given to somebody else meanwhile. It was done all the same, and it counts."
    ),
    "done_after_cancellation": _(
        "The order had been cancelled before this arrived. The work is on record; the order stays cancelled."
    ),
    "outside_scope": _("The place did not belong to this worker at that time."),
    "clock_skew": _(
        "The phone's time and the server's differed by more than five minutes. The corrected time is used."
    ),
    "round_finished": _("The round had been finished before this arrived."),
    "not_own_tick": _("A worker tried to take back a tick of somebody else. The tick stays."),
    "withdrawn": _(
        "The round or space had been taken off the plan before this arrived. It was done, and it counts."
    ),
    "merged": _(
        "The order had been merged into another one before this arrived. It was recorded there, and it counts."
    ),
    "eco_reason_missing": _(
        "An eco-labelled product for the same purpose was in stock, and no reason was given for using another."
    ),
    "eco_answer_differs": _(
        "The phone and the server did not agree on whether the product had a valid eco-label that day."
    ),
    "eco_product_unstocked": _("The product is not in the stock list of the worker's employer."),
    "imported": _("It did not come from the phone itself: somebody brought it in from the phone's file."),
}
QUARANTINE_REASONS: Words = {
    "malformed_operation": _("The record is not readable"),
    "unknown_kind": _("This kind of record is not known here"),
    "unknown_kind_version": _("The phone app is newer than the server"),
    "invalid_payload": _("Something in the record is not valid"),
    "unknown_target": _("What it is about does not exist"),
    "target_exists": _("It would have made something that exists already"),
    "id_reused": _("Another record has the same id"),
    "apply_failed": _("The server failed while applying it"),
    "access_ended": _("It came after the worker's access had ended"),
}
FIELDS: Words = {
    "visit": _("Space"),
    "minutes": _("Minutes"),
    "text": _("Text"),
    "note": _("Note"),
    "reason": _("Reason"),
    "result": _("Result"),
    "property": _("Property"),
    "building": _("Building"),
    "space": _("Space"),
    "place": _("Place"),
    "category": _("Category"),
    "urgency": _("Urgency"),
    "description": _("Description"),
    "product": _("Product"),
    "amount": _("Amount"),
    "unit": _("Unit"),
    "round": _("Round"),
    "order": _("Order"),
}
CODES_OF_FIELDS: Mapping[str, tuple[Words, ...]] = {
    "reason": (SKIP_REASONS, ECO_REASONS, VISIT_NOTE_REASONS),
    "result": (ORDER_RESULTS,),
    "category": (ORDER_CATEGORIES,),
    "urgency": (URGENCIES,),
}
DECISIONS: Words = {
    "apply": _("Applied as it came"),
    "mend": _("Corrected"),
    "dismiss": _("Dismissed"),
    "rerun": _("Tried again after an upgrade"),
}
IMPORT_PROBLEMS: Words = {
    "file_missing": _("Choose a file first."),
    "file_too_large": _("The file is larger than 16 megabytes. Nothing of it was taken."),
    "file_not_json": _("This is not a file that a phone exported. Nothing of it was taken."),
    "file_wrong_form": _("Something in the file is not as a phone writes it. Nothing of it was taken."),
    "unknown_device": _("The file names a phone that this person never had here. Nothing of it was taken."),
    "not_allowed": _("The file is another person's. Open that person's page and bring it in there."),
}
PASSWORD_PROBLEMS: Words = {
    "too_short": _("Use at least 12 characters. A few words in a row are easy to remember."),
    "too_long": _("Use at most 200 characters."),
    "has_username": _("The password must not contain the username."),
}


def word(words: Words, code: object) -> str:
    """The words for a code; the code itself when it is newer than this list; nothing for what is no code."""
    if not isinstance(code, str):
        return ""
    return str(words[code]) if code in words else code
