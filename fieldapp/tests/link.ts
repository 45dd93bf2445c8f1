/** A network between a device and the fake server that fails as told. */
import type { Fetch } from "../src/sync/transport";

/**
 * - `up`, `down`: every request gets through, or none.
 * - `request_lost`: the server hears nothing.
 * - `response_lost`: the server does its work, the device hears nothing.
 * - `cut`: the response breaks off after this share of its bytes.
 * - `untouched`: the response as it is, which may have no end.
 * - `portal`: somebody else answers, with status 200.
 */
export type Weather =
  | { readonly kind: "up" | "down" | "request_lost" | "response_lost" | "untouched" | "portal" }
  | { readonly kind: "cut"; readonly share: number };

export class Link {
  weather: Weather = { kind: "up" };
  /** A killed device hears nothing any more, not even an error. */
  is_dead = false;

  constructor(private readonly server: Fetch) {}

  readonly fetch: Fetch = async (url, init) => {
    const { weather } = this;
    if (weather.kind === "down" || weather.kind === "request_lost") {
      return this.#fail();
    }
    if (weather.kind === "portal") {
      return new Response("<html>Kirjaudu verkkoon\n</html>\n");
    }
    const response = await this.server(url, init);
    if (weather.kind === "response_lost" || this.is_dead) {
      return this.#fail();
    }
    return weather.kind === "untouched" ? response : this.#deliver(response, weather.kind === "cut" ? weather.share : 1);
  };

  #fail(): Promise<Response> {
    return this.is_dead ? NEVER : Promise.reject(new TypeError("Failed to fetch"));
  }

  async #deliver(response: Response, share: number): Promise<Response> {
    const whole = new Uint8Array(await response.arrayBuffer());
    const end = Math.floor(whole.length * share);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        if (this.is_dead) {
          return NEVER;
        }
        if (sent < end) {
          controller.enqueue(whole.slice(sent, Math.min(sent + PIECE_BYTES, end)));
          sent += PIECE_BYTES;
        } else if (share < 1) {
          controller.error(new TypeError("network error"));
        } else {
          controller.close();
        }
        return undefined;
      },
    });
    return new Response(body, { status: response.status, headers: response.headers });
  }
}

// Small enough that lines and even letters are torn apart.
const PIECE_BYTES = 301;
const NEVER = new Promise<never>(() => undefined);
