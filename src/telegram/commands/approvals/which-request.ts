// Where several requests may be meant: a line for each, and buttons that show one in full, with what decides it.
import type { Approval } from '../../../approvals/approval.ts';
import type { Listed } from '../../../approvals/selections.ts';
import { subjectText } from '../../../message/approvals/approval-subject.ts';
import { idText, nameOfId, shortId, type Voice } from '../../../message/locale/voice.ts';
import type { Button } from '../../../message/message.ts';
import { join, type RichText } from '../../../message/text/rich-text.ts';
import { inRows, openButton } from '../../decisions/approval-list.ts';
import { LINE_UNITS } from '../../decisions/seen-requests.ts';
import { MAX_POSITIONS } from '../../decisions/selection-action.ts';
import type { ChatCommandDeps, CommandCall, CommandReply } from '../command/command.ts';

const MAX_PROJECT_UNITS = 40;

/** `found`: at least two. Those that are still open come first; only they have buttons. */
export async function whichRequest(
  given: string,
  found: readonly Approval[],
  {
    call,
    deps,
  }: { readonly call: CommandCall; readonly deps: Pick<ChatCommandDeps, 'selections'> },
): Promise<CommandReply> {
  const { voice } = call;
  const isOpen = ({ outcome }: Approval) => outcome === undefined;
  const ordered = [...found.filter(isOpen), ...found.filter((one) => !isOpen(one))];
  const listed = ordered.slice(0, MAX_POSITIONS);
  const open = listed.filter(isOpen).map(({ request: { key, version } }) => ({ key, version }));
  const buttons = open.length === 0 ? [] : await openButtons(open, call, deps);
  const question = open.length === 0 ? [] : [voice.speak('reply-which-open')];
  const omitted = found.length - listed.length;
  const lines = [
    join([voice.speak('reply-which-request', { id: idText(given) }), ...question], ' '),
    ...listed.map((approval, at) => join([`${at + 1}. `, line(approval, voice)])),
    ...(omitted > 0 ? [voice.speak('reply-more', { count: omitted })] : []),
  ];
  const body = join(lines, '\n');
  return { kind: 'reply', body, ...(buttons.length === 0 ? {} : { buttons }) };
}

async function openButtons(
  open: readonly Listed[],
  { userId, userName, voice: { locale } }: CommandCall,
  { selections }: Pick<ChatCommandDeps, 'selections'>,
): Promise<Button[][]> {
  const { token } = await selections.create({ userId, userName, locale }, open);
  return inRows(open.map((_, position) => openButton({ position }, token)));
}

function line({ request, outcome }: Approval, voice: Voice): RichText {
  const { projectId, id } = request;
  const parts = [
    subjectText(request, voice, LINE_UNITS),
    ...(projectId === undefined ? [] : [nameOfId(projectId, MAX_PROJECT_UNITS)]),
    shortId(id),
    ...(outcome === undefined ? [] : [voice.speak('reply-which-settled')]),
  ];
  return join(parts, ' · ');
}
