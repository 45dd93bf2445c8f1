/**
 * The server's side of docs/protocol.md in memory, as small as the device's tests need it: joining, inbox, buckets,
 * scope, pages. Its domain is the overlay's: an operation does here what the device shows. Reached through `fetch`.
 */
import { applyOperation } from "../src/protocol/overlay";
import { documentId } from "../src/protocol/documents";
import type { AnyDocument, DocumentBody, DocumentId } from "../src/protocol/documents";
import type { Operation } from "../src/protocol/operations";
import { documentHash, slotOf, slotSums, sumOf } from "../src/protocol/sums";
import type { BucketCheck, DocumentLine, OperationResult, Slots, SyncRequest, Versions } from "../src/protocol/types";
import type { Fetch } from "../src/sync/transport";

export interface FakePerson {
  readonly id: string;
  readonly name: string;
  readonly organisation: DocumentId<"organisation">;
}

interface Stamped {
  readonly v: number;
  readonly r: number;
  /** Null: a tombstone. */
  readonly body: DocumentBody | null;
}

interface Bucket {
  readonly version: number;
  readonly floor: number;
  readonly stamped: ReadonlyMap<DocumentId, Stamped>;
}

interface State {
  readonly epoch: string;
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly revisions: ReadonlyMap<string, number>;
  readonly results: ReadonlyMap<string, OperationResult>;
}

/** How one operation ends that is not simply applied. */
export type Verdict = Partial<Pick<OperationResult, "status" | "flags" | "reason">>;

/** What an answer gives of a bucket. */
interface Reading {
  readonly bucket: string;
  readonly from: number;
  readonly is_reset: boolean;
  /** In place of lines. */
  readonly paths: readonly string[];
}

const EMPTY: Bucket = { version: 0, floor: 0, stamped: new Map() };

export class FakeServer {
  #state: State = { epoch: "epoch-1", buckets: new Map(), revisions: new Map(), results: new Map() };
  readonly #codes = new Map<string, FakePerson>();
  readonly #tokens = new Map<string, FakePerson>();
  readonly #scopes = new Map<string, readonly string[]>();
  readonly #ended = new Set<string>();
  readonly #snapshots = new Map<string, readonly string[]>();
  readonly #files = new Map<string, string>();
  /** Every request that arrived, as it was parsed. */
  readonly requests: SyncRequest[] = [];
  /** Ids of operations in the order in which they took effect, over all epochs' lives. */
  effects: string[] = [];
  /** Documents a page. */
  page_size = 1_000;
  /** Slots that an answer has room for, of each bucket. */
  mended_slots_max = 64;
  /** A token to hand out with the next answers. */
  renewed_token: string | null = null;
  verdict: (operation: Operation) => Verdict = () => ({});
  /** Why a whole request is refused; null lets it through. */
  refusal: (request: SyncRequest) => Response | null = () => null;
  /** Protocol 1 knows no reset: it names such a bucket as dropped and added. */
  speaks_1 = false;
  /** Everything received until then is in a backup. */
  backup_through: string | null = null;
  /** The server's time when asked. */
  now: () => Date = () => new Date("2026-04-01T05:00:00.000Z");

  /** Lets a person join with a code, and see these buckets. */
  invite(code: string, person: FakePerson, scope: readonly string[]): void {
    this.#codes.set(code, person);
    this.#scopes.set(person.id, scope);
  }

  setScope(person: FakePerson, scope: readonly string[]): void {
    this.#scopes.set(person.id, scope);
  }

  /** The person may still send for a while, and no longer read. */
  endAccess(person: FakePerson): void {
    this.#ended.add(person.id);
  }

  giveAccessBack(person: FakePerson): void {
    this.#ended.delete(person.id);
  }

  /** A supervisor decides about a quarantined operation: applied as it is, or dismissed (step 4). */
  decide(operation: Operation, person: FakePerson, outcome: "applied" | "dismissed", comment = ""): void {
    const at = outcome === "applied" ? this.#effect(operation, person) : {};
    const decision = { type: "decision", operation: operation.id, outcome, comment, by: null, at: this.now().toISOString() };
    const decided = this.put(documentId("decision", operation.id), decision, [`person:${person.id}`]);
    const known = this.#state.results.get(operation.id);
    if (known && outcome === "applied") {
      const result: OperationResult = { ...known, status: "applied", reason: null, at: { ...at, ...decided } };
      this.#state = { ...this.#state, results: new Map([...this.#state.results, [operation.id, result]]) };
    }
  }

