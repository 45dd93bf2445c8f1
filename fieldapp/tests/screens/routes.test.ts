import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRoute, pathOf, type Route } from "../../src/screens/shell/routes";

describe("addresses", () => {
  it.each<[string, Route]>([
    ["/app/", { name: "today" }],
    ["/app", { name: "today" }],
    ["/app/index.html", { name: "today" }],
    ["/app/orders", { name: "orders" }],
    ["/app/orders/", { name: "orders" }],
    ["/app/orders/0193", { name: "order", key: "0193" }],
    ["/app/rounds/0193", { name: "round", key: "0193" }],
    ["/app/products/0193", { name: "product", key: "0193" }],
    ["/app/outbox", { name: "outbox" }],
    ["/app/duty", { name: "duty" }],
    ["/app/inspections", { name: "inspections" }],
    ["/app/inspections/0193", { name: "inspection", key: "0193" }],
    ["/app/join", { name: "join", code: null }],
  ])("%s leads to its screen", (path, route) => {
    expect(parseRoute(path)).toEqual(route);
  });

  it.each(["/app/nowhere", "/app/orders/1/2", "/app/outbox/1", "/app/rounds", "/app/%E0%A4%A"])("%s leads nowhere", (path) => {
    expect(parseRoute(path)).toEqual({ name: "not_found" });
  });

  it("takes the code of a QR code from wherever it is opened", () => {
    expect(parseRoute("/app/", "#code=AB2C-9XYZ")).toEqual({ name: "join", code: "AB2C-9XYZ" });
    expect(parseRoute("/app/join", "#code=")).toEqual({ name: "join", code: "" });
    expect(parseRoute("/app/orders", "#content")).toEqual({ name: "orders" });
  });

  it("are read back as they were written", () => {
    const keys = fc.string({ minLength: 1 }).filter((key) => !/^\.{1,2}$/u.test(key));
    const details = fc.record({ name: fc.constantFrom("round", "order", "product", "inspection"), key: keys });
    fc.assert(
      fc.property(details, (route) => {
        const url = new URL(pathOf(route), "http://kierros.test");
        expect(parseRoute(url.pathname, url.hash)).toEqual(route);
      }),
    );
  });

  it("keep a code over writing and reading", () => {
    const url = new URL(pathOf({ name: "join", code: "A B+C" }), "http://kierros.test");
    expect(parseRoute(url.pathname, url.hash)).toEqual({ name: "join", code: "A B+C" });
  });
});
