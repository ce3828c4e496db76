// Signing in with a token, or with Telegram where the server knows how.
import { useEffect, useState } from 'preact/hooks';
import { session, signIn } from '../api/session.ts';
import { t } from '../locale/texts.ts';
import { ProblemNotice } from '../parts/notice.tsx';
import { telegramLoginUrl } from '../telegram/login.ts';

export function SignInPage() {
  const [token, setToken] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [telegramUrl, setTelegramUrl] = useState<string>();
  const { value } = session;
  const problem = value.kind === 'signed-out' ? value.problem : undefined;

  useEffect(() => {
    void telegramLoginUrl().then(setTelegramUrl);
  }, []);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    await signIn({ token: token.trim() });
    setBusy(false);
  }

  return (
    <main class="sign-in" id="main">
      <h1>{t('sign-in-title')}</h1>
      <form onSubmit={(event) => void submit(event)}>
        <label for="token">{t('sign-in-token')}</label>
        <input
          id="token"
          type="password"
          autocomplete="current-password"
          required
          value={token}
          aria-describedby="token-hint"
          onInput={(event) => setToken(event.currentTarget.value)}
        />
        <p class="hint" id="token-hint">
          {t('sign-in-hint')} <code dir="ltr">jobwire token create NAME --scopes read,decide</code>
        </p>
        <ProblemNotice problem={problem} />
        <button type="submit" class="primary" disabled={isBusy}>
          {t('sign-in')}
        </button>
      </form>
      {telegramUrl !== undefined && (
        <a class="button" data-outside href={telegramUrl}>
          {t('sign-in-telegram')}
        </a>
      )}
    </main>
  );
}
