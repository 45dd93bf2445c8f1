/** How the app looks on this phone: theme and size of text, kept in the browser's own small store. */
import { effect, signal } from "@preact/signals";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
export const TEXT_SIZES = ["normal", "large", "largest"] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

export const theme = signal<Theme>(stored("kierros.theme", THEMES));
export const textSize = signal<TextSize>(stored("kierros.text_size", TEXT_SIZES));

/** Puts the choices onto the page, now and whenever they change. */
export function startAppearance(): void {
  effect(() => {
    apply("theme", theme.value, "system");
    keep("kierros.theme", theme.value);
  });
  effect(() => {
    apply("textSize", textSize.value, "normal");
    keep("kierros.text_size", textSize.value);
  });
}

function apply(name: "theme" | "textSize", value: string, unset: string): void {
  if (value === unset) {
    delete document.documentElement.dataset[name];
  } else {
    document.documentElement.dataset[name] = value;
  }
}

function stored<V extends string>(key: string, values: readonly [V, ...V[]]): V {
  const found = read(key);
  return values.find((value) => value === found) ?? values[0];
}

// A browser may forbid this store altogether (private windows do): then the choice lasts as long as the page.
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // As above.
  }
}
