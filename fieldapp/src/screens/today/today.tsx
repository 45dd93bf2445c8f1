import { byType } from "../../state/documents";
import { openInspections } from "../../state/inspections";
import { session } from "../../state/session";
import { today } from "../../state/today";
import { myOrders, myRounds, openOrders, openReturns, unassignedRounds } from "../../state/worklist";
import type { Round } from "../../protocol/documents";
import { LinkButton } from "../../ui/button";
import { Stack } from "../../ui/card";
import { Empty } from "../../ui/empty";
import { Columns, Page, Section } from "../../ui/page";
import { CallOuts } from "../courtyard/call_outs";
import { DueChecks } from "../courtyard/due_checks";
import { PressingAlerts } from "../duty/duty";
import { DutyLink } from "../duty/duty_link";
import { pressing } from "../duty/pressing";
import { OpenInspections } from "../inspections/inspections";
import { OrderCard } from "../orders/order_card";
import { isLimited, Limits } from "../outbox/limits";
import { SyncLine } from "../outbox/sync_line";
import { RoundCard } from "../rounds/round_card";
import { now } from "../shell/now";
import { pathOf } from "../shell/routes";
import { isWide } from "../shell/viewport";
import { addressOf, findAny } from "../words/places";
import { weekdayAndDate } from "../words/when";
import { spoken, words } from "../words/words";
import { Coming } from "./coming";
import { ReturnedCard } from "./returned_card";

/** Home: the day's work in the order it presses. */
export function Today() {
  const t = words.value;
  const person = session.value?.person;
  if (!person) {
    return null;
  }
  const place = (round: Round) => addressOf(round, t);
  const rounds = myRounds(byType("round").value, person.id, today.value, place);
  const spare = unassignedRounds(byType("round").value, today.value, place);
  const orders = myOrders(byType("work_order").value, person.id);
  const open = openOrders(byType("work_order").value);
  const urgent = [...orders, ...open].filter((order) => order.urgency === "urgent");
  const minor = orders.filter((order) => order.urgency !== "urgent");
  const inspections = openInspections(byType("inspection").value);
  const returns = openReturns(byType("return").value, findAny);
  const isEmpty = rounds.length + spare.length + orders.length + urgent.length + returns.length + pressing.value.length + inspections.length === 0;
  return (
    <Page eyebrow={greeting(person.name)} title={weekdayAndDate(today.value, spoken.value)}>
      {!isWide.value && !isLimited.value && <SyncLine />}
      <Limits />
      <PressingAlerts />
      {urgent.length > 0 && (
        <Section title={t.today.urgent}>
          <Stack>
            {urgent.map((order) => (
              <li key={order.id}>
                <OrderCard order={order} />
              </li>
            ))}
          </Stack>
        </Section>
      )}
      <CallOuts />
      <OpenInspections />
      {returns.length > 0 && (
        <Section title={t.today.returned}>
          <Stack>
            {returns.map((entry) => (
              <li key={entry.id}>
                <ReturnedCard entry={entry} />
              </li>
            ))}
          </Stack>
        </Section>
      )}
      {isEmpty ? (
        <Nothing />
      ) : (
        <Columns
          main={
            <>
              <RoundsOf title={t.today.rounds} rounds={rounds} />
              <RoundsOf title={t.today.open_rounds} rounds={spare} />
            </>
          }
          side={
            <>
              {minor.length > 0 && (
                <Section title={t.today.orders}>
                  <Stack>
                    {minor.map((order) => (
                      <li key={order.id}>
                        <OrderCard order={order} />
                      </li>
                    ))}
                  </Stack>
                </Section>
              )}
              {open.length > 0 && (
                <LinkButton href={pathOf({ name: "orders" })} icon="clipboard" wide>
                  {t.today.district_open(open.length)}
                </LinkButton>
              )}
            </>
          }
        />
      )}
      <DutyLink />
      <DueChecks />
      <Coming person={person.id} />
    </Page>
  );
}

/** A day without work; where nothing new can come, the notice above says so instead. */
function Nothing() {
  const t = words.value;
  return isLimited.value ? null : (
    <Empty icon="sun" title={t.today.nothing} text={t.today.nothing_text}>
      <LinkButton href={pathOf({ name: "orders" })} icon="clipboard">
        {t.today.see_orders}
      </LinkButton>
    </Empty>
  );
}

function RoundsOf({ title, rounds }: { title: string; rounds: readonly Round[] }) {
  if (rounds.length === 0) {
    return null;
  }
  return (
    <Section title={title}>
      <Stack>
        {rounds.map((round) => (
          <li key={round.id}>
            <RoundCard round={round} />
          </li>
        ))}
      </Stack>
    </Section>
  );
}

function greeting(name: string): string {
  const t = words.value;
  const first = name.split(" ")[0] ?? name;
  const hour = now.value.getHours();
  if (hour < 10) {
    return t.today.morning(first);
  }
  return hour < 17 ? t.today.day(first) : t.today.evening(first);
}
