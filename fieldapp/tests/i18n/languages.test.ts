import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FLAGS, HAZARDS, QUARANTINE_REASONS, wordOf } from "../../src/i18n/codes/words";
import { loadMessages, type Messages } from "../../src/i18n/messages";
import { pluralsOf } from "../../src/i18n/plural";
import { STATEMENT_CODES } from "../../src/i18n/statements/phrases";
import * as codes from "../../src/protocol/codes";

const LANGUAGES = codes.LANGUAGES;
const all = new Map<string, Messages>();
for (const language of LANGUAGES) {
  all.set(language, await loadMessages(language));
}
const messagesOf = (language: string): Messages => all.get(language)!;

/** Every text by its path; a text that is made of parts stands as a function. */
function texts(value: unknown, path = ""): Map<string, unknown> {
  if (typeof value !== "object" || value === null) {
    return new Map([[path, value]]);
  }
  const found = new Map<string, unknown>();
  for (const [key, inner] of Object.entries(value)) {
    for (const [deeper, text] of texts(inner, `${path}.${key}`)) {
      found.set(deeper, text);
    }
  }
  return found;
}

const sorted = (list: readonly string[]): readonly string[] => [...list].sort();

/** What each text is: words, or a sentence of so many parts. */
function shapes(messages: Messages): Readonly<Record<string, string>> {
  const named = [...texts(messages)].map(([path, text]) => [path, typeof text === "function" ? `${text.length} parts` : typeof text]);
  return Object.fromEntries(named) as Record<string, string>;
}

describe.each(LANGUAGES)("%s", (language) => {
  it("has every text that Finnish has, made of as many parts", () => {
    expect(shapes(messagesOf(language))).toEqual(shapes(messagesOf("fi")));
  });

  it("leaves no text empty", () => {
    const empty = [...texts(messagesOf(language))].filter(([, text]) => typeof text === "string" && text.trim() === "");
    expect(empty).toEqual([]);
  });

  it("has a word for every code", () => {
    const { codes: words, statements } = messagesOf(language);
    const lists = {
      role: codes.ROLES,
      space_kind: codes.SPACE_KINDS,
      brief_topic: codes.BRIEF_TOPICS,
      task: codes.TASKS,
      skip_reason: codes.SKIP_REASONS,
      category: codes.CATEGORIES,
      urgency: codes.URGENCIES,
      order_result: codes.ORDER_RESULTS,
      pause_reason: codes.PAUSE_REASONS,
      purpose: codes.PURPOSES,
      eco_label: codes.ECO_LABELS,
      eco_reason: codes.ECO_REASONS,
      hazard: HAZARDS,
      flag: FLAGS,
      quarantine: QUARANTINE_REASONS,
    } as const;
    const known = Object.entries(lists).map(([name, list]) => [name, sorted(list)]);
    const worded = Object.keys(lists).map((name) => [name, sorted(Object.keys(words[name as keyof typeof lists]))]);
    expect(worded).toEqual(known);
    expect(Object.keys(statements).sort()).toEqual([...STATEMENT_CODES].sort());
  });
});

it("knows the flags and reasons of the protocol", () => {
  const protocol = readFileSync(new URL("../../../docs/protocol.md", import.meta.url), "utf8");
  const listed = (line: string): readonly string[] =>
    [...(new RegExp(`^${line}: (.*)$`, "mu").exec(protocol)?.[1] ?? "").matchAll(/`(\w+)`/gu)].map(([, code]) => code!);
  expect(listed("Flags")).toEqual(FLAGS);
  expect(listed("Quarantine reasons")).toEqual(QUARANTINE_REASONS);
});

it("translates sentences rather than repeating the Finnish", () => {
  const finnish = texts(messagesOf("fi"));
  for (const language of ["sv", "en"]) {
    const same = [...texts(messagesOf(language))].filter(
      ([path, text]) => typeof text === "string" && text.length > 12 && text === finnish.get(path),
    );
    expect(same).toEqual([]);
  }
});

it("shows a code of a newer server as it is", () => {
  expect(wordOf(messagesOf("fi").codes.task, "polish_moon")).toBe("polish_moon");
});

it("chooses the form of a number as the language does", () => {
  const forms = { one: "# tila", other: "# tilaa" };
  expect([0, 1, 2].map((count) => pluralsOf("fi")(count, forms))).toEqual(["0 tilaa", "1 tila", "2 tilaa"]);
  expect(pluralsOf("ru")(3, { one: "# день", few: "# дня", other: "# дней" })).toBe("3 дня");
});
