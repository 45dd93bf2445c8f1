import "./progress.css";

const RADIUS = 20;
const LENGTH = 2 * Math.PI * RADIUS;

/** How much of a round is done, as the ring of the app's own mark; the words stand beside it. */
export function ProgressRing({ done, all }: { done: number; all: number }) {
  const share = all === 0 ? 0 : done / all;
  return (
    <svg class={`ring${share === 1 ? " ring-full" : ""}`} viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <circle class="ring-track" cx="24" cy="24" r={RADIUS} />
      {share > 0 && (
        <circle class="ring-done" cx="24" cy="24" r={RADIUS} stroke-dasharray={`${share * LENGTH} ${LENGTH}`} transform="rotate(-90 24 24)" />
      )}
      {share === 1 ? (
        <path class="ring-check" d="M16 24.5 22 30.5 33 18" />
      ) : (
        <text class="ring-number" x="24" y="29.5" text-anchor="middle">
          {done}
        </text>
      )}
    </svg>
  );
}

/** A bar with its meaning in words; `value` null means that the length is not known yet. */
export function ProgressBar({ label, value, max }: ProgressBarProps) {
  const known = value === null ? {} : { value, max };
  return (
    <div class="progress">
      <progress class="progress-bar" aria-label={label} {...known} />
      <p class="progress-label">{label}</p>
    </div>
  );
}

type ProgressBarProps = { label: string; value: number | null; max: number };
