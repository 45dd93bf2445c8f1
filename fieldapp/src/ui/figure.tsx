import "./figure.css";

/** One number that is the answer, large, with what it means. */
export function Figure({ value, caption, note }: { value: string; caption: string; note?: string }) {
  return (
    <p class="figure" role="status">
      <span class="figure-value">{value}</span>
      <span class="figure-caption">{caption}</span>
      {note && <span class="figure-note">{note}</span>}
    </p>
  );
}
