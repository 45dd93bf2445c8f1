import "fake-indexeddb/auto";
import { effect } from "@preact/signals";
import fc from "fast-check";
import { expect, it } from "vitest";
import { documentId } from "../../src/protocol/documents";
import type { DocumentId, Round } from "../../src/protocol/documents";
import type { Operation } from "../../src/protocol/operations";
import { slotOf } from "../../src/protocol/sums";
import type { Copy } from "../../src/store/held";
import { FakeServer, problem } from "../fake_server";
import type { Verdict } from "../fake_server";
import { failStorageAfter, mendStorage, useFaultyStorage } from "../faulty_storage";
import type { Weather } from "../link";
import { AINO, DISTRICT, fillDay, ORDER, OWN, personOf, productBody, roundBody, ROUND, SCOPE, VEIKKO } from "../samples";
import { spoilStorage } from "../spoilt_storage";
import { newPhone, Worker } from "../worker";

/**
 * A worker's day under every interruption: whatever is recorded is in outbox or archive at once and at the server
 * exactly once in the end, and what the worker did never leaves the screen meanwhile.
 */
useFaultyStorage();

const OWN_VISITS = ["a", "b", "c"];
const COLLEAGUES_VISITS = ["x", "y"];

type Step =
  | { readonly do: "tick" | "untick" | "skip"; readonly visit: string }
  | { readonly do: "comment" | "create" | "complete" | "restart" | "backup" | "restore" | "overload" | "move_order" }
  | { readonly do: "product" | "forget" | "purge" | "snapshot" | "scope" | "next_day" | "other_protocol" | "poison" | "odd" | "decide" }
  | { readonly do: "spoil"; readonly share: number }
  | { readonly do: "colleague"; readonly visit: string }
  | { readonly do: "sync"; readonly weather: Weather }
  | { readonly do: "die_in_sync" | "die_after"; readonly after: number }
  | { readonly do: "sync_while_recording"; readonly visit: string };

const visit = fc.constantFrom(...OWN_VISITS);
const weather: fc.Arbitrary<Weather> = fc.oneof(
  fc.constantFrom<Weather>({ kind: "up" }, { kind: "request_lost" }, { kind: "response_lost" }, { kind: "portal" }),
  fc.record({ kind: fc.constant("cut" as const), share: fc.double({ min: 0, max: 0.99, noNaN: true }) }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom("tick", "untick", "skip"), visit }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("comment", "create", "complete") }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("sync"), weather }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("restart", "backup", "restore", "overload", "move_order") }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("colleague"), visit: fc.constantFrom(...COLLEAGUES_VISITS) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("die_in_sync", "die_after"), after: fc.nat(25) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("sync_while_recording"), visit }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom("product", "forget", "purge", "snapshot", "scope", "next_day") }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("other_protocol", "poison", "odd", "decide") }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("spoil"), share: fc.double({ min: 0, max: 1, noNaN: true }) }) },
);

const DAY_MS = 24 * 60 * 60_000;
const POISON = "Myrkky";
const isPoison = ({ payload }: Operation): boolean => String(payload["text"]).startsWith(POISON);
/** 0 ≤ x < 1, the same for the same document. */
const shareOf = (id: string): number => slotOf(id) / 256;

/** Half of the share is lost, the other half of another revision. */
function spoilt(copy: Copy, place: number, share: number): Copy | null {
  if (place >= share) {
    return copy;
  }
  return place < share / 2 ? null : { ...copy, r: 99 };
}

class Day {
  readonly server = new FakeServer();
  readonly worker = new Worker(this.server.fetch);
  /** What may be on show of the worker's own work: one value, two while a recording is under way. */
  readonly visits = new Map<string, readonly string[]>(OWN_VISITS.map((id) => [id, ["open"]]));
  comments: readonly number[] = [0];
  created: DocumentId<"work_order">[] = [];
  /** Of these, those that the server does not apply by itself; a supervisor may have decided since. */
  readonly odd = new Set<string>();
  readonly decided = new Set<string>();
  recorded = 0;
  readonly lies: string[] = [];
  #backup = this.server.backup();
  #products = 0;
  #days = 0;
  #has_catalogue = true;
  #stopWatching: () => void = () => undefined;

