// GET /api/v1/session/ways: in which ways one can sign in here. For whoever has not yet, so it needs no token, and holds
// nothing secret.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ReadSignInWays, SignInWays } from '../../../audience/sign-in/sign-in-ways.ts';
import type { Operation } from '../../documents/operation.ts';

interface Deps {
  readonly signInWays: ReadSignInWays;
}

const waysAnswer = z
  .object({
    token: z.literal(true).meta({ description: 'Always.' }),
    mini_app: z.boolean().meta({ description: 'Whether Telegram opens the dashboard in its app.' }),
    telegram_login: z
      .object({
        bot_id: z.int(),
        username: z.string().meta({ description: 'Of the bot, without `@`.' }),
        url: z.url().meta({
          description:
            'Of the page that asks people: open it with `bot_id`, `origin` and `return_to` in the query. It needs the domain of the website to be that of the bot (`/setdomain` at @BotFather).',
          examples: ['https://oauth.telegram.org/auth'],
        }),
      })
      .exactOptional()
      .meta({ description: 'Absent until Telegram answered who the bot is.' }),
  })
  .meta({ id: 'SignInWays', description: 'In which ways one can sign in.' });

const OPERATION: Operation = {
  id: 'getSignInWays',
  tag: 'access',
  summary: 'In which ways one can sign in',
  description: 'With a token always; with Telegram where the bot can. Open to everybody.',
  answers: {
    200: { description: 'The ways.', content: { 'application/json': waysAnswer } },
  },
};

export function registerSignInWays(app: FastifyInstance, { signInWays }: Deps): void {
  // Without a limit, as all that is in memory and open to everybody: looking leaves the tries to sign in as they are.
  const onRequest = async (_: FastifyRequest, reply: FastifyReply) => {
    reply.header('cache-control', 'no-store');
  };
  const options = { onRequest, config: { operation: OPERATION } };
  app.get('/api/v1/session/ways', options, async () => waysJson(signInWays()));
}

function waysJson({ isMiniApp, login }: SignInWays): z.infer<typeof waysAnswer> {
  const ways = { token: true, mini_app: isMiniApp } as const;
  if (login === undefined) return ways;
  const { bot, url } = login;
  return { ...ways, telegram_login: { bot_id: bot.id, username: bot.username, url } };
}
