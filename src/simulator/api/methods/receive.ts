// How the bot receives updates: long polling or a webhook, never both.
import { defined } from '../../../runtime/defined.ts';
import type { ApiObject } from '../../protocol/bot-objects.ts';
import { badRequest, refuse } from '../../protocol/refusal.ts';
import { epochSeconds } from '../../world/wire.ts';
import type { Params } from '../params.ts';
import type { UpdateQueue } from '../update-queue.ts';
import type { MethodCall, MethodDeps, MethodTable } from './method.ts';

const MAX_POLL_S = 50;
const MAX_UPDATES = 100;
const DEFAULT_CONNECTIONS = 40;
const SECRET = /^[A-Za-z0-9_-]{1,256}$/;
/** A webhook without TLS is allowed only on this machine. */
const LOCAL = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/;

export function createReceiveMethods(deps: MethodDeps): MethodTable {
  const { queue, polling, webhook } = deps;

  function getUpdates({ params, signal }: MethodCall): unknown {
    if (webhook.settings !== undefined) {
      refuse(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    allowKinds(queue, params);
    const timeout = clamp(params.integer('timeout') ?? 0, 0, MAX_POLL_S);
    return polling.poll({
      offset: params.integer('offset') ?? 0,
      limit: clamp(params.integer('limit') ?? MAX_UPDATES, 1, MAX_UPDATES),
      timeoutMs: timeout * 1_000,
      signal,
    });
  }

  function setWebhook({ params }: MethodCall): unknown {
    const url = params.text('url');
    if (url === '') return deleteWebhook({ params });
    checkUrl(url);
    const secret = params.text('secret_token');
    if (secret !== '' && !SECRET.test(secret)) {
      badRequest('secret token contains unallowed characters');
    }
    allowKinds(queue, params);
    if (params.flag('drop_pending_updates')) queue.dropAll();
    polling.interrupt('setWebhook request');
    const maxConnections = clamp(params.integer('max_connections') ?? DEFAULT_CONNECTIONS, 1, 100);
    webhook.set({ url, secret, maxConnections });
    return true;
  }

  function deleteWebhook({ params }: Pick<MethodCall, 'params'>): unknown {
    webhook.set(undefined);
    if (params.flag('drop_pending_updates')) queue.dropAll();
    return true;
  }

  return { getUpdates, setWebhook, deleteWebhook, getWebhookInfo: () => webhookInfo(deps) };
}

function webhookInfo({ queue, webhook: { settings, lastError } }: MethodDeps): ApiObject {
  return {
    url: settings?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: queue.pending,
    ...defined({
      max_connections: settings?.maxConnections,
      allowed_updates: queue.allowed.length === 0 ? undefined : queue.allowed,
      last_error_date: lastError && epochSeconds(lastError.at),
      last_error_message: lastError?.message,
    }),
  };
}

function allowKinds(queue: UpdateQueue, params: Params): void {
  const kinds = params.json('allowed_updates', 'allowed_updates');
  if (Array.isArray(kinds)) queue.allow(kinds.map(String));
}

function checkUrl(url: string): void {
  if (URL.canParse(url) && (url.startsWith('https://') || LOCAL.test(url))) return;
  badRequest('bad webhook: An HTTPS URL must be provided for webhook');
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
