import { useSignal } from "@preact/signals";

import { LANGUAGES } from "../../protocol/codes";
import { wordOf } from "../../i18n/codes/words";
import { byType, find } from "../../state/documents";
import { language, session, setLanguage } from "../../state/session";
import { status } from "../../state/sync_status";
import { Button } from "../../ui/button";
import { Card, Mark } from "../../ui/card";
import { Choice } from "../../ui/choice";
import { Columns, Page, Section } from "../../ui/page";
import { RowLink, Rows } from "../../ui/rows";
import { Who } from "../../ui/who";
import { SyncLine } from "../outbox/sync_line";
import { SyncStep } from "../outbox/sync_step";
import { InstallStep } from "../join/install_step";
import { TEXT_SIZES, THEMES, textSize, theme } from "../shell/appearance";
import { BUILD } from "../shell/build";
import { pathOf } from "../shell/routes";
import { isWide } from "../shell/viewport";
import { words } from "../words/words";
import { Notifications } from "./notifications";
import { SignOutSheet } from "./sign_out_sheet";

/** Everything about the app itself: how it looks, what it keeps, how it helps. */
export function More() {
  const t = words.value;
  const isLeaving = useSignal(false);
  return (
    <Page title={t.more.title}>
      <Me />
      <Columns
        main={
          <>
            <Section title={t.outbox.title}>
              {!isWide.value && <SyncLine />}
              <Rows>
                <RowLink href={pathOf({ name: "outbox" })} icon="send" title={t.more.outbox} value={status.value.waiting || undefined} />
                <RowLink href={pathOf({ name: "data" })} icon="device" title={t.more.data} />
              </Rows>
              <SyncStep />
            </Section>
            <Rows>
              <RowLink href={pathOf({ name: "duty" })} icon="moon" title={t.duty.title} />
              {hasInspections() && <RowLink href={pathOf({ name: "inspections" })} icon="eye" title={t.inspections.title} />}
            </Rows>
            <InstallStep />
            <Notifications />
            <Section title={t.more.support}>
              <Rows>
                <RowLink href={pathOf({ name: "help" })} icon="help" title={t.more.help} />
                <RowLink href={pathOf({ name: "accessibility" })} icon="eye" title={t.more.accessibility} />
              </Rows>
            </Section>
          </>
        }
        side={<Appearance />}
      />
      <Button icon="signout" onClick={() => (isLeaving.value = true)}>
        {t.more.sign_out}
      </Button>
      <p class="count">Kierros {BUILD}</p>
      {isLeaving.value && <SignOutSheet onClose={() => (isLeaving.value = false)} />}
    </Page>
  );
}

/** Inspections are for supervisors, and for whoever has some. */
function hasInspections(): boolean {
  const roles = session.value?.person.roles ?? [];
  return roles.includes("supervisor") || roles.includes("admin") || byType("inspection").value.length > 0;
}

function Me() {
  const t = words.value;
  const me = session.value;
  if (!me) {
    return null;
  }
  const roles = me.person.roles.map((role) => wordOf(t.codes.role, role)).join(", ");
  const employer = find(find(me.person.id)?.organisation)?.name;
  return <Who lead={<Mark icon="person" />} name={me.person.name} detail={[roles, employer].filter(Boolean).join(" · ")} />;
}

function Appearance() {
  const t = words.value;
  return (
    <Section title={t.more.appearance}>
      <Card>
        <Choice
          legend={t.more.language}
          options={LANGUAGES.map((each) => ({ value: each, label: t.codes.language[each] }))}
          value={language.value}
          onChange={setLanguage}
        />
        <Choice
          legend={t.more.theme}
          options={THEMES.map((each) => ({ value: each, label: t.more.themes[each] }))}
          value={theme.value}
          onChange={(value) => (theme.value = value)}
        />
        <Choice
          legend={t.more.text_size}
          options={TEXT_SIZES.map((each) => ({ value: each, label: t.more.text_sizes[each] }))}
          value={textSize.value}
          onChange={(value) => (textSize.value = value)}
        />
      </Card>
    </Section>
  );
}
