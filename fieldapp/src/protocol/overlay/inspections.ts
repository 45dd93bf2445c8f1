/** What an operation does to an inspection and its spaces. */
import type { Inspection } from "../documents_inspections";
import type { Operation } from "../operations";
import { at, payloadOf } from "./values";
import type { Author } from "./values";

/** The inspection after the operation. */
export function applyToInspection(inspection: Inspection, operation: Operation, author: Author): Inspection {
  switch (operation.kind) {
    case "inspection.grade":
      return grade(inspection, operation, author);
    case "inspection.finish":
      return finish(inspection, operation, author);
    default:
      return inspection;
  }
}

/** The last grade is the one that holds, also after the end. */
function grade(inspection: Inspection, operation: Operation, author: Author): Inspection {
  const { space: space_id, level, findings, text = null } = payloadOf(operation, "inspection.grade");
  const found = (findings ?? []).map(({ soil, object }) => ({ soil, object }));
  const spaces = inspection.spaces.map((space) =>
    space.space === space_id
      ? { ...space, level, findings: found, text, at: at(operation), by: author.person, passed: level >= space.required }
      : space,
  );
  return { ...inspection, spaces };
}

function finish(inspection: Inspection, operation: Operation, author: Author): Inspection {
  if (inspection.state === "finished") {
    return inspection;
  }
  const { note = null } = payloadOf(operation, "inspection.finish");
  return { ...inspection, state: "finished", finished_at: at(operation), finished_by: author.person, note };
}
