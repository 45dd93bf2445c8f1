import { useSignal } from "@preact/signals";

import type { WorkOrder } from "../../protocol/documents";
import { today } from "../../state/today";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { TextArea } from "../../ui/field";
import { Section } from "../../ui/page";
import { Said } from "../../ui/said";
import { personName } from "../words/places";
import { momentWords } from "../words/when";
import { words } from "../words/words";
import { commentOrder } from "./recording";

/** What people wrote about the order, and a place to add to it. */
export function Comments({ order }: { order: WorkOrder }) {
  const t = words.value;
  const text = useSignal("");
  const add = () => void commentOrder(order, text.value).then((isSaved) => isSaved && (text.value = ""));
  return (
    <Section title={t.order.comments}>
      <Card>
        {order.comments.map((comment) => (
          <Said key={comment.id} who={personName(comment.by, t)} when={momentWords(comment.at, today.value, t)} text={comment.text} />
        ))}
        <form
          class="fields"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <TextArea label={t.order.comment} rows={2} maxLength={2000} value={text.value} onInput={(value) => (text.value = value)} />
          {text.value.trim() !== "" && (
            <Button type="submit" icon="comment">
              {t.order.comment_send}
            </Button>
          )}
        </form>
      </Card>
    </Section>
  );
}
