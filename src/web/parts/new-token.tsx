// What a new token is for, and what it may do.
import { useState } from 'preact/hooks';
import { type ApiProblem, request } from '../api/request.ts';
import { t } from '../locale/texts.ts';
import { ProblemNotice } from './notice.tsx';

const SCOPES = ['read', 'decide', 'publish', 'metrics', 'admin'] as const;

/** `onCreated` is given the secret. */
export function NewTokenForm({ onCreated }: { readonly onCreated: (secret: string) => void }) {
  const [problem, setProblem] = useState<ApiProblem>();
  const [isBusy, setBusy] = useState(false);

  async function create(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    setBusy(true);
    const body = bodyOf(new FormData(form));
    const answer = await request<{ token: string }>('/api/v1/tokens', { method: 'POST', body });
    setBusy(false);
    setProblem(answer.kind === 'ok' ? undefined : answer.problem);
    if (answer.kind !== 'ok') return;
    form.reset();
    onCreated(answer.body.token);
  }

  return (
    <form class="new-token" onSubmit={(event) => void create(event)}>
      <h2>{t('token-new')}</h2>
      <div class="filters">
        <label>
          {t('token-name')}
          <input name="name" required maxLength={100} dir="auto" />
        </label>
        <label>
          {t('token-projects')}
          <input name="projects" dir="auto" placeholder={t('all-projects')} />
        </label>
        <label>
          {t('token-user')}
          <input name="user_id" dir="ltr" maxLength={200} />
        </label>
      </div>
      <fieldset class="checks">
        <legend>{t('token-scopes')}</legend>
        {SCOPES.map((scope) => (
          <label key={scope}>
            <input type="checkbox" name="scopes" value={scope} defaultChecked={scope === 'read'} />
            <span>
              <code>{scope}</code> {t(`scope-${scope}`)}
            </span>
          </label>
        ))}
      </fieldset>
      <ProblemNotice problem={problem} />
      <div class="actions">
        <button type="submit" class="primary" disabled={isBusy}>
          {t('token-create')}
        </button>
      </div>
    </form>
  );
}

/** What was left empty is left out: a token without projects is for all of them. */
function bodyOf(form: FormData): Readonly<Record<string, unknown>> {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const projects = text('projects')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  return {
    name: text('name'),
    scopes: form.getAll('scopes'),
    ...(projects.length === 0 ? {} : { projects }),
    ...(text('user_id') === '' ? {} : { user_id: text('user_id') }),
  };
}
