/** The cases that the Python side runs too: tests/vectors at the root of the repository. */
import { readFileSync } from "node:fs";

/** A file of cases; the caller says what is in it. */
export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../tests/vectors/${name}.json`, import.meta.url), "utf8")) as T;
}
