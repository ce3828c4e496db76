// Goes on with a long list.
import type { Paged } from '../live/pages.ts';
import { t } from '../locale/texts.ts';

export function MoreButton({ list }: { readonly list: Paged<unknown> }) {
  if (!list.hasMore) return null;
  return (
    <button type="button" class="more" disabled={list.isBusy} onClick={list.loadMore}>
      {t('more')}
    </button>
  );
}
