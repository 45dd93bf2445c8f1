/** Lines of JSON over standard streams, one at a time: whoever waits for one does nothing else. */
import { readSync, writeSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";

const STDIN = 0;
const STDOUT = 1;
const piece = Buffer.alloc(1024 * 1024);
const decoder = new StringDecoder("utf8");
let heard = "";

/** The next message; null when the other end has gone. */
export function hear(): unknown {
  for (;;) {
    const end = heard.indexOf("\n");
    if (end >= 0) {
      const line = heard.slice(0, end);
      heard = heard.slice(end + 1);
      return JSON.parse(line);
    }
    const size = readSync(STDIN, piece);
    if (size === 0) {
      return null;
    }
    heard += decoder.write(piece.subarray(0, size));
  }
}

export function say(message: object): void {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(STDOUT, bytes, written);
  }
}
