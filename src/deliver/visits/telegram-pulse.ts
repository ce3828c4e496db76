// Observes the outcome of each call, to detect that Telegram accepts nothing.
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Channel, SendOutcome } from '../channel.ts';

/** Contract: consecutive failed calls to Telegram, of all replicas. Implemented by redis/monitoring/failing-calls. */
export interface FailingCallsLog {
  note(chatId: number): Promise<void>;
  clear(): Promise<void>;
}

interface Deps {
  readonly failingCalls: FailingCallsLog;
  /** Whether some replica had recorded any when last checked. */
  readonly isFailing: () => boolean;
  readonly log: Pick<Logger, 'debug'>;
}

type CallResult = 'answered' | 'lost' | 'neutral';

/** Wraps a channel so that each outcome is recorded. */
export function watchChannel(channel: Channel, { failingCalls, isFailing, log }: Deps): Channel {
  let hasFailed = false;

  async function note(chatId: number, { kind }: SendOutcome): Promise<void> {
    const result = RESULTS[kind];
    if (result === 'lost') {
      hasFailed = true;
      await failingCalls.note(chatId);
    } else if (result === 'answered' && (hasFailed || isFailing())) {
      hasFailed = false;
      await failingCalls.clear();
    }
  }

  /** Neither delays sending nor makes it fail. */
  function recordInBackground(chatId: number, outcome: SendOutcome): SendOutcome {
    note(chatId, outcome).catch((error: unknown) => {
      log.debug({ reason: messageOf(error) }, 'failing_call_not_recorded');
    });
    return outcome;
  }

  return {
    send: async (address, message) =>
      recordInBackground(address.chatId, await channel.send(address, message)),
    edit: async (address, messageId, message) =>
      recordInBackground(address.chatId, await channel.edit(address, messageId, message)),
  };
}

/** A refusal is an answer too. A flood is neither: Telegram works, but asks for a pause. */
const RESULTS: Readonly<Record<SendOutcome['kind'], CallResult>> = {
  sent: 'answered',
  refused: 'answered',
  gone: 'answered',
  migrated: 'answered',
  unreachable: 'answered',
  'not-allowed': 'answered',
  'no-topic': 'answered',
  flood: 'neutral',
  unavailable: 'lost',
  unknown: 'lost',
  unauthorized: 'lost',
};
