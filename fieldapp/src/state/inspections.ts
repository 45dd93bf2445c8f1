/** What follows from inspections on the phone: which are to be done, how far each is, what a grade lacks. Pure. */
import type { Finding, Inspection } from "../protocol/documents_inspections";

/** Those to be done, the earliest day first. */
export function openInspections(inspections: readonly Inspection[]): readonly Inspection[] {
  return inspections.filter(({ state }) => state === "open").sort((a, b) => compare(a.on, b.on) || compare(a.id, b.id));
}

/** Those that are finished, the newest first. */
export function finishedInspections(inspections: readonly Inspection[]): readonly Inspection[] {
  return inspections.filter(({ state }) => state === "finished").sort((a, b) => compare(b.finished_at ?? "", a.finished_at ?? "") || compare(a.id, b.id));
}

export interface Standing {
  readonly graded: number;
  readonly failed: number;
  readonly all: number;
}

/** How far an inspection is. */
export function standingOf({ spaces }: Inspection): Standing {
  return {
    graded: spaces.filter(({ level }) => level !== null).length,
    failed: spaces.filter(({ passed }) => passed === false).length,
    all: spaces.length,
  };
}

export interface GradeDraft {
  readonly level: number | null;
  readonly findings: readonly Finding[];
  readonly text: string;
}

/** What is missing before a grade can be saved: a level; below the required one a reason, too. */
export function lacking({ level, findings, text }: GradeDraft, required: number): "level" | "findings" | null {
  if (level === null) {
    return "level";
  }
  return level < required && findings.length === 0 && text.trim() === "" ? "findings" : null;
}

/** The findings with this one put in, or taken out when it is there. */
export function toggled(findings: readonly Finding[], { soil, object }: Finding): readonly Finding[] {
  const others = findings.filter((each) => each.soil !== soil || each.object !== object);
  return others.length < findings.length ? others : [...findings, { soil, object }];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
