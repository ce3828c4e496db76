// How much of a request an address shows, stored with the copy as `<version>:<digest of the messages before it>:<how
// many of them were sent>:<whole|part>:<files|nofiles>`.
import { createHash } from 'node:crypto';
import type { Message } from '../message/message.ts';
import { isApproving } from '../message/notice.ts';

export interface Shown {
  readonly version: number;
  /** Of the messages before the one with the buttons. */
  readonly digest: string;
  readonly sent: number;
  /** The final message was sent, with a way to approve. */
  readonly isWhole: boolean;
  readonly acceptsFiles: boolean;
}

const FORMAT = /^(\d+):([0-9a-f]*):(\d+):(whole|part):(files|nofiles)$/;
const DIGEST_LENGTH = 16;

export function writeShown({ version, digest, sent, isWhole, acceptsFiles }: Shown): string {
  return [
    version,
    digest,
    sent,
    isWhole ? 'whole' : 'part',
    acceptsFiles ? 'files' : 'nofiles',
  ].join(':');
}

/** `undefined` for an empty value and for the format of former versions. */
export function readShown(text = ''): Shown | undefined {
  const [, version, digest = '', sent, how, files] = FORMAT.exec(text) ?? [];
  if (version === undefined) return undefined;
  return {
    version: Number(version),
    digest,
    sent: Number(sent),
    isWhole: how === 'whole',
    acceptsFiles: files === 'files',
  };
}

export function digestOf(messages: readonly Message[]): string {
  const texts = messages.map(({ body, document }) => [body.text, document?.text]);
  const hash = createHash('sha256').update(JSON.stringify(texts)).digest('hex');
  return hash.slice(0, DIGEST_LENGTH);
}

export function mayApprove({ buttons = [] }: Message): boolean {
  return buttons.flat().some(({ action }) => isApproving(action));
}
