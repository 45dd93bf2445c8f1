import { useSignal } from "@preact/signals";

import { LANGUAGES } from "../../protocol/codes";
import { waitingCount } from "../../state/outbox";
import { join, language, session, setLanguage } from "../../state/session";
import { status } from "../../state/sync_status";
import { Brand } from "../../ui/brand";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { Disclosure } from "../../ui/disclosure";
import { TextField } from "../../ui/field";
import { Notice } from "../../ui/notice";
import { Welcome } from "../../ui/welcome";
import { navigate } from "../shell/navigation";
import { words } from "../words/words";
import { DemoPeople } from "./demo_people";
import { deviceKind } from "./device_kind";
import { welcoming } from "./welcoming";

/** The door: a one-time code makes this phone one's own. Also the way back after the server forgot the phone. */
export function Join({ code: given }: { code: string | null }) {
  const t = words.value;
  const code = useSignal(given ?? "");
  const name = useSignal(t.join.device_names[deviceKind(navigator.userAgent)]);
  const problem = useSignal<string | null>(null);
  const isJoining = useSignal(false);
  const submit = async (typed: string) => {
    if (typed.trim() === "" || isJoining.value) {
      problem.value = typed.trim() === "" ? t.join.code_missing : problem.value;
      return;
    }
    isJoining.value = true;
    problem.value = null;
    const outcome = await join(typed.trim(), name.value.trim() || t.join.device_names.phone, language.value);
    isJoining.value = false;
    if (outcome.ok) {
      welcoming.value = true;
      navigate({ name: "today" }, { replace: true });
    } else {
      problem.value = problemWords(outcome.code);
    }
  };
  return (
    <Welcome brand={<Brand name="Kierros" size="l" />}>
      <Choice
        legend={t.join.language}
        hideLegend
        look="segments"
        options={LANGUAGES.map((each) => ({ value: each, label: t.codes.language[each] }))}
        value={language.value}
        onChange={setLanguage}
      />
      <Greeting />
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(code.value);
        }}
      >
        <TextField
          label={t.join.code}
          hint={t.join.code_hint}
          code
          maxLength={40}
          value={code.value}
          onInput={(value) => (code.value = value)}
          error={problem.value ?? undefined}
        />
        <Disclosure title={`${t.join.device_name}: ${name.value}`}>
          <TextField label={t.join.device_name} hint={t.join.device_name_hint} maxLength={80} value={name.value} onInput={(value) => (name.value = value)} />
        </Disclosure>
        <Button type="submit" kind="primary" wide disabled={isJoining.value}>
          {isJoining.value ? t.join.joining : t.join.submit}
        </Button>
      </form>
      <DemoPeople isBusy={isJoining.value} onChoose={(chosen) => void submit(chosen)} />
    </Welcome>
  );
}

function Greeting() {
  const t = words.value;
  const me = session.value?.person;
  if (me) {
    return (
      <>
        <h1 class="welcome-title" tabIndex={-1}>
          {t.join.rejoin_title}
        </h1>
        <Notice tone="waiting" icon="device">
          <p>{t.join.rejoin_text(me.name, waitingCount.value)}</p>
        </Notice>
      </>
    );
  }
  return (
    <>
      <h1 class="welcome-title" tabIndex={-1}>
        {t.join.welcome}
      </h1>
      <p class="welcome-lead">{t.join.lead}</p>
      {status.value.error_code === "storage" && <Notice tone="urgent" icon="alert" title={t.join.errors.storage} announces />}
    </>
  );
}

function problemWords(code: string): string {
  const errors: Readonly<Record<string, string>> = words.value.join.errors;
  return errors[code] ?? words.value.join.errors.other;
}
