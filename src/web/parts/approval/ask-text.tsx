// What a request asks: action, why, context. All of it, as it is, and not to be approved before it could be read.
import { useState } from 'preact/hooks';
import type { ApprovalJson } from '../../api/shapes.ts';
import { whole } from '../../locale/amounts.ts';
import { t } from '../../locale/texts.ts';
import { Revealed } from '../text-of-event.tsx';

/** More than this is folded until somebody opens it. */
const MAX_CHARACTERS = 900;
const MAX_LINES = 14;

/** Whether some of it would be folded. */
export function isLong(approval: ApprovalJson): boolean {
  const text = [approval.action, approval.reason, contextText(approval)].join('\n');
  return text.length > MAX_CHARACTERS || text.split('\n').length > MAX_LINES;
}

/** What the job's machine-readable context says, a field a line. */
function contextText({ context }: ApprovalJson): string {
  return Object.entries(context)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n');
}

interface Asked {
  readonly approval: ApprovalJson;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

export function AskText({ approval, isOpen, onOpen }: Asked) {
  const context = contextText(approval);
  const characters = approval.action.length + approval.reason.length + context.length;
  return (
    <div class="ask">
      <div class={isOpen ? 'ask-text' : 'ask-text ask-folded'}>
        <pre class="action" dir="ltr">
          <Revealed text={approval.action} />
        </pre>
        {approval.reason !== '' && (
          <p class="why">
            <bdi>
              <Revealed text={approval.reason} />
            </bdi>
          </p>
        )}
        {context !== '' && (
          <pre class="context" dir="ltr">
            <Revealed text={context} />
          </pre>
        )}
      </div>
      {!isOpen && (
        <button type="button" onClick={onOpen}>
          {t('ask-open', { count: whole(characters) })}
        </button>
      )}
    </div>
  );
}

/** Open at once where it is short; another version is read anew. */
export function useOpened(approval: ApprovalJson): readonly [boolean, () => void] {
  const shown = `${approval.key}/${approval.version}`;
  const [opened, setOpened] = useState('');
  return [!isLong(approval) || opened === shown, () => setOpened(shown)];
}
