/** The addresses of the app: every screen has one, so that it can be reloaded, bookmarked and gone back to. */
export type Route =
  | { readonly name: "today" | "orders" | "record" | "products" | "outbox" | "duty" | "inspections" | "more" | "help" | "data" | "accessibility" | "not_found" }
  | { readonly name: "join"; readonly code: string | null }
  | { readonly name: "round" | "order" | "product" | "inspection"; readonly key: string };

const BASE = "/app";

/** Parse the address into a screen; an unknown one is `not_found`. A QR code's address ends in `#code=XXXX`. */
export function parseRoute(path: string, hash = ""): Route {
  const code = new URLSearchParams(hash.replace(/^#/u, "")).get("code");
  if (code !== null) {
    return { name: "join", code };
  }
  const [first = "", key, ...rest] = segmentsOf(path);
  if (key === undefined) {
    return pageOf(first);
  }
  const name = rest.length === 0 ? DETAILS[first] : undefined;
  return name ? { name, key } : { name: "not_found" };
}

/** The address of a screen. */
export function pathOf(route: Route): string {
  switch (route.name) {
    case "today":
    case "not_found":
      return `${BASE}/`;
    case "round":
    case "order":
    case "product":
    case "inspection":
      return `${BASE}/${route.name}s/${encodeURIComponent(route.key)}`;
    case "join":
      return route.code === null ? `${BASE}/join` : `${BASE}/join#code=${encodeURIComponent(route.code)}`;
    case "orders":
    case "record":
    case "products":
    case "outbox":
    case "duty":
    case "inspections":
    case "more":
    case "help":
    case "data":
    case "accessibility":
      return `${BASE}/${route.name}`;
  }
}

const DETAILS: Readonly<Record<string, "round" | "order" | "product" | "inspection">> = { rounds: "round", orders: "order", products: "product", inspections: "inspection" };

function segmentsOf(path: string): readonly string[] {
  const inside = path === BASE || path.startsWith(`${BASE}/`) ? path.slice(BASE.length) : path;
  return inside.split("/").filter((segment) => segment !== "").map(decoded);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A broken escape is somebody's typing: it leads nowhere, but must not break the app.
    return segment;
  }
}

function pageOf(segment: string): Route {
  switch (segment) {
    case "":
    case "index.html":
      return { name: "today" };
    case "join":
      return { name: "join", code: null };
    case "orders":
    case "record":
    case "products":
    case "outbox":
    case "duty":
    case "inspections":
    case "more":
    case "help":
    case "data":
    case "accessibility":
      return { name: segment };
    default:
      return { name: "not_found" };
  }
}
