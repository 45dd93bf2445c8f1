/** Lines of a response as they arrive. */

/**
 * The lines of a stream of UTF-8 text, without their ends. What is left when the stream breaks off is given as a last
 * line: it is for the reader to see whether it is whole. A stream that breaks or stalls simply ends.
 */
export async function* readLines(
  stream: ReadableStream<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  // Pieces of a line that has not ended yet: joined once, however many there are.
  let pieces: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        break;
      }
      onBytes(value.byteLength);
      const [first = "", ...others] = decoder.decode(value, { stream: true }).split("\n");
      pieces.push(first);
      for (const other of others) {
        yield pieces.join("");
        pieces = [other];
      }
    }
  } catch {
    // The network broke the stream off. What came whole counts.
  } finally {
    void reader.cancel().catch(() => undefined);
  }
  const rest = pieces.join("");
  if (rest !== "") {
    yield rest;
  }
}
