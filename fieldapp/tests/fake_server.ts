/**
 * The server's side of docs/protocol.md in memory, as small as the device's tests need it: joining, inbox, buckets,
 * scope, pages. Its domain is the overlay's: an operation does here what the device shows. Reached through `fetch`.
 */
import { createHash } from "node:crypto";
import { applyOperation } from "../src/protocol/overlay";
import type { AnyDocument, DocumentBody, DocumentId } from "../src/protocol/documents";
import type { Operation } from "../src/protocol/operations";
import type { BucketCheck, DocumentLine, OperationResult, SyncRequest, Versions } from "../src/protocol/types";
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

export class FakeServer {
  #state: State = { epoch: "epoch-1", buckets: new Map(), revisions: new Map(), results: new Map() };
  readonly #codes = new Map<string, FakePerson>();
  readonly #tokens = new Map<string, FakePerson>();
  readonly #scopes = new Map<string, readonly string[]>();
  /** Every request that arrived, as it was parsed. */
  readonly requests: SyncRequest[] = [];
  /** Ids of operations in the order in which they took effect, over all epochs' lives. */
  effects: string[] = [];
  /** Documents a page. */
  page_size = 1_000;
  /** A token to hand out with the next answers. */
  renewed_token: string | null = null;
  verdict: (operation: Operation) => Verdict = () => ({});
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
      const { version, stamped } = all.get(name) ?? { version: 0, stamped: new Map() };
      const v = version + 1;
      const here = buckets.includes(name) ? body : null;
      all.set(name, { version: v, stamped: new Map([...stamped, [id, { v, r, body: here }]]) });
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
    const body: unknown = JSON.parse(await bodyText(request));
    switch (new URL(request.url).pathname) {
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
    const results = [...request.operations]
      .sort((a, b) => a.sequence - b.sequence)
      .map((operation) => (this.#isOfThisHistory(request) ? this.#apply(operation, person) : notYet(operation)));
    const text = this.#answer(request, person, results).map((line) => `${JSON.stringify(line)}\n`);
    return new Response(text.join(""), { headers: { "Content-Type": "application/x-ndjson" } });
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
    const verdict = { status: "applied" as const, flags: [], reason: null, ...this.verdict(operation) };
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
    const { epoch } = this.#state;
    const scope = this.#scopes.get(person.id) ?? [];
    const asked = this.#isOfThisHistory(request) ? request.cursor : {};
    // 7.
    const header = {
      epoch,
      server_time: this.now().toISOString(),
      ...(this.renewed_token && { token: this.renewed_token }),
      results,
      scope: {
        add: scope.filter((name) => !(name in asked)),
        drop: Object.keys(asked).filter((name) => !scope.includes(name)),
      },
      backup_through: null,
    };
    // 8.
    const lines = scope.flatMap((name) => this.#linesAfter(name, asked[name] ?? 0));
    const page = lines.slice(0, this.page_size);
    const complete = page.length === lines.length;
    const cursor = Object.fromEntries(scope.map((name) => [name, this.#cursorAfter(name, asked[name] ?? 0, page, complete)]));
    const checks = complete ? Object.fromEntries(scope.map((name) => [name, this.#check(name)])) : {};
    return [header, ...page, { cursor, complete, checks, next_s: 60 }];
  }

  #linesAfter(bucket: string, version: number): readonly DocumentLine[] {
    const stamped = [...(this.#state.buckets.get(bucket)?.stamped ?? [])].filter(([, { v }]) => v > version);
    return stamped
      .sort(([, a], [, b]) => a.v - b.v)
      .map(([id, { v, r, body }]) =>
        body ? { b: bucket, v, id, r, doc: body } : { b: bucket, v, id, r, deleted: true as const },
      );
  }

  #cursorAfter(bucket: string, before: number, page: readonly DocumentLine[], complete: boolean): number {
    if (complete) {
      return this.#state.buckets.get(bucket)?.version ?? 0;
    }
    return Math.max(before, ...page.filter(({ b }) => b === bucket).map(({ v }) => v));
  }

  #check(bucket: string): BucketCheck {
    const current = [...(this.#state.buckets.get(bucket)?.stamped ?? [])].filter(([, { body }]) => body);
    const hashes = current.map(([id, { r }]) => createHash("sha256").update(`${id}\n${r}`).digest().readUIntBE(0, 6));
    return { count: current.length, sum: Number(hashes.reduce((sum, hash) => (sum + BigInt(hash)) % 2n ** 48n, 0n)) };
  }
}

function notYet({ id }: Operation): OperationResult {
  return { id, status: "later", at: {}, flags: [], reason: null };
}

function problem(status: number, code: string): Response {
  return Response.json(
    { type: "about:blank", title: code, status, code, detail: null },
    { status, headers: { "Content-Type": "application/problem+json" } },
  );
}

async function bodyText(request: Request): Promise<string> {
  if (request.headers.get("Content-Encoding") !== "gzip") {
    return request.text();
  }
  const zipped = new Blob([await request.arrayBuffer()]).stream();
  return new Response(zipped.pipeThrough(new DecompressionStream("gzip"))).text();
}
