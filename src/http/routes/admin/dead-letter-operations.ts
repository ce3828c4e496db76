// What the routes of dead letters take and answer.
import { z } from 'zod';
import { DEAD_LETTER_STAGES } from '../../../journal/journal.ts';
import type { Operation } from '../../documents/operation.ts';
import { countParam, pathId } from '../../reading/query.ts';

const STAGE = `expected one of ${DEAD_LETTER_STAGES.join(', ')}, like stage=decoding`;
const LIMIT = 'expected a whole number from 1 to 100, like limit=20';
const CURSOR =
  'expected the value of next from an earlier answer, unchanged, like cursor=1772442000000-0';

export const deadLettersQuery = z.object({
  stage: z
    .enum(DEAD_LETTER_STAGES, STAGE)
    .optional()
    .meta({ description: 'Only those that failed there.', examples: ['decoding'] }),
  limit: countParam(LIMIT, { most: 100, usual: 20 }).meta({ description: 'How many at most.' }),
  cursor: z
    .string(CURSOR)
    .regex(/^\d{1,15}-\d{1,15}$/, CURSOR)
    .optional()
    .meta({ description: '`next` of the page before.', examples: ['1772442000000-0'] }),
});

const deadLetterAnswer = z
  .object({
    id: z.string(),
    stage: z.enum(DEAD_LETTER_STAGES).meta({ description: 'Where it failed.' }),
    source: z.string().meta({ description: 'The channel, stream or file that it came from.' }),
    entry_id: z.string(),
    reason: z.string(),
    raw: z.string().meta({ description: 'The beginning of the message, without credentials.' }),
    is_cut: z.boolean().meta({ description: 'There is more of the message.' }),
    attempts: z.number(),
    failed_at: z.string(),
  })
  .meta({ id: 'DeadLetter', description: 'A message that could not be processed.' });

export const deadLettersAnswer = z.object({
  dead_letters: z.array(deadLetterAnswer),
  count: z.number().meta({ description: 'Of all stages.' }),
  next: z.string().nullable().meta({ description: '`cursor` of the next page.' }),
});

export const retriedAnswer = z.discriminatedUnion('result', [
  z.object({ result: z.literal('journalled'), event_id: z.string().optional() }),
  z.object({ result: z.literal('routed'), event_id: z.string() }),
  z
    .object({ result: z.literal('queued'), follower: z.string() })
    .meta({ description: 'Handed to what follows the journal, which tries it again.' }),
  z
    .object({ result: z.literal('requeued'), chat_id: z.number() })
    .meta({ description: 'Queued for its chat.' }),
]);

const letterPath = z.object({ id: pathId('The id of the dead letter.', '1772442000000-0') });
const FOR_ADMINS = 'For admins of all projects: messages may name projects of others.';

export const LIST_DEAD_LETTERS: Operation = {
  id: 'listDeadLetters',
  tag: 'admin',
  summary: 'List dead letters',
  description: `Messages that could not be processed, the newest first. ${FOR_ADMINS}`,
  query: deadLettersQuery,
  answers: {
    200: { description: 'Dead letters.', content: { 'application/json': deadLettersAnswer } },
  },
};

export const RETRY_DEAD_LETTER: Operation = {
  id: 'retryDeadLetter',
  tag: 'admin',
  summary: 'Try a dead letter again',
  description: `Once it was accepted it is no dead letter any more. ${FOR_ADMINS}`,
  path: letterPath,
  answers: {
    202: { description: 'It was accepted.', content: { 'application/json': retriedAnswer } },
  },
  refusals: { not_found: {}, dead_letter_outdated: {}, dead_letter_unusable: {} },
};

export const DROP_DEAD_LETTER: Operation = {
  id: 'dropDeadLetter',
  tag: 'admin',
  summary: 'Drop a dead letter',
  description: `It is gone for good. ${FOR_ADMINS}`,
  path: letterPath,
  answers: { 204: { description: 'It is gone.' } },
  refusals: { not_found: {} },
};
