// Why somebody approves or denies. What they typed is kept by whoever shows the form.
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { VerdictName } from '../../api/shapes.ts';
import { t } from '../../locale/texts.ts';

interface Reason {
  readonly verdict: VerdictName;
  readonly reason: string;
  readonly isRequired: boolean;
  /** It can't be sent now. */
  readonly isHeld: boolean;
  readonly onInput: (reason: string) => void;
  readonly onSend: () => void;
  readonly onCancel: () => void;
}

export function ReasonForm({ verdict, reason, isRequired, isHeld, ...on }: Reason) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  // Its button was pressed to write something: the next key belongs into the field already, so nothing may come
  // between, not even the next frame.
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <form
      class="reason"
      onSubmit={(event) => {
        event.preventDefault();
        on.onSend();
      }}
    >
      <label for={id}>{t(isRequired ? 'reason-required' : 'reason-optional')}</label>
      <textarea
        id={id}
        rows={2}
        maxLength={1_000}
        required={isRequired}
        dir="auto"
        value={reason}
        ref={field}
        onInput={(event) => on.onInput(event.currentTarget.value)}
      />
      <div class="buttons">
        <button type="submit" class={verdict === 'deny' ? 'danger' : 'primary'} disabled={isHeld}>
          {t(verdict)}
        </button>
        <button type="button" class="quiet" onClick={on.onCancel}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}