  /** Throws the tombstones of a bucket away, and raises its floor (step 10). */
  purge(name: string): void {
    const bucket = this.#bucket(name);
    const gone = [...bucket.stamped].filter(([, { body }]) => !body);
    const stamped = new Map([...bucket.stamped].filter(([, { body }]) => body));
    const floor = Math.max(bucket.floor, ...gone.map(([, { v }]) => v));
    this.#state = { ...this.#state, buckets: new Map([...this.#state.buckets, [name, { ...bucket, stamped, floor }]]) };
  }

  /** Makes files of so many lines of a bucket as it is now; earlier ones are gone (step 12). */
  makeSnapshot(name: string, lines_a_file: number): void {
    this.#snapshots.get(name)?.forEach((path) => this.#files.delete(path));
    const lines = this.#linesAfter(name, 0);
    const paths: string[] = [];
    for (let from = 0; from < lines.length; from += lines_a_file) {
      const file = lines.slice(from, from + lines_a_file);
      const is_last = from + lines_a_file >= lines.length;
      const version = is_last ? this.#bucket(name).version : file.at(-1)?.v;
      const path = `/api/snapshots/${this.#made}-${name}`;
      this.#made += 1;
      this.#files.set(path, ndjson([...file, { cursor: { [name]: version }, complete: true, checks: {}, next_s: 0 }]));
      paths.push(path);
    }
    this.#snapshots.set(name, paths);
  }

  #made = 1;

  acceptToken(token: string, person: FakePerson): void {
    this.#tokens.set(token, person);
  }

  revokeToken(token: string): void {
    this.#tokens.delete(token);
  }

