/**
 * The phone app's own code under the simulation's hand, many phones in one process. tests/simulation/node_client.py is the
 * other end, and says how the two talk.
 */
import { CALLS, Raised } from "./calls";
import type { Json } from "./calls";
import { hear, say } from "./conversation";
import { live, settle } from "./life";
import type { Answer, Asked } from "./line";
import { Phone } from "./phone";
import { surround } from "./surroundings";

interface Called {
  readonly device: number;
  readonly call: string;
  readonly arguments: Json;
  readonly clock: { readonly wall: string; readonly steady_ms: number } | null;
}

type Message = Called | { readonly answer: (Omit<Answer, "body"> & { readonly body: string }) | null } | { readonly abandon: true };

/** How a call ended; `abandoned`: whoever called is not interested any more. */
type Ending = { readonly return: unknown } | { readonly raise: string } | { readonly fault: string } | "abandoned";

const phones = new Map<number, Phone>();
const unhandled: unknown[] = [];

async function main(): Promise<void> {
  process.on("unhandledRejection", (error) => unhandled.push(error));
  surround();
  for (let message = hear() as Message | null; message !== null; message = hear() as Message | null) {
    if (!("call" in message)) {
      throw new Error("an answer to no question");
    }
    await serve(message);
  }
}

/** Carries a call out, and others that come while its phone waits for an answer. */
async function serve(called: Called): Promise<void> {
  const ending = await outcomeOf(called);
  if (ending !== "abandoned") {
    const fault = unhandled.splice(0).map(textOf).join("\n");
    say(fault === "" ? ending : { fault });
  }
}

async function outcomeOf({ device, call, arguments: told, clock }: Called): Promise<Ending> {
  const phone = call === "make" ? new Phone(String(told["name"]), String(told["seed"])) : phones.get(device);
  if (!phone) {
    return { fault: `there is no device ${device}` };
  }
  phones.set(device, phone);
  phone.clock.wall_ms = clock === null ? 0 : Date.parse(clock.wall);
  phone.clock.steady_ms = clock?.steady_ms ?? 0;
  switch (call) {
    case "restart":
      phone.revive();
      return attend(phone, () => start(phone));
    case "evict":
      phone.evict();
      return attend(phone, () => start(phone));
    case "close":
      phone.die();
      phones.delete(device);
      performance.clearMeasures();
      return { return: null };
    default:
      return attend(phone, async () => CALLS[call]?.(phone, told));
  }
}

async function start(phone: Phone): Promise<null> {
  await phone.tab(0);
  return null;
}

/** Does a phone's work to its end, and asks the simulation whatever the phone asks the network. */
async function attend(phone: Phone, work: () => Promise<unknown>): Promise<Ending> {
  const { life } = phone;
  let ending: Ending | null = null;
  let is_abandoned = false;
  live(life, () => void work().then(
    (value) => (ending = { return: value }),
    (error: unknown) => (ending = error instanceof Raised ? { raise: error.what } : { fault: textOf(error) }),
  ));
  for (;;) {
    await settle();
    if (life.is_over) {
      return is_abandoned ? "abandoned" : { raise: "killed" };
    }
    const asked = phone.nextAsked();
    if (asked && !is_abandoned) {
      is_abandoned = (await ask(phone, asked)) === "abandoned";
    } else if (asked) {
      asked.answer(null, () => undefined);
    } else {
      return is_abandoned ? "abandoned" : (ending ?? { fault: `${phone.name} waits for nothing` });
    }
  }
}

/** Asks the simulation, which may have other calls to make before it answers. */
async function ask(phone: Phone, { body, answer, ...asked }: Asked): Promise<"answered" | "abandoned"> {
  const device = [...phones].find(([, each]) => each === phone)?.[0];
  say({ send: { device, ...asked, body: Buffer.from(body).toString("base64") } });
  for (;;) {
    const message = hear() as Message | null;
    if (message === null) {
      process.exit(1);
    }
    if ("call" in message) {
      await serve(message);
    } else if ("abandon" in message) {
      live(phone.life, () => answer(null, () => undefined));
      return "abandoned";
    } else {
      const said = message.answer && { ...message.answer, body: Buffer.from(message.answer.body, "base64") };
      live(phone.life, () => answer(said, () => phone.die()));
      return "answered";
    }
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? `${error.stack ?? error.message}${error.cause === undefined ? "" : `\n${textOf(error.cause)}`}` : String(error);
}

await main();
