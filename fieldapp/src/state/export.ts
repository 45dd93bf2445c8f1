/** Everything this person recorded on this phone, as a file: the way out when nothing else gets through. */
import type { Phone } from "./phone";

/** The JSON file, `application/json`. It bears no token. */
export async function exportBlob(phone: Phone): Promise<Blob> {
  const { environment, outbox, account } = phone;
  const contents = {
    exported_at: environment.now().toISOString(),
    build: environment.build,
    stream: await outbox.stream(),
    device: account?.device ?? null,
    device_name: account?.device_name ?? null,
    person: account?.person ?? null,
    operations: await phone.recorded(),
  };
  return new Blob([JSON.stringify(contents, null, 1)], { type: "application/json" });
}
