/** Asks the server whether it is a demo, and whose phone one may try. */
export type DemoPerson = { readonly name: string; readonly role: string; readonly organisation: string; readonly join_code: string };

/** The demo's persons, cleaners and caretakers first; none when this is no demo, or there is no network. */
export async function fetchDemoPeople(fetcher: typeof fetch = fetch): Promise<readonly DemoPerson[]> {
  try {
    const response = await fetcher("/api/demo");
    return response.ok ? parsePeople(await response.json()) : [];
  } catch {
    return [];
  }
}

function parsePeople(answer: unknown): readonly DemoPerson[] {
  const listed = isRecord(answer) && Array.isArray(answer["people"]) ? answer["people"] : [];
  return listed
    .filter(isRecord)
    .map(parsePerson)
    .filter((person) => person.join_code !== "")
    .sort((a, b) => rankOf(a) - rankOf(b));
}

/** Those whom the app is made for come first. */
function rankOf({ role }: DemoPerson): number {
  const rank = ["cleaner", "caretaker"].indexOf(role);
  return rank < 0 ? 2 : rank;
}

function parsePerson(person: Record<string, unknown>): DemoPerson {
  return {
    name: text(person["name"]),
    role: text(person["role"]),
    organisation: text(person["organisation"]),
    join_code: text(person["join_code"]),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
