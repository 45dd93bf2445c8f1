import "./pictogram.css";

/** The symbols inside the red diamonds of the GHS, drawn for this app: filled shapes, then lines, on a 48 × 48 grid. */
const SYMBOLS: Readonly<Record<string, { fill?: string; line?: string }>> = {
  GHS01: {
    fill: "M24 31a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11z",
    line: "M24 17v-5M29.5 19.5l3.5-3.5M18.5 19.5 15 16M31.5 25.5H36M16.5 25.5H12M29 31l3 3M19 31l-3 3",
  },
  GHS02: { fill: "M24.5 10.5c1 4 6.5 7 6.5 13a7 7 0 0 1-14 .5c0-3 1.5-5 3-6.5 0 2 .5 3 1.5 3.5 0-4 .5-7.5 3-10.5z", line: "M16 34.5h16" },
  GHS03: { fill: "M24.5 8.5c.8 3 5 5.5 5 10a5.5 5.5 0 0 1-11 .3c0-2.3 1.2-3.8 2.3-5 0 1.5.4 2.3 1.2 2.7 0-3 .5-5.7 2.5-8z", line: "M24 36a5.3 5.3 0 1 0 0-10.6 5.3 5.3 0 0 0 0 10.6zM15 37.5h18" },
  GHS04: { fill: "M13 27.5 26.5 17a3.5 3.5 0 0 1 4.8.7 3.5 3.5 0 0 1-.6 4.8L17.3 33z", line: "M31.5 18l2.5-2" },
  GHS05: {
    fill: "M15 30h7.5l1.5 3 1.5-3H33v3.5H15z",
    line: "M13.5 17l8 4M14.5 15l8 4M22.5 19v3M34.5 15l-7 4M33.5 13l-7 4M26.5 18v4M22.5 25v1.5M26.5 25v1.5",
  },
  GHS06: {
    fill: "M24 11a7 7 0 0 1 7 7c0 2.6-1.3 4.3-2.5 5.3v3.2h-9v-3.2c-1.2-1-2.5-2.7-2.5-5.3a7 7 0 0 1 7-7zm-3.2 5.5a1.9 1.9 0 1 0 0 3.8 1.9 1.9 0 0 0 0-3.8zm6.4 0a1.9 1.9 0 1 0 0 3.8 1.9 1.9 0 0 0 0-3.8z",
    line: "M16.5 29.5l15 6M31.5 29.5l-15 6",
  },
  GHS07: { fill: "M22 12h4l-.8 14h-2.4zM24 34.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z" },
  GHS08: {
    fill: "M24 9.5a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM14.5 35c0-10 3-16 9.5-16s9.5 6 9.5 16zm9.5-13-1.2 4.3-3.8-2 2 3.7-4.3 1.2 4.3 1.2-2 3.6 3.8-2L24 36l1.2-4 3.8 2-2-3.6 4.3-1.2-4.3-1.2 2-3.7-3.8 2z",
  },
  GHS09: {
    fill: "M34 29.5c-3-3-7.5-3-10 0l-2.5-2v4.5l2.5-2c2.5 3 7 3 10-.5z",
    line: "M17 34V15M17 22l-4-4M17 20l4-4M17 26l4.5-3M12 34.5h11",
  },
};

/** A hazard pictogram; `label` says it in words. */
export function Pictogram({ code, label }: { code: string; label: string }) {
  const symbol = SYMBOLS[code];
  return (
    <figure class="pictogram">
      <svg viewBox="0 0 48 48" aria-hidden="true" focusable="false">
        <path class="pictogram-frame" d="M24 2.5 45.5 24 24 45.5 2.5 24z" />
        {symbol?.line && <path class="pictogram-line" d={symbol.line} />}
        {symbol?.fill && <path class="pictogram-fill" fill-rule="evenodd" d={symbol.fill} />}
      </svg>
      <figcaption>{label}</figcaption>
    </figure>
  );
}