  async begin(): Promise<void> {
    fillDay(this.server);
    this.server.put(ROUND, roundBody([...OWN_VISITS, ...COLLEAGUES_VISITS]), [OWN]);
    this.server.page_size = 3;
    this.server.now = () => new Date(Date.parse("2026-04-01T05:00:00.000Z") + this.#days * DAY_MS);
    this.server.verdict = (operation) => this.#verdict(operation);
    this.server.refusal = ({ operations }) => (operations.some(isPoison) ? problem(500, "internal_error") : null);
    Array.from({ length: 8 }, () => this.#addProduct());
    await this.worker.start();
    await this.worker.join("AINO1");
    await this.worker.syncIn({ kind: "up" });
    this.#backup = this.server.backup();
    this.#watch();
  }

  async take(next: Step): Promise<void> {
    switch (next.do) {
      case "tick":
      case "untick":
      case "skip":
        return this.#recordVisit(next.do, next.visit);
      case "comment":
        return this.#comment("Huomio");
      case "poison":
        return this.#comment(POISON);
      case "create":
        return this.#create(false);
      case "odd":
        return this.#create(true);
      case "decide":
        return this.#decide();
      case "complete":
        await this.#record(() => this.worker.device.record("work_order.complete", ORDER, { result: "fixed" }));
        return;
      case "colleague":
        return this.#colleagueTicks(next.visit);
      case "move_order":
        this.server.put(ORDER, this.server.get(ORDER), this.server.bucketsOf(ORDER).includes(OWN) ? [DISTRICT] : [OWN]);
        return;
      case "product":
        return this.#addProduct();
      case "forget":
        return void this.server.put(documentId("product", String(this.#products)), null, []);
      case "purge":
        return ["catalogue", DISTRICT, OWN].forEach((bucket) => this.server.purge(bucket));
      case "snapshot":
        return this.server.makeSnapshot("catalogue", 3);
      case "scope":
        this.#has_catalogue = !this.#has_catalogue;
        return this.server.setScope(AINO, this.#has_catalogue ? SCOPE : [DISTRICT, OWN]);
      case "next_day":
        this.#days += 1;
        return;
      case "spoil":
        // Products only: what the worker did would otherwise be missing from the screen until it is mended.
        await spoilStorage((_, id, copy) => (id.startsWith("product:") ? spoilt(copy, shareOf(id), next.share) : copy));
        return this.#restart();
      case "other_protocol":
        return this.#syncRefusedAs(({ pull }) => (pull === false ? null : problem(426, "protocol_too_old")));
      case "sync":
        return this.worker.syncIn(next.weather);
      case "overload":
        this.server.verdict = () => ({ status: "later" });
        await this.worker.syncIn({ kind: "up" });
        this.server.verdict = (operation) => this.#verdict(operation);
        return;
      case "restart":
        return this.#restart();
      case "backup":
        this.#backup = this.server.backup();
        return;
      case "restore":
        return this.server.restore(this.#backup);
      case "die_in_sync":
        failStorageAfter(next.after);
        await this.worker.syncIn({ kind: "up" });
        mendStorage();
        return this.#restart();
      case "die_after":
        // The app is gone while the answer is on its way.
        this.worker.link.weather = { kind: "up" };
        void this.worker.device.syncNow();
        for (let turn = 0; turn < next.after; turn += 1) {
          await new Promise(setImmediate);
        }
        return this.#restart();
      case "sync_while_recording":
        await Promise.all([this.worker.syncIn({ kind: "up" }), this.#recordVisit("tick", next.visit)]);
        return;
    }
  }

  async end(): Promise<void> {
    this.server.setScope(AINO, SCOPE);
    this.worker.link.weather = { kind: "up" };
    await this.#syncTimes(3);
    if (this.worker.device.entries.value.some(({ operation, state }) => isPoison(operation) && state !== "accepted")) {
      // Three refusals a size, from 32 down to one.
      await this.#syncTimes(20);
      const waiting = this.worker.device.entries.value.filter(({ state }) => state === "saved" || state === "sent");
      this.lies.push(...waiting.map(({ operation }) => `${operation.kind} is held up by what the server can't take`));
      this.server.refusal = () => null;
      for (const { operation, state } of this.worker.device.entries.value) {
        await (state === "set_aside" ? this.worker.device.tryAgain(operation.id) : undefined);
      }
    }
    this.#decide();
    this.#days += 1;
    await this.#syncTimes(3);
    this.#stopWatching();
  }

  async exported(): Promise<readonly { id: string; state: string }[]> {
    const file = JSON.parse(await (await this.worker.device.exportFile()).text()) as { operations: { id: string; state: string }[] };
    return file.operations;
  }

  /** Records on a phone whose storage may fail: then nothing was recorded. */
  async #record(work: () => Promise<void>): Promise<void> {
    await work();
    this.recorded += 1;
  }

  async #recordVisit(what: "tick" | "untick" | "skip", id: string): Promise<void> {
    const [before = "open"] = this.visits.get(id) ?? [];
    const after = { tick: "done", untick: "open", skip: before === "open" ? "skipped" : before }[what];
    this.visits.set(id, [before, after]);
    const { device } = this.worker;
    await this.#record(() =>
      what === "skip"
        ? device.record("round.skip", ROUND, { visit: id, reason: "locked" })
        : device.record(`round.${what}`, ROUND, { visit: id }),
    );
    this.visits.set(id, [after]);
    this.#look();
  }

  async #syncTimes(times: number): Promise<void> {
    for (let attempt = 0; attempt < times; attempt += 1) {
      await this.worker.device.syncNow();
    }
  }

  async #syncRefusedAs(refusal: FakeServer["refusal"]): Promise<void> {
    const usual = this.server.refusal;
    this.server.refusal = refusal;
    await this.worker.syncIn({ kind: "up" });
    this.server.refusal = usual;
  }

  #addProduct(): void {
    this.#products += 1;
    this.server.put(documentId("product", String(this.#products)), productBody(), ["catalogue"]);
  }

  #verdict({ target }: Operation): Verdict {
    return this.odd.has(target) ? { status: "quarantined", reason: "apply_failed" } : {};
  }

  /** A supervisor decides what is still open, now this way, now that. */
  #decide(): void {
    for (const operation of this.server.requests.flatMap(({ operations }) => operations)) {
      const is_open = this.server.resultOf(operation.id)?.status === "quarantined" && !this.server.get(documentId("decision", operation.id));
      if (is_open) {
        this.decided.add(operation.target);
        this.server.decide(operation, AINO, this.decided.size % 2 === 0 ? "applied" : "dismissed", "Katsottu");
      }
    }
  }

  async #comment(text: string): Promise<void> {
    const [count = 0] = this.comments;
    this.comments = [count, count + 1];
    await this.#record(() => this.worker.device.record("work_order.comment", ORDER, { text: `${text} ${count}` }));
    this.comments = [count + 1];
    this.#look();
  }

  async #create(is_odd: boolean): Promise<void> {
    const target = documentId("work_order", `new-${this.created.length}`);
    if (is_odd) {
      this.odd.add(target);
    }
    const property = documentId("property", "1");
    await this.#record(() =>
      this.worker.device.record("work_order.create", target, { property, category: "lock", urgency: "minor", description: "Jumissa" }),
    );
    this.created.push(target);
    this.#look();
  }

  #colleagueTicks(id: string): void {
    const round = this.server.get(ROUND) as unknown as Round;
    const at = "2026-04-01T05:30:00.000Z";
    const done = { state: "done", at, by: personOf(VEIKKO) };
    const visits = round.visits.map((each) => (each.id === id ? Object.assign({}, each, done) : each));
    this.server.put(ROUND, { ...this.server.get(ROUND), type: "round", visits }, [OWN]);
  }

