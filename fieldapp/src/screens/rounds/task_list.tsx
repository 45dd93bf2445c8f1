import { wordOf } from "../../i18n/codes/words";
import { Bullets } from "../../ui/bullets";
import { words } from "../words/words";

/** What is to be done in a space. */
export function TaskList({ tasks }: { tasks: readonly string[] }) {
  const t = words.value;
  return <Bullets title={t.round.tasks} items={tasks.map((task) => wordOf(t.codes.task, task))} none={t.round.no_tasks} />;
}
