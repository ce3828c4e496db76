// Sends a large file, which is read while it is sent.
import { type Api, InputFile } from 'grammy';
import type { SendOutcome } from '../../deliver/channel.ts';
import type { UploadFile } from '../../deliver/visits/send-logs.ts';
import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import { entitiesOf } from './entities.ts';
import { failureOf } from './failures.ts';

interface Deps {
  /** Patient enough for a slow line. */
  readonly api: Api;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly metrics: Pick<Metrics, 'callEnded'>;
}

/** 50 MB at 1.4 Mbit/s. */
export const UPLOAD_TIMEOUT_SECONDS = 300;

const METHOD = 'sendDocument';

export function createUpload({ api, clock, metrics }: Deps): UploadFile {
  const send: UploadFile = async ({ chatId, topicId }, file, { body, silent, replyTo }) => {
    try {
      const reply = { message_id: replyTo ?? 0, allow_sending_without_reply: true };
      const { message_id: messageId } = await api.sendDocument(
        chatId,
        new InputFile(() => file.content(), file.name),
        {
          caption: body.text,
          caption_entities: entitiesOf(body),
          disable_content_type_detection: true,
          disable_notification: silent,
          ...defined({ message_thread_id: topicId }),
          ...(replyTo === undefined ? {} : { reply_parameters: reply }),
        },
      );
      return { kind: 'sent', messageId };
    } catch (error) {
      return failureOf(error);
    }
  };

  return async (address, file, caption): Promise<SendOutcome> => {
    const startedAt = clock.monotonic();
    const outcome = await send(address, file, caption);
    metrics.callEnded(METHOD, outcome.kind, (clock.monotonic() - startedAt) / 1000);
    return outcome;
  };
}
