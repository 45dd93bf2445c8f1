// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { Choice } from "../../src/ui/choice";
import { TextField } from "../../src/ui/field";
import { ProgressRing } from "../../src/ui/progress";
import { stepDown, Stepper, stepUp } from "../../src/ui/stepper";
import { Toast } from "../../src/ui/toast";
import { VisitRow } from "../../src/ui/visit_row";

afterEach(cleanup);

const row = (state: "open" | "done", taps: string[]) => (
  <VisitRow
    state={state}
    name="Porras B"
    icon="stairs"
    detail="2. kerros"
    tickLabel="Kuittaa tehdyksi:"
    moreLabel="Lisää: Porras B"
    onTick={state === "open" ? () => taps.push("tick") : undefined}
    onMore={() => taps.push("more")}
  />
);

describe("a visit's row", () => {
  it("ticks with one tap anywhere on its words", () => {
    const taps: string[] = [];
    render(row("open", taps));
    fireEvent.click(screen.getByText("2. kerros"));
    expect(taps).toEqual(["tick"]);
    expect(screen.getByRole("button", { name: /Kuittaa tehdyksi: ?Porras B/u })).toBeTruthy();
  });

  it("opens the rest without ticking", () => {
    const taps: string[] = [];
    render(row("open", taps));
    fireEvent.click(screen.getByRole("button", { name: "Lisää: Porras B" }));
    expect(taps).toEqual(["more"]);
  });

  it("cannot be ticked again once it is done", () => {
    render(row("done", []));
    expect(screen.getAllByRole("button")).toHaveLength(1);
  });
});

it("chooses one of several by radio buttons that belong together", () => {
  const chosen: string[] = [];
  render(<Choice legend="Tulos" options={[{ value: "a", label: "Korjattu" }, { value: "b", label: "Ei vikaa" }]} value="a" onChange={(value) => chosen.push(value)} />);
  const group = screen.getByRole("group", { name: "Tulos" });
  const [first, second] = screen.getAllByRole("radio") as HTMLInputElement[];
  expect(group.contains(first!)).toBe(true);
  expect([first!.checked, second!.checked, first!.name === second!.name]).toEqual([true, false, true]);
  fireEvent.click(second!);
  expect(chosen).toEqual(["b"]);
});

it("ties what is wrong with a field to the field", () => {
  render(<TextField label="Koodi" hint="Väliviivoilla ei ole väliä" error="Koodi on vanhentunut" value="" onInput={() => undefined} />);
  const field = screen.getByLabelText("Koodi");
  const described = field.getAttribute("aria-describedby")!.split(" ").map((id) => document.getElementById(id)?.textContent);
  expect(described).toEqual(["Väliviivoilla ei ole väliä", "Koodi on vanhentunut"]);
  expect(field.getAttribute("aria-invalid")).toBe("true");
});

describe("a stepper", () => {
  it("goes to the next whole step, whatever it stands on", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.constantFrom(1, 5, 10, 100), (value, step) => {
        expect(stepUp(value, step) % step).toBe(0);
        expect(stepUp(value, step) - value).toBeGreaterThan(0);
        expect(stepUp(value, step) - value).toBeLessThanOrEqual(step);
        expect(value - stepDown(value, step)).toBeGreaterThan(0);
        expect(value - stepDown(value, step)).toBeLessThanOrEqual(step);
      }),
    );
  });

  it("stays within its bounds and takes typed numbers", () => {
    const values: (number | null)[] = [];
    render(
      <Stepper label="Määrä" value={98} onChange={(value) => values.push(value)} unit="ml" step={5} min={1} max={99} lessLabel="Vähemmän" moreLabel="Enemmän" />,
    );
    fireEvent.click(screen.getByRole("button", { name: "Enemmän" }));
    fireEvent.input(screen.getByLabelText("Määrä"), { target: { value: "1234" } });
    fireEvent.input(screen.getByLabelText("Määrä"), { target: { value: "" } });
    expect(values).toEqual([99, 99, null]);
  });
});

it("draws a ring that is closed only when all is done", () => {
  const { container, rerender } = render(<ProgressRing done={0} all={12} />);
  expect(container.querySelector(".ring-done")).toBeNull();
  rerender(<ProgressRing done={7} all={12} />);
  expect(container.querySelector(".ring-number")?.textContent).toBe("7");
  rerender(<ProgressRing done={12} all={12} />);
  expect(container.querySelector(".ring-check")).toBeTruthy();
});

it("speaks of what was saved from a place that was there before", () => {
  const { rerender } = render(<Toast text={null} />);
  const place = screen.getByRole("status");
  rerender(<Toast text="Porras B kuitattu" />);
  expect(screen.getByRole("status")).toBe(place);
  expect(place.textContent).toContain("Porras B kuitattu");
});
