/** The buttons that decide. Accept and reject are one component with one style: no configuration can part them. */
import type { ComponentChildren } from 'preact';

interface ChoiceProps {
  part: 'accept' | 'reject' | 'save' | 'withdraw';
  onClick?: () => void;
  children: ComponentChildren;
}

export function Choice({ part, onClick, children }: ChoiceProps) {
  return (
    <button type="button" part={part} class="choice" onClick={onClick}>
      {children}
    </button>
  );
}

interface QuietProps {
  part: 'choose' | 'close';
  onClick?: () => void;
  children: ComponentChildren;
}

export function Quiet({ part, onClick, children }: QuietProps) {
  return (
    <button type="button" part={part} onClick={onClick}>
      {children}
    </button>
  );
}