  async #restart(): Promise<void> {
    this.#stopWatching();
    await this.worker.restart();
    this.#watch();
  }

  #watch(): void {
    this.#stopWatching = effect(() => {
      void this.worker.device.documents.value;
      this.#look();
    });
  }

  /** Notes whatever the screen shows of the worker's own work that is not so. */
  #look(): void {
    const { device } = this.worker;
    const round = device.documents.peek().get(ROUND) as Round | undefined;
    for (const [id, allowed] of this.visits) {
      const shown = round?.visits.find((each) => each.id === id)?.state ?? "nothing";
      if (!allowed.includes(shown)) {
        this.lies.push(`visit ${id} is shown as ${shown}, is ${allowed.join(" or ")}`);
      }
    }
    const order = device.find(ORDER);
    const comments = order?.comments.filter(({ by }) => by === personOf(AINO)).length ?? -1;
    if (!this.comments.includes(comments)) {
      this.lies.push(`${comments} comments are shown, there are ${this.comments.join(" or ")}`);
    }
    for (const id of this.created) {
      if (!this.decided.has(id) && !device.find(id)) {
        this.lies.push(`${id} is not shown`);
      }
    }
  }
}

it("loses nothing, repeats nothing, hides nothing", { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 24 }), async (steps) => {
      newPhone();
      const day = new Day();
      await day.begin();
      for (const next of steps) {
        await day.take(next);
        expect(await day.exported(), "every recorded operation is in outbox or archive").toHaveLength(day.recorded);
      }
      await day.end();

      expect(day.lies).toEqual([]);
      const operations = await day.exported();
      expect(operations.map(({ state }) => state)).toEqual(operations.map(() => "settled"));
      expect([...day.server.effects].sort()).toEqual(operations.map(({ id }) => id).sort());
      expect(day.worker.device.status.value).toMatchObject({ phase: "idle", waiting: 0 });
      expect(day.worker.device.documents.value).toEqual(day.server.visibleTo(AINO));
      await day.worker.device.close();
    }),
    { numRuns: 200 },
  );
});
