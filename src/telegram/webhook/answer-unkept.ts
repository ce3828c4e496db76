// Answers a tap that can't be kept now, as while Redis is away. Telegram posts the update again until it is kept, and the
// tap counts then; meanwhile whoever tapped sees that it came.
import type { Api } from 'grammy';
import { z } from 'zod';
import type { Translator } from '../../message/locale/translate.ts';
import type { Clock } from '../../runtime/clock.ts';
import { withDeadline } from '../../runtime/deadline.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { TAP_PATIENCE_MS } from '../taps/taps.ts';
import type { UpdateInbox } from './inbox.ts';

interface Deps {
  readonly api: Pick<Api, 'answerCallbackQuery'>;
  readonly translator: Pick<Translator, 'match' | 'speak'>;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly log: Logger;
}

/** Each post of an update tries again, and Telegram takes one answer. */
const MAX_REMEMBERED = 1_000;

const tapped = z.looseObject({
  callback_query: z.looseObject({
    id: z.string().min(1),
    from: z.looseObject({ language_code: z.string().optional() }),
  }),
});
type Query = z.infer<typeof tapped>['callback_query'];

export function answerUnkept(keep: UpdateInbox['keep'], deps: Deps): UpdateInbox['keep'] {
  const answered = new Set<string>();

  async function answer({ id, from }: Query): Promise<void> {
    if (answered.has(id)) return;
    if (answered.size >= MAX_REMEMBERED) answered.clear();
    answered.add(id);
    const speak = deps.translator.speak(deps.translator.match(from.language_code));
    try {
      await deps.api.answerCallbackQuery(id, { text: speak('tap-received').text });
    } catch (error) {
      // Too old, or answered by another replica.
      deps.log.debug({ reason: messageOf(error) }, 'tap_answer_failed');
    }
  }

  return async (update) => {
    const kept = keep(update);
    const query = tapped.safeParse(update).data?.callback_query;
    if (query === undefined) return kept;
    const isKept = kept.then(
      () => true,
      () => false,
    );
    const early = await withDeadline(isKept, { ms: TAP_PATIENCE_MS, clock: deps.clock });
    if (early !== true) void answer(query);
    return kept;
  };
}