  /** Puts a document into exactly these buckets: it gets a new revision, and a tombstone where it was before. */
  put(id: DocumentId, body: DocumentBody | null, buckets: readonly string[]): Versions {
    const at: Record<string, number> = {};
    const r = (this.#state.revisions.get(id) ?? 0) + 1;
    const all = new Map(this.#state.buckets);
    const before = [...all].filter(([, { stamped }]) => stamped.get(id)?.body).map(([name]) => name);
    for (const name of new Set([...before, ...buckets])) {
      const { version, floor, stamped } = all.get(name) ?? EMPTY;
      const v = version + 1;
      const here = buckets.includes(name) ? body : null;
      all.set(name, { version: v, floor, stamped: new Map([...stamped, [id, { v, r, body: here }]]) });
      at[name] = v;
    }
    this.#state = { ...this.#state, buckets: all, revisions: new Map([...this.#state.revisions, [id, r]]) };
    return at;
  }

  /** A document's current body; null when there is none. */
  get(id: DocumentId): DocumentBody | null {
    for (const { stamped } of this.#state.buckets.values()) {
      const body = stamped.get(id)?.body;
      if (body) {
        return body;
      }
    }
    return null;
  }

  /** The buckets a document lies in. */
  bucketsOf(id: DocumentId): readonly string[] {
    return [...this.#state.buckets].filter(([, { stamped }]) => stamped.get(id)?.body).map(([name]) => name);
  }

  /** What a person may see: every current document in scope. */
  visibleTo(person: FakePerson): ReadonlyMap<DocumentId, AnyDocument> {
    const visible = new Map<DocumentId, AnyDocument>();
    for (const name of this.#scopes.get(person.id) ?? []) {
      for (const [id, { body }] of this.#state.buckets.get(name)?.stamped ?? []) {
        if (body) {
          visible.set(id, { ...body, id });
        }
      }
    }
    return visible;
  }

  resultOf(operation_id: string): OperationResult | undefined {
    return this.#state.results.get(operation_id);
  }

  /** What a backup would hold. */
  backup(): State {
    return this.#state;
  }

  /** Restores a backup: what came after it is gone, and the history is another one (step 13). */
  restore(backup: State): void {
    this.#state = { ...backup, epoch: `${this.#state.epoch}+` };
    this.effects = this.effects.filter((id) => backup.results.has(id));
  }

  /** Answers a request as the server would. */
  readonly fetch: Fetch = async (path, init) => {
    const request = new Request(new URL(path, "http://kierros.test"), init);
    const { pathname } = new URL(request.url);
    if (request.method === "GET") {
      return this.#file(decodeURIComponent(pathname), request.headers.get("Authorization"));
    }
    const body: unknown = JSON.parse(await bodyText(request));
    switch (pathname) {
      case "/api/join":
        return this.#join(body as { code: string });
      case "/api/sync":
        return this.#sync(body as SyncRequest, request.headers.get("Authorization"));
      default:
        return problem(404, "not_found");
    }
  };

  #join({ code }: { code: string }): Response {
    const person = this.#codes.get(code);
    if (!person) {
      return problem(404, "code_unknown");
    }
    this.#codes.delete(code);
    const token = `token-${code}`;
    this.#tokens.set(token, person);
    return Response.json({
      token,
      token_type: "Bearer",
      expires_in: 2_592_000,
      device: `device-${code}`,
      person: { id: person.id, name: person.name, roles: ["cleaner"], language: "fi" },
      server: { name: "Kierros", time_zone: "Europe/Helsinki" },
    });
  }

  #sync(request: SyncRequest, authorization: string | null): Response {
    // 1.
    const person = this.#tokens.get(authorization?.replace("Bearer ", "") ?? "");
    if (!person) {
      return problem(401, "invalid_token");
    }
    if (person.id !== request.person) {
      return problem(403, "wrong_person");
    }
    this.requests.push(request);
    if (this.#ended.has(person.id) && request.pull !== false) {
      return problem(403, "access_ended");
    }
    const refusal = this.refusal(request);
    if (refusal) {
      return refusal;
    }
    const results = [...request.operations]
      .sort((a, b) => a.sequence - b.sequence)
      .map((operation) => (this.#isOfThisHistory(request) ? this.#apply(operation, person) : notYet(operation)));
    return new Response(ndjson(this.#answer(request, person, results)), { headers: { "Content-Type": "application/x-ndjson" } });
  }

  #file(path: string, authorization: string | null): Response {
    const file = this.#files.get(path);
    if (!this.#tokens.has(authorization?.replace("Bearer ", "") ?? "")) {
      return problem(401, "invalid_token");
    }
    return file === undefined ? problem(404, "not_found") : new Response(file);
  }

  // 13. What was recorded after a restored backup must not be applied before what the backup lacks.
  #isOfThisHistory({ epoch }: SyncRequest): boolean {
    return epoch === null || epoch === this.#state.epoch;
  }

  #apply(operation: Operation, person: FakePerson): OperationResult {
    // 2. A known id returns its first result.
    const known = this.#state.results.get(operation.id);
    if (known) {
      return known;
    }
    const is_late = this.#ended.has(person.id);
    const verdict = {
      status: is_late ? ("quarantined" as const) : ("applied" as const),
      flags: [],
      reason: is_late ? "access_ended" : null,
      ...this.verdict(operation),
    };
    if (verdict.status === "later") {
      return { id: operation.id, at: {}, ...verdict };
    }
    const at = verdict.status === "quarantined" ? {} : this.#effect(operation, person);
    const result: OperationResult = { id: operation.id, at, ...verdict };
    this.#state = { ...this.#state, results: new Map([...this.#state.results, [operation.id, result]]) };
    this.effects.push(operation.id);
    return result;
  }

  #effect(operation: Operation, { id: person, organisation }: FakePerson): Versions {
    const target = operation.target;
    const before = this.get(target);
    const author = { person: `person:${person}`, organisation } as const;
    const after = applyOperation(before && { ...before, id: target }, operation, author);
    const { id: _, ...body } = after ?? { id: target, type: "" };
    if (after === null || JSON.stringify(body) === JSON.stringify(before)) {
      return {};
    }
    // As on the server, an order lies in the bucket of whoever it is assigned to.
    const owner = "assigned_to" in body ? body.assigned_to : null;
    return this.put(target, body, owner ? [owner] : this.#placesOf(target, person));
  }

  #placesOf(target: DocumentId, person: string): readonly string[] {
    const places = this.bucketsOf(target);
    return places.length > 0 ? places : [`person:${person}`];
  }

  #answer(request: SyncRequest, person: FakePerson, results: readonly OperationResult[]): readonly object[] {
    const header = {
      epoch: this.#state.epoch,
      server_time: this.now().toISOString(),
      ...(this.renewed_token && { token: this.renewed_token }),
      results,
      backup_through: this.backup_through,
    };
    const nothing = { cursor: request.cursor, complete: false, checks: {}, next_s: 60 };
    if (request.pull === false || !this.#isOfThisHistory(request)) {
      return [{ ...header, scope: { add: [], drop: [] } }, nothing];
    }
    // 7.
    const { cursor: asked } = request;
    const scope = this.#scopes.get(person.id) ?? [];
    const readings = scope.map((bucket) => this.#reading(bucket, request));
    const resets = readings.filter(({ is_reset }) => is_reset).map(({ bucket }) => bucket);
    const add = scope.filter((name) => !(name in asked));
    const drop = Object.keys(asked).filter((name) => !scope.includes(name));
    const floors = readings.filter(({ bucket, from }) => from === 0 && this.#bucket(bucket).floor > 0);
    const snapshots = readings.filter(({ paths }) => paths.length > 0);
    // 8.
    const lines = readings.filter(({ paths }) => paths.length === 0).flatMap(({ bucket, from }) => this.#linesAfter(bucket, from));
    const page = lines.slice(0, this.page_size);
    const complete = page.length === lines.length && snapshots.length === 0;
    const mended = complete ? this.#mended(request, scope) : {};
    return [
      {
        ...header,
        scope: this.speaks_1
          ? { add: [...add, ...resets], drop: [...drop, ...resets] }
          : { add, drop, ...(resets.length > 0 && { reset: resets }) },
        ...(floors.length > 0 && { floors: Object.fromEntries(floors.map(({ bucket }) => [bucket, this.#bucket(bucket).floor])) }),
        ...(snapshots.length > 0 && { snapshots: Object.fromEntries(snapshots.map(({ bucket, paths }) => [bucket, paths])) }),
        ...(Object.keys(mended).length > 0 && { mended }),
      },
      ...page,
      ...Object.entries(mended).flatMap(([bucket, slots]) => this.#mendedLines(bucket, slots)),
      {
        cursor: Object.fromEntries(
          readings
            .filter(({ paths }) => paths.length === 0)
            .map(({ bucket, from }) => [bucket, this.#cursorAfter(bucket, from, page, complete)]),
        ),
        complete,
        checks: complete ? this.#checks(request, scope) : {},
        ...(complete && request.mend && { slots: this.#slots(request, scope) }),
        next_s: 60,
      },
    ];
  }

  /** 10. and 12. */
  #reading(bucket: string, { cursor, reading = {}, snapshots }: SyncRequest): Reading {
    const { floor } = this.#bucket(bucket);
    const asked = cursor[bucket] ?? 0;
    const is_reset = asked > 0 && asked < floor && reading[bucket] !== floor;
    const from = is_reset ? 0 : asked;
    return { bucket, from, is_reset, paths: snapshots && from === 0 ? (this.#snapshots.get(bucket) ?? []) : [] };
  }

  /** 11. */
  #checks({ cursor, check, mend = {} }: SyncRequest, scope: readonly string[]): Readonly<Record<string, BucketCheck>> {
    const wanted = scope.filter((name) => check || name in mend || cursor[name] !== this.#bucket(name).version);
    return Object.fromEntries(wanted.map((name) => [name, this.#check(name)]));
  }

  #slots({ mend = {} }: SyncRequest, scope: readonly string[]): Slots {
    const wanted = scope.filter((name) => mend[name] === null);
    return Object.fromEntries(wanted.map((name) => [name, slotSums(this.#current(name).map(([id, { r }]) => [slotOf(id), documentHash(id, r)]))]));
  }

  #mended({ mend = {} }: SyncRequest, scope: readonly string[]): Slots {
    return Object.fromEntries(scope.flatMap((name) => (mend[name] ? [[name, mend[name].slice(0, this.mended_slots_max)]] : [])));
  }

  #mendedLines(bucket: string, slots: readonly number[]): readonly DocumentLine[] {
    const wanted = this.#current(bucket).filter(([id]) => slots.includes(slotOf(id)));
    return wanted.map(([id, { v, r, body }]) => ({ b: bucket, v, id, r, doc: body ?? { type: "" }, m: true }));
  }

  #linesAfter(bucket: string, version: number): readonly DocumentLine[] {
    const stamped = [...this.#bucket(bucket).stamped].filter(([, { v }]) => v > version);
    return stamped
      .sort(([, a], [, b]) => a.v - b.v)
      .map(([id, { v, r, body }]) =>
        body ? { b: bucket, v, id, r, doc: body } : { b: bucket, v, id, r, deleted: true as const },
      );
  }

  #cursorAfter(bucket: string, before: number, page: readonly DocumentLine[], complete: boolean): number {
    if (complete) {
      return this.#bucket(bucket).version;
    }
    return Math.max(before, ...page.filter(({ b }) => b === bucket).map(({ v }) => v));
  }

  #check(bucket: string): BucketCheck {
    const hashes = this.#current(bucket).map(([id, { r }]) => documentHash(id, r));
    return { count: hashes.length, sum: sumOf(hashes) };
  }

  #current(bucket: string): readonly (readonly [DocumentId, Stamped])[] {
    return [...this.#bucket(bucket).stamped].filter(([, { body }]) => body);
  }

  #bucket(name: string): Bucket {
    return this.#state.buckets.get(name) ?? EMPTY;
  }
}

function ndjson(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

function notYet({ id }: Operation): OperationResult {
  return { id, status: "later", at: {}, flags: [], reason: null };
}

/** A refusal as the server words it. */
export function problem(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(
    { type: "about:blank", title: code, status, code, detail: "" },
    { status, headers: { "Content-Type": "application/problem+json", ...headers } },
  );
}

async function bodyText(request: Request): Promise<string> {
  if (request.headers.get("Content-Encoding") !== "gzip") {
    return request.text();
  }
  const zipped = new Blob([await request.arrayBuffer()]).stream();
  return new Response(zipped.pipeThrough(new DecompressionStream("gzip"))).text();
}
