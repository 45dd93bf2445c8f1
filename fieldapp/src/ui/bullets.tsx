import { Icon } from "./icon";
import "./bullets.css";

/** A short list to go through; `none` is said when it is empty. */
export function Bullets({ title, items, none }: { title: string; items: readonly string[]; none: string }) {
  return (
    <section class="bullets">
      <h3 class="bullets-title">{title}</h3>
      {items.length === 0 ? (
        <p>{none}</p>
      ) : (
        <ul class="bullets-items">
          {items.map((item) => (
            <li key={item} class="bullets-item">
              <Icon name="check" size="s" />
              <span>{item}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
