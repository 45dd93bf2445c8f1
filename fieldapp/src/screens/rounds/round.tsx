import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { wordOf } from "../../i18n/codes/words";
import { documentId, type Round, type Visit } from "../../protocol/documents";
import { byType, find } from "../../state/documents";
import { today } from "../../state/today";
import { progress } from "../../state/worklist";
import { Button, LinkButton } from "../../ui/button";
import { Stack } from "../../ui/card";
import { Empty } from "../../ui/empty";
import { Notice } from "../../ui/notice";
import { Columns, Page, Section } from "../../ui/page";
import { ProgressBar } from "../../ui/progress";
import { FoundOrders } from "../orders/found_orders";
import { UseSheet } from "../products/use_sheet";
import { UsesOf } from "../products/uses_of";
import { pathOf } from "../shell/routes";
import { isWide } from "../shell/viewport";
import { placeOfRound, visit } from "../shell/whereabouts";
import { addressOf, propertyName } from "../words/places";
import { durationWords, shortDay, timeOf } from "../words/when";
import { spoken, words } from "../words/words";
import { BriefRow } from "./brief_sheet";
import { coverWords } from "./cover";
import { FinishSheet } from "./finish_sheet";
import { minutesLeft } from "./minutes_left";
import { startRound } from "./recording";
import { VisitItem } from "./visit_item";
import { VisitSheet } from "./visit_sheet";

/** A round at work: its spaces in walking order, one tap each. */
export function RoundScreen({ roundKey }: { roundKey: string }) {
  const round = find(documentId("round", roundKey));
  useEffect(() => {
    if (round) {
      visit(placeOfRound(round));
    }
  }, [round]);
  useEffect(showNext, []);
  return round ? <OpenRound round={round} /> : <NoRound />;
}

/** A round goes on where it was left: the next open space comes into view. */
function showNext(): void {
  const next = document.querySelector(".visit-open");
  if (next && !isWide.value && next.getBoundingClientRect().bottom > innerHeight * 0.75) {
    next.scrollIntoView({ block: "center", behavior: "instant" });
  }
}

type Opened = { readonly what: "visit"; readonly visit: string } | { readonly what: "finish" | "product" };

function OpenRound({ round }: { round: Round }) {
  const t = words.value;
  const opened = useSignal<Opened | null>(null);
  const close = () => {
    opened.value = null;
  };
  const shown = opened.value;
  const shownVisit = shown?.what === "visit" ? round.visits.find((candidate) => candidate.id === shown.visit) : undefined;
  const cover = coverWords(round);
  const uses = byType("product_use").value.filter((use) => use.round === round.id);
  return (
    <Page
      back={{ href: pathOf({ name: "today" }), label: t.common.back }}
      title={addressOf(round, t)}
      subtitle={[wordOf(t.codes.work, round.work), shortDay(round.on, spoken.value), propertyName(round)].filter(Boolean).join(" · ")}
      actions={<RoundActions round={round} open={(what) => (opened.value = { what })} />}
    >
      <Columns
        lead={
          <>
            <RoundProgress round={round} />
            {round.on > today.value && <Notice tone="info" icon="calendar" title={t.round.not_today(shortDay(round.on, spoken.value))} />}
            {cover && <Notice tone="info" icon="people" title={cover} />}
            <BriefRow building={round.building} round={round} />
          </>
        }
        main={
          <Section title={t.round.visits}>
            <Stack>
              {round.visits.map((each) => (
                <VisitItem key={each.id} round={round} visit={each} onMore={() => (opened.value = { what: "visit", visit: each.id })} />
              ))}
            </Stack>
          </Section>
        }
        side={
          <>
            <UsesOf uses={uses} />
            <FoundOrders on={round.id} />
          </>
        }
      />
      <RoundSheets round={round} opened={shown} visit={shownVisit} onClose={close} />
    </Page>
  );
}

type SheetsProps = { round: Round; opened: Opened | null; visit: Visit | undefined; onClose: () => void };

function RoundSheets({ round, opened, visit: shownVisit, onClose }: SheetsProps) {
  if (shownVisit) {
    return <VisitSheet round={round} visit={shownVisit} onClose={onClose} />;
  }
  if (opened?.what === "finish") {
    return <FinishSheet round={round} onClose={onClose} />;
  }
  return opened?.what === "product" ? <UseSheet place={placeOfRound(round)} onClose={onClose} /> : null;
}

function RoundProgress({ round }: { round: Round }) {
  const t = words.value;
  const { done, skipped, open, total } = progress(round);
  const left = minutesLeft(round);
  const label = [
    t.round.progress(done + skipped, total),
    open === 0 ? t.round.all_done : left > 0 && t.round.left(durationWords(left, t)),
    round.state === "finished" && round.finished_at && t.round.finished(timeOf(round.finished_at)),
  ];
  return <ProgressBar label={label.filter(Boolean).join(" · ")} value={done + skipped} max={Math.max(1, total)} />;
}

function RoundActions({ round, open }: { round: Round; open: (what: "finish" | "product") => void }) {
  const t = words.value;
  const missing = progress(round).open;
  return (
    <>
      <Button icon="spray" onClick={() => open("product")}>
        {t.round.product}
      </Button>
      {round.state === "planned" && (
        <Button kind="primary" icon="play" onClick={() => startRound(round)}>
          {t.round.start}
        </Button>
      )}
      {round.state === "running" && (
        <Button kind={missing === 0 ? "primary" : "secondary"} icon="flag" onClick={() => open("finish")}>
          {t.round.finish}
        </Button>
      )}
    </>
  );
}

function NoRound() {
  const t = words.value;
  return (
    <Page back={{ href: pathOf({ name: "today" }), label: t.common.back }} title={t.navigation.not_found}>
      <Empty icon="round" title={t.round.not_found} text={t.round.not_found_text}>
        <LinkButton href={pathOf({ name: "today" })} icon="home">
          {t.navigation.to_today}
        </LinkButton>
      </Empty>
    </Page>
  );
}
