/** A body as it arrives: lines of a response, or one text. What is longer than anything of ours is not held. */
import { ANSWER_BYTES_MAX, ANSWER_LINES_MAX, LINE_LENGTH_MAX } from "../protocol/types";

/**
 * The lines of a stream of UTF-8 text, without their ends. What is left when the stream breaks off is given as a last
 * line: it is for the reader to see whether it is whole. A stream that breaks or stalls simply ends, as does one that goes
 * on for longer than any of ours; a line that is too long is given as an empty one.
 */
export async function* readLines(
  stream: ReadableStream<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<string> {
  const line = new Line();
  let lines_left = ANSWER_LINES_MAX;
  for await (const text of readText(stream, ANSWER_BYTES_MAX, onBytes)) {
    const [first = "", ...others] = text.split("\n", lines_left + 1);
    line.add(first);
    for (const other of others) {
      yield line.take();
      line.add(other);
    }
    lines_left -= others.length;
    if (lines_left === 0) {
      return;
    }
  }
  if (line.length > 0) {
    yield line.take();
  }
}

/** A whole body as text; null when it breaks off, or is longer than so many bytes. */
export async function readWhole(stream: ReadableStream<Uint8Array>, bytes_max: number): Promise<string | null> {
  const pieces: string[] = [];
  let bytes = 0;
  let is_whole = false;
  const read = readText(stream, bytes_max + 1, (more) => (bytes += more), () => (is_whole = true));
  for await (const text of read) {
    pieces.push(text);
  }
  return is_whole && bytes <= bytes_max ? pieces.join("") : null;
}

/** The text of a stream, piece by piece, up to so many bytes. */
async function* readText(
  stream: ReadableStream<Uint8Array>,
  bytes_max: number,
  onBytes: (bytes: number) => void,
  onEnd: () => void = () => undefined,
): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let left = bytes_max;
  try {
    while (left > 0) {
      const { done, value } = await reader.read();
      if (done) {
        onEnd();
        return;
      }
      onBytes(value.byteLength);
      yield decoder.decode(value.subarray(0, left), { stream: true });
      left -= value.byteLength;
    }
  } catch {
    // The network broke the stream off. What came whole counts.
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

/** A line that arrives in pieces: joined once, however many there are. */
class Line {
  #pieces: string[] = [];
  length = 0;

  add(piece: string): void {
    this.length += piece.length;
    if (this.length > LINE_LENGTH_MAX) {
      this.#pieces = [];
    } else {
      this.#pieces.push(piece);
    }
  }

  /** The line; the next one begins. */
  take(): string {
    const line = this.#pieces.join("");
    this.#pieces = [];
    this.length = 0;
    return line;
  }
}
