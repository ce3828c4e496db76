// POST /telegram/webhook: where Telegram posts updates in webhook mode. Only requests with the secret that
// was given to Telegram are read. No limit of the other routes applies: Telegram comes from few addresses.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Secret } from '../../runtime/secret.ts';
import type { StoreWatch } from '../access/store-watch.ts';
import type { Operation } from '../documents/operation.ts';
import { problemAnswer } from '../documents/problem-answers.ts';
import { sendProblem } from '../request/problem.ts';
import { parseInput } from '../request/validate.ts';

/** Contract: what receives updates. */
export interface WebhookReceiver {
  /** Where Telegram posts to, as the proxy in front of this server is known. */
  readonly url: string;
  readonly secret: Secret;
  /** Resolves once the update is kept; rejects if Telegram has to send it again. */
  keep(update: PostedUpdate): Promise<void>;
}

export interface PostedUpdate {
  readonly update_id: number;
}

interface Deps {
  readonly receiver: WebhookReceiver;
  readonly storeWatch: Pick<StoreWatch, 'begin'>;
}

const HEADER = 'x-telegram-bot-api-secret-token';
/** The longest messages, with what they reply to and all entities, take a tenth. */
const BODY_BYTES = 1_048_576;
const UPDATE = 'expected an update of the Bot API, like {"update_id":1,"message":{}}';

const postedUpdate = z
  .looseObject({ update_id: z.int(UPDATE).nonnegative(UPDATE) }, UPDATE)
  .meta({ examples: [{ update_id: 1, message: {} }] });

const OPERATION: Operation = {
  id: 'postTelegramUpdate',
  tag: 'state',
  summary: 'An update of the Bot API',
  description: 'For Telegram alone, which sends the value of WEBHOOK_SECRET with it.',
  headers: z.object({
    [HEADER]: z.string().meta({ description: 'WEBHOOK_SECRET.', examples: ['a-long-secret'] }),
  }),
  body: { 'application/json': postedUpdate },
  answers: {
    200: { description: 'It is kept. The body is empty.' },
    401: problemAnswer(401, 'unauthenticated'),
  },
};

export function registerTelegramWebhook(
  app: FastifyInstance,
  { receiver, storeWatch }: Deps,
): void {
  const expected = digest(receiver.secret.reveal());
  const options = {
    bodyLimit: BODY_BYTES,
    config: { operation: OPERATION },
    /** Before the body is read. */
    onRequest: async ({ headers }: { headers: Headers }, reply: FastifyReply) => {
      reply.header('cache-control', 'no-store');
      const given = headers[HEADER];
      const isTelegram = typeof given === 'string' && timingSafeEqual(digest(given), expected);
      return isTelegram ? undefined : refuse(reply);
    },
  };

  app.post('/telegram/webhook', options, async (request, reply) => {
    const update = parseInput(postedUpdate, request.body, { status: 422, whole: 'body' });
    if (update.kind === 'invalid') return sendProblem(reply, update.problem);
    // Answers 503 within a second while the store is away, so that Telegram sends it again.
    void storeWatch.begin(reply);
    await receiver.keep(update.value);
    // Empty, because Telegram would carry out a call that it finds in the answer.
    return reply.sent ? reply : reply.code(200).send();
  });
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

function refuse(reply: FastifyReply): FastifyReply {
  reply.header('www-authenticate', 'TelegramSecret realm="jobwire"');
  return sendProblem(reply, {
    code: 'unauthenticated',
    detail:
      'Only Telegram may post here; expected the header X-Telegram-Bot-Api-Secret-Token with the value of WEBHOOK_SECRET.',
  });
}

/** Of equal length, whatever was sent: nothing can be learned from how long comparing takes. */
function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
