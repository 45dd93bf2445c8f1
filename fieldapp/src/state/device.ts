/** A device: everything the screens read and do, over one phone's stores and one network. */
import { computed, signal } from "@preact/signals";
import type { Language } from "../protocol/codes";
import { chosenLanguage, saveLanguage, savedLanguage } from "../store/language";
import type { Wake } from "../sync/schedule";
import { httpTransport } from "../sync/transport";
import type { Environment } from "./environment";
import { exportBlob } from "./export";
import { join, signOut } from "./joining";
import { Phone } from "./phone";
import { record } from "./recording";
import { StorageReport } from "./storage_report";
import { Syncing } from "./syncing";
import type { Device, SyncStatus } from "./types";
import { Waking } from "./waking";

/** A device together with what only its surroundings use. */
export interface RunningDevice extends Device {
  /** The browser has news: the network is back, the app is in view. */
  wake(reason: Wake): void;
  /** Lets go of stores and channels; an attempt under way goes on to its end. */
  close(): Promise<void>;
}

export function createDevice(environment: Environment): RunningDevice {
  const phone = new Phone(environment);
  const transport = httpTransport(environment.fetch);
  const syncing = new Syncing(phone, transport);
  const report = new StorageReport(environment.storage);
  const waking = new Waking(environment, () => phone.account?.token ?? null);
  const ready = signal(false);
  const language = signal(savedLanguage(environment.local_storage, environment.languages));
  const status = computed<SyncStatus>(() => ({
    ...syncing.status.value,
    waiting: phone.journal.waitingCount.value,
    persisted: report.persisted.value,
    storage_used: report.used.value,
  }));

  const setLanguage = (chosen: Language): void => {
    language.value = chosen;
    saveLanguage(environment.local_storage, chosen);
  };

  /** What can wait until the first screen is there. */
  const settleIn = async (): Promise<void> => {
    syncing.start();
    void waking.look();
    report.ask();
    report.measure();
    await phone.loadArchive();
  };

  return {
    session: phone.session,
    ready,
    language,
    setLanguage,

    async start() {
      syncing.listen();
      try {
        await phone.load();
      } catch {
        syncing.storageFailed();
      }
      // A browser writes localStorage down when it likes: one that was killed soon after joining has lost the choice.
      const joined_in = phone.account?.person.language;
      if (joined_in && chosenLanguage(environment.local_storage) === null) {
        setLanguage(joined_in);
      }
      ready.value = true;
      if (phone.account) {
        await settleIn();
      }
    },

    async join(code, device_name, chosen) {
      setLanguage(chosen);
      const outcome = await join(phone, transport, { code, device_name, language: chosen });
      if (outcome.ok) {
        syncing.tell("account");
        await settleIn();
      }
      return outcome;
    },

    async signOut() {
      const token = phone.account?.token ?? null;
      const outcome = await signOut(phone);
      if (outcome.ok) {
        syncing.stop();
        void waking.turnOff(token);
        syncing.tell("account");
      }
      return outcome;
    },

    documents: phone.shown.all,
    byType: (type) => phone.shown.byType(type),
    find: (id) => phone.shown.find(id),

    async record(kind, target, payload, seen) {
      await record(phone, kind, target, payload, seen);
      syncing.tell("recorded");
      void syncing.wake("recorded");
    },

    entries: phone.journal.entries,
    waitingCount: phone.journal.waitingCount,
    exportFile: () => exportBlob(phone),
    async tryAgain(id) {
      await phone.tryAgain(id);
      syncing.tell("recorded");
      await syncing.wake("hand");
    },

    status,
    async syncNow() {
      await syncing.wake("hand");
      report.measure();
    },

    notifications: waking.state,
    turnOnNotifications: () => waking.turnOn(),
    turnOffNotifications: () => waking.turnOff(),

    wake(reason) {
      void syncing.wake(reason);
      // The permission may have been changed in the browser's settings, and what the server missed is told now.
      void waking.look();
    },
    async close() {
      syncing.close();
      await phone.close();
    },
  };
}
