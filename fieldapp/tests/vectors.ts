/** The cases that the Python side runs too: tests/vectors at the root of the repository. */
import { readdirSync, readFileSync } from "node:fs";

const FOLDER = new URL("../../tests/vectors/", import.meta.url);

/** A file of cases with the cases of its parts (`overlay.duty.json`, …); the caller says what is in it. */
export function vectors<T extends { readonly cases: readonly unknown[] }>(name: string): T {
  const parts = readdirSync(FOLDER).filter((file) => file.startsWith(`${name}.`) && file !== `${name}.json`);
  const whole = read<T>(`${name}.json`);
  return { ...whole, cases: [whole, ...parts.sort().map(read<T>)].flatMap((file) => file.cases) };
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as T;
}
