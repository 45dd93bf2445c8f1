import "./brand.css";

/** The mark of the app: a round that is nearly closed, and its tick. */
export function Brand({ name, size = "m" }: { name: string; size?: "m" | "l" }) {
  return (
    <span class={`brand brand-${size}`}>
      <svg viewBox="0 0 48 48" aria-hidden="true" focusable="false">
        <rect width="48" height="48" rx="11" class="brand-ground" />
        <path class="brand-ring" d="M33.6 14.2A14.4 14.4 0 1 0 37.8 20" />
        <path class="brand-tick" d="M17.3 24.5l5.3 5.3L38.4 12" />
      </svg>
      <span class="brand-name">{name}</span>
    </span>
  );
}
