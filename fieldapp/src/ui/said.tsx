import "./said.css";

/** What somebody wrote, and when. */
export function Said({ who, when, text }: { who: string; when: string; text: string }) {
  return (
    <blockquote class="said">
      <p class="said-by">
        <b>{who}</b> · {when}
      </p>
      <p class="said-text">{text}</p>
    </blockquote>
  );
}
