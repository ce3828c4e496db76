// Messages that say in a few words which notice they are, so that a test sees what was rendered.
import type { Message } from '../../../src/message/message.ts';
import type { Notice } from '../../../src/message/notice.ts';

export const text = (body: string): Message => ({ body: { text: body, spans: [] }, silent: true });

export function say(notice: Notice): Message[] {
  switch (notice.kind) {
    case 'event':
      return [text(`event ${notice.event.id}`)];
    case 'digest':
      return notice.groups.map(({ events, more }) =>
        text(`${events[0]?.event.sessionId}: ${events.length + more}`),
      );
    case 'summary':
      return [text(summaryText(notice))];
    case 'approval': {
      const { approval, insteadOf, isRepeat } = notice;
      const instead = insteadOf === undefined ? '' : ` instead of ${insteadOf}`;
      const note = `${instead}${isRepeat === true ? ' again' : ''}`;
      return [text(`approval ${approval.request.id} ${approval.outcome?.status}${note}`)];
    }
    case 'bundle': {
      const states = notice.requests.map(({ isHere, version, approval: { request, outcome } }) => {
        const state = `${request.id} ${outcome?.status}`;
        return isHere && request.version === version ? state : `(${request.id})`;
      });
      return [text(`bundle ${states.join(', ')}`)];
    }
    case 'superseded':
      return [text(`former version of ${notice.approval.request.id}`)];
    case 'reminder':
      return [text(`reminder of ${notice.approval.request.id}`)];
    case 'alert': {
      const { event, parts, state } = notice;
      const also = parts.length === 0 ? '' : ` and ${parts.map(({ id }) => id)}`;
      return [text(`alert ${event.id}${also} ${Object.keys(state)}`)];
    }
    case 'alerts':
      return notice.events.map(({ event }) => text(`alert ${event.id}`));
    case 'card':
      return [text(`card of ${notice.job.id}: ${notice.job.status}`)];
    case 'log-file':
      return [text(`log of ${notice.jobId}: ${notice.state}, ${notice.sizeBytes} B`)];
    case 'listing':
    case 'tail':
      return [];
  }
}

function summaryText(notice: Extract<Notice, { kind: 'summary' }>): string {
  const { failures, waiting, fixed, results, others } = notice;
  const ids = ({ count, newest }: typeof failures) =>
    `${count} (${newest.map(({ event }) => event.id)})`;
  const open = waiting.map(({ request }) => request.id);
  return `summary: failed ${ids(failures)}, waiting (${open}), fixed ${fixed}, done ${ids(results)}, others ${others}`;
}
