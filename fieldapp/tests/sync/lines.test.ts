import fc from "fast-check";
import { expect, it } from "vitest";
import { readLines } from "../../src/sync/lines";

function streamOf(bytes: Uint8Array, piece: number, breaks = false): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent < bytes.length) {
        controller.enqueue(bytes.slice(sent, sent + piece));
        sent += piece;
      } else if (breaks) {
        controller.error(new TypeError("network error"));
      } else {
        controller.close();
      }
    },
  });
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<{ lines: string[]; bytes: number }> {
  const lines: string[] = [];
  let bytes = 0;
  for await (const line of readLines(stream, (more) => (bytes += more))) {
    lines.push(line);
  }
  return { lines, bytes };
}

const text = fc.array(fc.string({ unit: "grapheme", maxLength: 12 }).map((line) => line.replaceAll("\n", "") || "x"), { maxLength: 8 });

it("gives the lines however the network tears them", async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (lines, piece, breaks) => {
      const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
      expect(await collect(streamOf(bytes, piece, breaks))).toEqual({ lines, bytes: bytes.length });
    }),
  );
});

it("gives what is left when the stream breaks off", async () => {
  const bytes = new TextEncoder().encode('{"a": 1}\n{"b": ');
  expect((await collect(streamOf(bytes, 4, true))).lines).toEqual(['{"a": 1}', '{"b": ']);
});

it("stops reading when nobody wants more", async () => {
  let is_cancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode("line\n")),
    cancel: () => {
      is_cancelled = true;
    },
  });
  for await (const line of readLines(stream, () => undefined)) {
    expect(line).toBe("line");
    break;
  }
  expect(is_cancelled).toBe(true);
});
