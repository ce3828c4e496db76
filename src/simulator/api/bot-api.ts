// The Bot API: runs a method by its name, answers in Telegram's words, and applies injected faults.

import { STATUS_CODES } from 'node:http';
import { defined } from '../../runtime/defined.ts';
import type { ApiObject } from '../protocol/bot-objects.ts';
import { type ApiRefusal, refusalOf } from '../protocol/refusal.ts';
import type { CallAnswer } from '../world/calls.ts';
import type { ActiveFault, Fault } from '../world/faults.ts';
import { createAboutMethods } from './methods/about.ts';
import { createAnswerMethods } from './methods/answer.ts';
import { createCommandMethods } from './methods/commands.ts';
import { createEditMethods } from './methods/edit.ts';
import { createMenuMethods } from './methods/menu.ts';
import type { Method, MethodCall, MethodDeps } from './methods/method.ts';
import { createReceiveMethods } from './methods/receive.ts';
import { createSendMethods } from './methods/send.ts';

export type ApiReply =
  | ({ readonly kind: 'answer' } & CallAnswer)
  /** The connection is to be cut without an answer. */
  | { readonly kind: 'cut' };

export interface BotApi {
  /** Never rejects for a wrong call: a refusal is an answer too. */
  call(name: string, call: MethodCall): Promise<ApiReply>;
}

const DEFAULT_RETRY_AFTER_S = 5;

export function createBotApi(deps: MethodDeps): BotApi {
  const { clock, calls, faults } = deps.state;
  const methods = byLowerCase({
    ...createAboutMethods(deps),
    ...createSendMethods(deps),
    ...createEditMethods(deps),
    ...createAnswerMethods(deps),
    ...createCommandMethods(deps),
    ...createMenuMethods(deps),
    ...createReceiveMethods(deps),
  });

  /** The result of a call that met this fault. */
  async function outcome(call: () => Promise<CallAnswer>, met?: ActiveFault): Promise<Outcome> {
    if (met?.fault.kind === 'refuse') return { reply: CUT };
    const refusal = met === undefined ? undefined : refusalBy(met, clock.now());
    const answer = refusal === undefined ? await call() : refusalReply(refusal);
    const isDropped = met?.fault.kind === 'drop-answer';
    return { answer, reply: isDropped ? CUT : { kind: 'answer', ...answer } };
  }

  return {
    async call(name, call) {
      const { spelled, method } = methods.get(name.toLowerCase()) ?? { spelled: name };
      const end = calls.begin(spelled, call.params.raw);
      const met = faults.meet(spelled, call.params.raw);
      for (const { fault } of met) {
        if (fault.kind === 'delay') await clock.sleep(fault.ms, call.signal);
      }
      const other = met.find(({ fault }) => fault.kind !== 'delay');
      const { reply, ...ended } = await outcome(() => run(method, call), other);
      const label = (other ?? met[0])?.fault.kind;
      end({ ...ended, ...defined({ fault: label }) });
      return reply;
    },
  };
}

const CUT: ApiReply = { kind: 'cut' };

interface Outcome {
  readonly reply: ApiReply;
  readonly answer?: CallAnswer;
}

async function run(method: Method | undefined, call: MethodCall): Promise<CallAnswer> {
  if (method === undefined) return refusalReply({ code: 404, description: 'Not Found' });
  try {
    const result = await method(call);
    return { status: 200, body: { ok: true, result } };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return refusalReply(refusal);
  }
}

export function refusalReply({ code, description, parameters }: ApiRefusal): CallAnswer {
  const body: ApiObject = {
    ok: false,
    error_code: code,
    description,
    ...defined({ parameters }),
  };
  return { status: code, body };
}

function refusalBy({ fault, until }: ActiveFault, now: number): ApiRefusal | undefined {
  switch (fault.kind) {
    case 'flood': {
      const left = until === undefined ? DEFAULT_RETRY_AFTER_S : Math.ceil((until - now) / 1_000);
      const retryAfter = fault.retryAfter ?? Math.max(1, left);
      return {
        code: 429,
        description: `Too Many Requests: retry after ${retryAfter}`,
        parameters: { retry_after: retryAfter },
      };
    }
    case 'status':
      return { code: fault.code ?? 500, description: descriptionOf(fault) };
    case 'drop-answer':
    case 'refuse':
    case 'delay':
      return undefined;
  }
}

function descriptionOf({ code = 500, description }: Extract<Fault, { kind: 'status' }>): string {
  if (description !== undefined) return description;
  return STATUS_CODES[code] ?? 'Error';
}

function byLowerCase(methods: Readonly<Record<string, Method>>) {
  return new Map(
    Object.entries(methods).map(([spelled, method]) => [
      spelled.toLowerCase(),
      { spelled, method },
    ]),
  );
}
