// A button whose effect can't be undone: it asks once more, in the same place.
import { useState } from 'preact/hooks';
import { t } from '../locale/texts.ts';

interface ConfirmProps {
  readonly label: string;
  /** What will be lost. */
  readonly question: string;
  readonly isBusy: boolean;
  readonly onConfirm: () => void;
}

export function Confirm({ label, question, isBusy, onConfirm }: ConfirmProps) {
  const [isAsking, setAsking] = useState(false);
  if (!isAsking) {
    return (
      <button type="button" disabled={isBusy} onClick={() => setAsking(true)}>
        {label}
      </button>
    );
  }
  return (
    <fieldset class="confirm">
      <legend>{question}</legend>
      <button
        type="button"
        class="danger"
        disabled={isBusy}
        // Whoever came here by keyboard goes on here.
        ref={(button) => button?.focus()}
        onClick={() => {
          setAsking(false);
          onConfirm();
        }}
      >
        {label}
      </button>
      <button type="button" onClick={() => setAsking(false)}>
        {t('keep')}
      </button>
    </fieldset>
  );
}
