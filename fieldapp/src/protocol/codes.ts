/** The codes of docs/documents.md: every list here is that page's list, in its order. */

export const ROLES = ["caretaker", "cleaner", "building_manager", "supervisor", "admin"] as const;
export type Role = (typeof ROLES)[number];

export const LANGUAGES = ["fi", "sv", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

export const SPACE_KINDS = [
  "stairwell",
  "laundry_room",
  "drying_room",
  "shared_sauna",
  "waste_room",
  "cellar_corridor",
  "storage",
  "bicycle_store",
  "club_room",
  "courtyard",
  "playground",
  "storm_drain",
  "roof_gutter",
  "lift",
] as const;
export type SpaceKind = (typeof SPACE_KINDS)[number];

export const BRIEF_TOPICS = ["access", "water", "surfaces", "hazard", "residents", "storage", "other"] as const;
export type BriefTopic = (typeof BRIEF_TOPICS)[number];

export const TASKS = [
  "sweep",
  "mop",
  "wipe_handrails",
  "wipe_doors",
  "empty_bins",
  "clean_lint",
  "wash_machines",
  "wash_benches",
  "rinse_floor",
  "clean_mirror",
  "clean_drain",
  "clean_lift",
  "wash_walls",
  "wax_floor",
  "litter",
  "check_lights",
  "check_doors",
  "check_storm_drain",
  "check_playground",
  "tidy_waste_room",
  "grit",
  "water_plants",
] as const;
export type Task = (typeof TASKS)[number];

export const SKIP_REASONS = ["locked", "occupied", "no_water_or_power", "unsafe", "out_of_time", "other"] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** Urgent by default. */
export const URGENT_CATEGORIES = ["water_leak", "sewer", "heating", "electricity", "lift_trapped", "outer_door"] as const;
export const MINOR_CATEGORIES = [
  "lighting",
  "lock",
  "window",
  "appliance",
  "ventilation",
  "plumbing",
  "cleaning",
  "yard",
  "waste",
  "graffiti",
  "pests",
  "other",
] as const;
export const CATEGORIES = [...URGENT_CATEGORIES, ...MINOR_CATEGORIES] as const;
export type Category = (typeof CATEGORIES)[number];

export const URGENCIES = ["urgent", "minor"] as const;
export type Urgency = (typeof URGENCIES)[number];

export const ORDER_RESULTS = ["fixed", "temporary_fix", "no_fault_found", "needs_contractor"] as const;
export type OrderResult = (typeof ORDER_RESULTS)[number];

/** What an order waits for; the last two are the resident's doing. */
export const PAUSE_REASONS = ["waiting_for_part", "no_entry", "another_time"] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** What is found on inspections, and on what; the findings are the reasons for a level. */
export const SOILS = ["loose_dirt", "dust", "stains", "surface_dirt"] as const;
export type Soil = (typeof SOILS)[number];
export const INSPECTED_OBJECTS = ["floor", "wall", "fixture", "ceiling"] as const;
export type InspectedObject = (typeof INSPECTED_OBJECTS)[number];

/** Why nobody got into a flat. */
export const VISIT_NOTE_REASONS = ["nobody_home", "no_permission", "extra_lock", "pet", "other"] as const;
export type VisitNoteReason = (typeof VISIT_NOTE_REASONS)[number];

export const PURPOSES = [
  "general_cleaning",
  "sanitary",
  "floor_care",
  "laundry",
  "window",
  "hand_dish",
  "degreaser",
  "disinfectant",
  "descaler",
  "de_icing",
  "other",
] as const;
export type Purpose = (typeof PURPOSES)[number];

export const ECO_LABELS = ["nordic_swan", "eu_ecolabel", "bra_miljoval"] as const;
export type EcoLabel = (typeof ECO_LABELS)[number];

/** Why a product without eco-label was used. */
export const ECO_REASONS = [
  "no_eco_alternative",
  "out_of_stock",
  "disinfection_required",
  "service_company_stock",
  "other",
] as const;
export type EcoReason = (typeof ECO_REASONS)[number];
