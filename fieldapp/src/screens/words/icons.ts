/** Which drawing stands beside which code. */
import type { Category, Purpose, SpaceKind } from "../../protocol/codes";
import type { IconName } from "../../ui/icon_paths";

export const SPACE_ICONS: Readonly<Record<SpaceKind, IconName>> = {
  stairwell: "stairs",
  laundry_room: "machine",
  drying_room: "wind",
  shared_sauna: "sauna",
  waste_room: "trash",
  cellar_corridor: "door",
  storage: "box",
  bicycle_store: "bicycle",
  club_room: "people",
  courtyard: "tree",
  playground: "swing",
  storm_drain: "grid",
  roof_gutter: "roof",
  lift: "lift",
};

export const CATEGORY_ICONS: Readonly<Record<Category, IconName>> = {
  water_leak: "droplet",
  sewer: "grid",
  heating: "thermometer",
  electricity: "plug",
  lift_trapped: "lift",
  outer_door: "door",
  lighting: "bulb",
  lock: "lock",
  window: "window",
  appliance: "appliance",
  ventilation: "fan",
  plumbing: "tap",
  cleaning: "broom",
  yard: "tree",
  waste: "trash",
  graffiti: "paint",
  pests: "bug",
  other: "dots",
};

export const PURPOSE_ICONS: Readonly<Record<Purpose, IconName>> = {
  general_cleaning: "spray",
  sanitary: "droplet",
  floor_care: "broom",
  laundry: "machine",
  window: "window",
  hand_dish: "product",
  degreaser: "product",
  disinfectant: "shield",
  descaler: "tap",
  de_icing: "thermometer",
  other: "product",
};
