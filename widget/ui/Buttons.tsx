/** The buttons that decide. Accept and reject are one component with one style: no configuration can part them. */
import type { ComponentChildren } from 'preact';

interface ChoiceProps {
  part: 'accept' | 'reject' | 'save' | 'withdraw';
  onClick?: () => void;
  children: ComponentChildren;
}

export function Choice({ part, onClick, children }: ChoiceProps) {
  return (
    // biome-ignore lint/a11y/useButtonType: there is no form in a shadow root of ours, and each byte is in every page.
    <button part={part} class="choice" onClick={onClick}>
      {children}
    </button>
  );
}

interface QuietProps {
  part: 'choose' | 'close' | 'receipt' | 'show' | 'erase' | 'keep';
  onClick?: () => void;
  /** Its name, where its words alone do not tell it from another. */
  label?: string;
  /** Id of what describes it. */
  about?: string;
  children: ComponentChildren;
}

export function Quiet({ part, onClick, label, about, children }: QuietProps) {
  return (
    // biome-ignore lint/a11y/useButtonType: see above.
    <button part={part} onClick={onClick} aria-label={label} aria-describedby={about}>
      {children}
    </button>
  );
}
