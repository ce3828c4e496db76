// A button whose effect can't be undone: it asks once more, in the same place.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
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
  const button = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  // Whoever came here by keyboard goes on here. Once, not each time that the page is drawn: the focus on the button
  // that drops something, while somebody is on their way to the other one, decides for them.
  useLayoutEffect(() => {
    if (isAsking || wasAsking.current) button.current?.focus();
    wasAsking.current = isAsking;
  }, [isAsking]);
  if (!isAsking) {
    return (
      <button type="button" ref={button} disabled={isBusy} onClick={() => setAsking(true)}>
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
        ref={button}
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
