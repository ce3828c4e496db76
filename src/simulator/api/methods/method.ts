// Contract of a Bot API method: parameters in, result out; refusals are thrown (refusal.ts).
import type { State } from '../../world/state.ts';
import type { Flood } from '../flood.ts';
import type { Params } from '../params.ts';
import type { Polling } from '../polling.ts';
import type { UpdateQueue } from '../update-queue.ts';
import type { Webhook } from '../webhook.ts';

export interface MethodDeps {
  readonly state: State;
  readonly flood: Flood;
  readonly queue: UpdateQueue;
  readonly polling: Polling;
  readonly webhook: Webhook;
}

export interface MethodCall {
  readonly params: Params;
  /** Aborted when the bot hung up. */
  readonly signal: AbortSignal;
}

/** What it returns (or resolves with) is the `result` of the answer. */
export type Method = (call: MethodCall) => unknown;

export type MethodTable = Readonly<Record<string, Method>>;
