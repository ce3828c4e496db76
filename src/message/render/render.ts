// Renders notices as messages in the reader's language.

import type { Translator } from '../locale/translate.ts';
import type { Voice } from '../locale/voice.ts';
import type { Message } from '../message.ts';
import type { Notice } from '../notice.ts';
import { renderAlert } from './render-alert.ts';
import { renderAlerts } from './render-alerts.ts';
import { renderApproval } from './render-approval.ts';
import { renderBundle } from './render-bundle.ts';
import { renderCard } from './render-card.ts';
import { renderDigest } from './render-digest.ts';
import { renderEvent } from './render-event.ts';
import { renderListing } from './render-listing.ts';
import { renderReminder } from './render-reminder.ts';
import { renderSummary } from './render-summary.ts';
import { renderSuperseded } from './render-superseded.ts';
import { renderLogFile, renderTail } from './render-tail.ts';

/**
 * One message or more: up to four for a digest, as many as it takes to name all failures. Each at most 4,096 UTF-16 units and 100 spans.
 * An unknown locale gives the fallback's texts.
 */
export type Render = (notice: Notice, locale: string) => Message[];

interface Deps {
  readonly translator: Translator;
}

export function createRender({ translator }: Deps): Render {
  const { has, variables, parts } = translator;
  return (notice, wanted) => {
    const locale = translator.match(wanted);
    const voice: Voice = { locale, speak: translator.speak(locale), has, variables, parts };
    switch (notice.kind) {
      case 'event':
        return renderEvent(notice, voice);
      case 'digest':
        return renderDigest(notice, voice);
      case 'summary':
        return renderSummary(notice, voice);
      case 'alert':
        return [renderAlert(notice, voice)];
      case 'alerts':
        return renderAlerts(notice, voice);
      case 'card':
        return renderCard(notice, voice);
      case 'listing':
        return renderListing(notice, voice);
      case 'approval':
        return renderApproval(notice, voice);
      case 'bundle':
        return renderBundle(notice, voice);
      case 'superseded':
        return renderSuperseded(notice, voice);
      case 'reminder':
        return renderReminder(notice, voice);
      case 'tail':
        return renderTail(notice, voice);
      case 'log-file':
        return [renderLogFile(notice, voice)];
    }
  };
}
