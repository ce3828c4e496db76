// For an address that no page has.
import { t } from '../locale/texts.ts';

export function NotFoundPage() {
  return (
    <>
      <h1>{t('page-not-found')}</h1>
      <p>
        <a href="/">{t('page-home')}</a>
      </p>
    </>
  );
}
