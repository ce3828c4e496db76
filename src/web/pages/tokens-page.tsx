// Tokens of the API: creating one, whose secret is shown this once, and revoking one.
import { useState } from 'preact/hooks';
import type { TokenJson } from '../api/admin-shapes.ts';
import { request } from '../api/request.ts';
import { useResource } from '../live/resource.ts';
import { t } from '../locale/texts.ts';
import { Confirm } from '../parts/confirm.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { NewTokenForm } from '../parts/new-token.tsx';
import { Notes } from '../parts/notes.tsx';
import { Empty, Loaded, problemText } from '../parts/notice.tsx';
import { Outside } from '../parts/text-of-event.tsx';
import { At } from '../parts/when.tsx';

const PATH = '/api/v1/tokens';

export function TokensPage() {
  const { data, problem, reload } = useResource<{ tokens: readonly TokenJson[] }>(
    PATH,
    () => false,
  );
  const [secret, setSecret] = useState('');
  const [said, setSaid] = useState('');
  const tokens = [...(data?.tokens ?? [])].reverse();

  async function revoke({ id }: TokenJson): Promise<void> {
    const answer = await request(`${PATH}/${encodeURIComponent(id)}`, { method: 'DELETE' });
    setSaid(answer.kind === 'ok' ? t('token-revoked') : problemText(answer.problem));
    reload();
  }

  return (
    <>
      <h1>{t('page-tokens')}</h1>
      <NewTokenForm
        onCreated={(created) => {
          setSecret(created);
          reload();
        }}
      />
      <div role="status" class="said">
        {secret !== '' && <Secret secret={secret} onSaved={() => setSecret('')} />}
        {said}
      </div>
      <h2>{t('tokens-given')}</h2>
      <Loaded isLoaded={data !== undefined} problem={problem}>
        {tokens.length === 0 ? (
          <Empty>{t('tokens-none')}</Empty>
        ) : (
          <ul class="rows">
            {tokens.map((token) => (
              <TokenRow key={token.id} token={token} onRevoke={() => void revoke(token)} />
            ))}
          </ul>
        )}
      </Loaded>
    </>
  );
}

function Secret({ secret, onSaved }: { readonly secret: string; readonly onSaved: () => void }) {
  return (
    <div class="secret">
      <p>{t('token-once')}</p>
      <code dir="ltr">{secret}</code>
      <div class="actions">
        <CopyButton text={secret} label={t('copy')} />
        <button type="button" onClick={onSaved}>
          {t('token-saved')}
        </button>
      </div>
    </div>
  );
}

interface RowProps {
  readonly token: TokenJson;
  readonly onRevoke: () => void;
}

function TokenRow({ token, onRevoke }: RowProps) {
  const { name, scopes, projects, user_id, created_at } = token;
  return (
    <li class="row token-row">
      <div class="row-main">
        <p class="row-title">
          <Outside text={name} />
        </p>
        <Notes
          facts={[
            scopes.join(', '),
            projects === undefined ? t('all-projects') : <Outside text={projects.join(', ')} />,
            user_id !== undefined && (
              <>
                {t('token-holder')} <Outside text={user_id} />
              </>
            ),
            <At key="at" at={created_at} />,
          ]}
        />
      </div>
      <div class="actions">
        <Confirm
          label={t('token-revoke')}
          question={t('token-revoke-question')}
          isBusy={false}
          onConfirm={onRevoke}
        />
      </div>
    </li>
  );
}
