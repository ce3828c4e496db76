// Dead letters: what was given up and why; one can be tried again or dropped.
import { useState } from 'preact/hooks';
import type { LetterJson, LettersJson } from '../api/admin-shapes.ts';
import { request } from '../api/request.ts';
import { address } from '../browser/location.ts';
import { usePages } from '../live/pages.ts';
import { t } from '../locale/texts.ts';
import { Confirm } from '../parts/confirm.tsx';
import { ChoiceFilter } from '../parts/filters.tsx';
import { MoreButton } from '../parts/more-button.tsx';
import { Notes } from '../parts/notes.tsx';
import { Empty, Loaded, problemText } from '../parts/notice.tsx';
import { Revealed } from '../parts/text-of-event.tsx';
import { Ago } from '../parts/when.tsx';

const PATH = '/api/v1/dead-letters';
const STAGES = ['decoding', 'routing', 'following', 'delivering'] as const;

export function LettersPage() {
  const [said, setSaid] = useState('');
  const list = usePages<LettersJson>({
    path: PATH,
    query: { stage: address.value.searchParams.get('stage'), limit: '20' },
    nextOf: ({ next }) => next,
    concerns: () => false,
  });
  const letters = list.pages?.flatMap((page) => page.dead_letters) ?? [];
  const onDone = (text: string) => {
    setSaid(text);
    list.reload();
  };
  return (
    <>
      <h1>{t('page-letters')}</h1>
      <p class="hint">{t('letters-about')}</p>
      <div class="filters">
        <ChoiceFilter
          name="stage"
          label={t('letter-stage')}
          choices={[
            ['', t('filter-any')],
            ...STAGES.map((one) => [one, t(`stage-${one}`)] as const),
          ]}
        />
      </div>
      <p class="said" role="status">
        {said}
      </p>
      <Loaded isLoaded={list.pages !== undefined} problem={list.problem}>
        {letters.length === 0 ? (
          <Empty>{t('letters-none')}</Empty>
        ) : (
          <ul class="rows">
            {letters.map((letter) => (
              <LetterRow key={letter.id} letter={letter} onDone={onDone} />
            ))}
          </ul>
        )}
        <MoreButton list={list} />
      </Loaded>
    </>
  );
}

interface RowProps {
  readonly letter: LetterJson;
  /** Something was done with it, or refused. */
  readonly onDone: (said: string) => void;
}

function LetterRow({ letter, onDone }: RowProps) {
  const { id, stage, source, reason, raw, is_cut, attempts, failed_at } = letter;
  const [isBusy, setBusy] = useState(false);
  const path = `${PATH}/${encodeURIComponent(id)}`;

  async function act(method: 'POST' | 'DELETE', to: string, text: string): Promise<void> {
    setBusy(true);
    const answer = await request(to, { method });
    setBusy(false);
    onDone(answer.kind === 'ok' ? text : problemText(answer.problem));
  }

  return (
    <li class="row letter-row">
      <div class="row-main">
        <p class="row-title">
          <Revealed text={reason} />
        </p>
        <Notes
          facts={[
            t(`stage-${stage}`),
            <code key="source">
              <Revealed text={source} />
            </code>,
            t('letter-attempts', { count: attempts }),
            <Ago key="at" at={failed_at} />,
          ]}
        />
        <details>
          <summary>{is_cut ? t('letter-raw-cut') : t('letter-raw')}</summary>
          <pre dir="ltr">
            <Revealed text={raw} />
          </pre>
        </details>
      </div>
      <div class="actions">
        <button
          type="button"
          disabled={isBusy}
          onClick={() => void act('POST', `${path}/retry`, t('letter-retried'))}
        >
          {t('letter-retry')}
        </button>
        <Confirm
          label={t('letter-drop')}
          question={t('letter-drop-question')}
          isBusy={isBusy}
          onConfirm={() => void act('DELETE', path, t('letter-dropped'))}
        />
      </div>
    </li>
  );
}
