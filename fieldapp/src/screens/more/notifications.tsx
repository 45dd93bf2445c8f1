import { notifications, turnOffNotifications, turnOnNotifications } from "../../state/notifications";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Section } from "../../ui/page";
import { words } from "../words/words";

/** Whether an alert wakes this phone, as it really is, with the way to change it. */
export function Notifications() {
  const t = words.value.notifications;
  const state = notifications.value;
  return (
    <Section title={t.title}>
      <Card>
        <p role="status">{t.states[state]}</p>
        {state === "off" && <Button onClick={() => void turnOnNotifications()}>{t.turn_on}</Button>}
        {(state === "on" || state === "unconfirmed") && <Button onClick={() => void turnOffNotifications()}>{t.turn_off}</Button>}
      </Card>
    </Section>
  );
}
