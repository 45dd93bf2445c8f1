// Copies what the supervisors' console takes from npm to where the server serves it: one lock file for both faces.
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const fieldapp = join(dirname(fileURLToPath(import.meta.url)), "..");
const vendor = join(fieldapp, "..", "server", "console", "static", "vendor");

const copies = {
  "htmx.org/dist/htmx.min.js": "htmx.min.js",
  "hds-design-tokens/lib/all.min.css": "hds-design-tokens.min.css",
};

await mkdir(vendor, { recursive: true });
for (const [from, to] of Object.entries(copies)) {
  await copyFile(join(fieldapp, "node_modules", from), join(vendor, to));
}
