import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

import { IconButton } from "./button";
import "./sheet.css";

type SheetProps = {
  title: string;
  subtitle?: string | undefined;
  closeLabel: string;
  onClose: () => void;
  children: ComponentChildren;
  /** Stays at the bottom under the thumb while the rest scrolls. */
  actions?: ComponentChildren;
};

/** A panel that rises from the bottom of the phone; shown for as long as it is rendered. The browser keeps the focus inside. */
export function Sheet({ title, subtitle, closeLabel, onClose, children, actions }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- Escape closes a dialog by itself
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby={headingId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div class="sheet-frame">
        <header class="sheet-head">
          <div class="sheet-titles">
            <h2 id={headingId} class="sheet-title" tabIndex={-1} autofocus>
              {title}
            </h2>
            {subtitle && <p class="sheet-subtitle">{subtitle}</p>}
          </div>
          <IconButton icon="close" label={closeLabel} onClick={onClose} />
        </header>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- long texts must scroll by keyboard too */}
        <div class="sheet-body" tabIndex={0}>
          {children}
        </div>
        {actions && <footer class="sheet-actions">{actions}</footer>}
      </div>
    </dialog>
  );
}
