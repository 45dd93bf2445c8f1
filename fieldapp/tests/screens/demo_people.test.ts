import { expect, it } from "vitest";
import { deviceKind } from "../../src/screens/join/device_kind";
import { fetchDemoPeople } from "../../src/screens/join/fetch_demo_people";

const answering = (response: () => Promise<Response>) => fetchDemoPeople(response);

it("reads the persons that can be tried", async () => {
  const person = { id: "1", name: "Aino", role: "cleaner", organisation: "Kodit", districts: ["703"], join_code: "AB2C" };
  const found = await answering(() => Promise.resolve(Response.json({ people: [person, { name: "Ilman koodia" }, null] })));
  expect(found).toEqual([{ name: "Aino", role: "cleaner", organisation: "Kodit", join_code: "AB2C" }]);
});

it.each<[string, () => Promise<Response>]>([
  ["no demo", () => Promise.resolve(new Response("", { status: 404 }))],
  ["no network", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["a page instead of an answer", () => Promise.resolve(new Response("<html>"))],
  ["something else", () => Promise.resolve(Response.json(["people"]))],
])("shows nobody with %s", async (_, response) => {
  expect(await answering(response)).toEqual([]);
});

it.each([
  ["Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 Mobile", "android"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)", "iphone"],
  ["Mozilla/5.0 (X11; Linux x86_64)", "computer"],
])("recognises %s", (userAgent, kind) => {
  expect(deviceKind(userAgent)).toBe(kind);
});
