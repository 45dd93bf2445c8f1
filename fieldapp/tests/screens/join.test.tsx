// @vitest-environment happy-dom
// @vitest-environment-options { "width": 390, "height": 844 }
import "fake-indexeddb/auto";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FakeServer } from "../fake_server";
import { fillDay } from "../samples";
import { newPhone } from "../worker";

let server: FakeServer;

beforeEach(async () => {
  vi.resetModules();
  newPhone();
  server = new FakeServer();
  fillDay(server);
  vi.stubGlobal("fetch", server.fetch);
});

afterEach(cleanup);

async function open(path: string): Promise<void> {
  history.replaceState(null, "", path);
  const { setLanguage, start } = await import("../../src/state/session");
  const { App } = await import("../../src/app");
  setLanguage("fi");
  await start();
  render(<App />);
}

const code = (): HTMLInputElement => screen.getByLabelText("Liittymiskoodi");
const submit = (): void => {
  fireEvent.click(screen.getByRole("button", { name: "Liity" }));
};

it("takes the code out of a QR code's address, and shows the day once it is on the phone", async () => {
  await open("/app/#code=AINO1");
  expect(code().value).toBe("AINO1");
  submit();
  await waitFor(() => expect(screen.getByText("Kaikki on puhelimessa")).toBeTruthy());
  fireEvent.click(screen.getByRole("button", { name: "Aloita työpäivä" }));
  await waitFor(() => expect(screen.getByText(/Kaikki lähetetty/u)).toBeTruthy());
  expect(location.hash).toBe("");
});

it("says in words what is wrong with a code, and keeps it to be mended", async () => {
  await open("/app/");
  submit();
  expect(screen.getByText("Kirjoita koodi ensin.")).toBeTruthy();
  fireEvent.input(code(), { target: { value: "AINO7" } });
  submit();
  await waitFor(() => expect(screen.getByText(/Koodia ei tunneta/u)).toBeTruthy());
  expect(code().value).toBe("AINO7");
});

it("offers nobody to try where the server is no demo", async () => {
  await open("/app/");
  expect(screen.queryByText("Kokeile esimerkkihenkilönä")).toBeNull();
});
