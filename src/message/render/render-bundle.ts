// Renders several requests as one message: what was decided in a line each, then those that are pending, each whole.
// All of them can be decided with one tap only while all that is pending is shown whole.
import type { Approval } from '../../approvals/approval.ts';
import { type BundledRequest, decidable, digestOfListed } from '../../approvals/bundles.ts';
import { fits, listedBody } from '../approvals/approval-body.ts';
import { outcomeHeadline } from '../approvals/approval-outcome.ts';
import { subjectText } from '../approvals/approval-subject.ts';
import { termLines } from '../approvals/approval-terms.ts';
import { boldTitle, instantSpan, type Voice } from '../locale/voice.ts';
import type { Button, Message } from '../message.ts';
import { BUNDLE_ACTION, type Notice } from '../notice.ts';
import { fitToMessage } from '../text/cut.ts';
import { revealedLine } from '../text/excerpt.ts';
import { join, type RichText } from '../text/rich-text.ts';

type BundleNotice = Extract<Notice, { kind: 'bundle' }>;

/** Of an item when it is first shown; what is longer is better read by itself. */
const MAX_ITEM = { units: 900, spans: 24 } as const;
/** Of the whole, so that votes and outcomes that come later find room. */
const ROOM = { units: 3_000, spans: 76 } as const;
/** UTF-16 units of JSON: saves laying out what is far too long. */
const MAX_CONTEXT_UNITS = 5_000;
const MAX_UNITS = { project: 30, reason: 60 } as const;

/** No message if it is not sent yet and can't show all of them whole. */
export function renderBundle(notice: BundleNotice, voice: Voice): Message[] {
  const { requests, isSent } = notice;
  const open = decidable(requests);
  const isWholeHere = open.every(({ approval }) => isListable(approval));
  if (!isSent && !isWholeHere) return [];
  const terms = sharedTerms(open, voice);
  const items = openItems(open, { notice, areTermsApart: terms.length > 0 }, voice);
  const body = bodyOf([...items, ...terms], notice, voice);
  if (!isSent && !(items.every(isShort) && isWithin(body, ROOM))) return [];
  const isWhole = isWholeHere && fits(body);
  const note = isWhole || open.length === 0 ? [] : [voice.speak('bundle-too-long')];
  const shown = fitToMessage(join([...note, body], '\n'));
  return [{ body: shown, silent: false, ...buttonsOf(open, { notice, isWhole }, voice) }];
}

/** One that takes more than a look and a tap has a message of its own. */
function isListable({ request }: Approval): boolean {
  const { terms, context } = request;
  const isSmall = JSON.stringify(context).length <= MAX_CONTEXT_UNITS;
  return isSmall && terms.reasonRequired !== 'both' && terms.standing === undefined;
}

function isWithin({ text, spans }: RichText, room: typeof ROOM | typeof MAX_ITEM): boolean {
  return text.length <= room.units && spans.length <= room.spans;
}

function isShort(item: RichText): boolean {
  return isWithin(item, MAX_ITEM);
}

function bodyOf(items: readonly RichText[], notice: BundleNotice, voice: Voice): RichText {
  const { requests } = notice;
  const open = decidable(requests);
  const others = requests.filter((request) => !open.includes(request));
  const lines = join(
    [
      headline(notice, open.length, voice),
      ...others.map((request) => otherLine(request, voice)),
      ...acknowledgements(requests, voice),
    ],
    '\n',
  );
  return join([lines, ...items], '\n\n');
}

function openItems(
  open: readonly BundledRequest[],
  { notice, areTermsApart }: { readonly notice: BundleNotice; readonly areTermsApart: boolean },
  voice: Voice,
): RichText[] {
  const { requests, now } = notice;
  const isProjectKnown = projectsOf(requests).size === 1;
  return open.map(({ approval }, at) =>
    listedBody(approval, at + 1, { voice, now, isProjectKnown, areTermsApart }),
  );
}

