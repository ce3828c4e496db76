// Buttons that turn pages in place.
import type { Voice } from '../../../message/locale/voice.ts';
import type { Button } from '../../../message/message.ts';
import { type LookAction, writeLook } from './look-action.ts';

interface Pages {
  readonly page: number;
  readonly hasMore: boolean;
  readonly toData: (page: number) => string | undefined;
}

/** `‹`, `↻` for the same page as it is now, `›`. */
export function pageButtons({ page, hasMore, toData }: Pages): Button[] {
  return [
    ...(page > 0 ? buttonFor('‹', toData(page - 1)) : []),
    ...buttonFor('↻', toData(page)),
    ...(hasMore ? buttonFor('›', toData(page + 1)) : []),
  ];
}

/** To where a page was opened from. */
export function backButton({ speak }: Pick<Voice, 'speak'>, to: LookAction): Button[] {
  return buttonFor(speak('look-button-back').text, writeLook(to));
}

/** None where its data do not fit a button. */
export function buttonFor(label: string, action: string | undefined): Button[] {
  return action === undefined ? [] : [{ label, action }];
}