/** What a decision takes, said once where it is the same for all of them; nothing where it is not. */
function sharedTerms(open: readonly BundledRequest[], voice: Voice): RichText[] {
  const [first, ...others] = open.map(({ approval }) =>
    join(termLines(approval.request, voice), '\n'),
  );
  const isShared = others.length > 0 && others.every(({ text }) => text === first?.text);
  return first === undefined || first.text === '' || !isShared ? [] : [first];
}

function projectsOf(requests: readonly BundledRequest[]): Set<string | undefined> {
  return new Set(requests.map(({ approval }) => approval.request.projectId));
}

function headline({ requests }: BundleNotice, open: number, voice: Voice): RichText {
  const count = requests.length;
  const project = projectText(projectsOf(requests), voice);
  if (open === count) return boldTitle(voice.speak('bundle-open', { count, project }), project);
  if (open === 0) return boldTitle(voice.speak('bundle-done', { count, project }), project);
  return boldTitle(voice.speak('bundle-some', { open, count, project }), project);
}

function projectText(projects: ReadonlySet<string | undefined>, voice: Voice) {
  const [project] = projects;
  if (projects.size > 1) return voice.speak('bundle-projects', { count: projects.size });
  return project === undefined ? undefined : revealedLine(project, MAX_UNITS.project);
}

/** What became of one that can't be decided here any more. */
function otherLine({ approval, version }: BundledRequest, voice: Voice): RichText {
  const { outcome, request } = approval;
  const action = subjectText(request, voice);
  const headlined = outcomeHeadline(approval, voice);
  if (headlined !== undefined) {
    const reason = outcome?.reason?.trim() ?? '';
    return voice.speak('bundle-settled', {
      outcome: headlined,
      action,
      reason: reason === '' ? undefined : revealedLine(reason, MAX_UNITS.reason),
    });
  }
  const isChanged = (request.version ?? 1) !== version;
  return voice.speak(isChanged ? 'bundle-changed' : 'bundle-apart', { action });
}

/** What their jobs made of the decisions, in one line: the least that is known of any. */
function acknowledgements(requests: readonly BundledRequest[], voice: Voice): RichText[] {
  const found = requests.flatMap(({ approval }) =>
    approval.acknowledgement === undefined || approval.outcome === undefined
      ? []
      : [{ acknowledgement: approval.acknowledgement, since: approval.request.requestedAt }],
  );
  const of = (kind: (typeof found)[number]['acknowledgement']['kind']) =>
    found.findLast(({ acknowledgement }) => acknowledgement.kind === kind);
  const least = of('missing') ?? of('pending') ?? of('picked_up');
  if (least === undefined) return [];
  const { acknowledgement, since } = least;
  if (acknowledgement.kind === 'pending') return [voice.speak('approval-awaited')];
  const at = instantSpan(acknowledgement.at, since, voice);
  const key = acknowledgement.kind === 'missing' ? 'approval-unheard' : 'approval-picked-up';
  return [voice.speak(key, { at })];
}

function buttonsOf(
  open: readonly BundledRequest[],
  { notice: { token }, isWhole }: { readonly notice: BundleNotice; readonly isWhole: boolean },
  { speak }: Voice,
): Pick<Message, 'buttons'> {
  if (open.length === 0) return {};
  const digest = digestOfListed(open);
  const labelled = (key: string, action: string): Button => ({
    label: speak(key, { count: open.length }).text,
    action,
  });
  const split = [labelled('bundle-button-split', BUNDLE_ACTION.split(token, digest))];
  if (!isWhole) return { buttons: [split] };
  const approve = labelled('bundle-button-approve', BUNDLE_ACTION.approve(token, digest));
  const deny = labelled('bundle-button-deny', BUNDLE_ACTION.deny(token, digest));
  return {
    buttons: [
      [
        { ...approve, style: 'success' },
        { ...deny, style: 'danger' },
      ],
      split,
    ],
  };
}
