import { Described, flag, type Handler, integer, RawJson, text } from '../call.ts';
import { ApiError, badRequest, tooManyRequests } from '../errors.ts';
import type { Webhook } from '../webhook.ts';

export interface UpdateMethodOptions {
  webhook: Webhook;
  /** True: any port and plain http, as the official server's local mode allows. */
  localMode: boolean;
  realNow(): number;
}

const ports = new Set(['', '80', '88', '443', '8443']);

/** getUpdates and the webhook's methods. `left` of a call fires when its caller hangs up. */
export function updateMethods(options: UpdateMethodOptions): Record<string, Handler> {
  const { webhook } = options;
  let lastSet = Number.NEGATIVE_INFINITY;

  const getUpdates: Handler = async (call) => {
    if (webhook.url() !== '') {
      throw new ApiError(
        409,
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    call.admit();
    call.world.updates.setAllowed(call.params.allowed_updates);
    const request = {
      offset: integer(call.params, 'offset'),
      limit: call.params.limit === undefined ? 100 : integer(call.params, 'limit'),
      timeout: integer(call.params, 'timeout'),
    };
    return new RawJson(await call.world.updates.poll(request, call.left));
  };

  const setWebhook: Handler = (call) => {
    const url = text(call.params, 'url').trim();
    const secret = text(call.params, 'secret_token');
    if (secret.length > 256) throw badRequest('secret token is too long');
    if (!/^[A-Za-z0-9_-]*$/.test(secret)) throw badRequest('secret token contains unallowed characters');
    if (url === '') return remove(call);
    checkUrl(url, options.localMode);
    if (options.realNow() - lastSet < 1000) throw tooManyRequests(1);
    call.admit();
    lastSet = options.realNow();
    call.world.updates.interrupt(new ApiError(409, 'terminated by setWebhook request'));
    call.world.updates.setAllowed(call.params.allowed_updates);
    if (flag(call.params, 'drop_pending_updates')) call.world.updates.clear();
    const asked = call.params.max_connections === undefined ? 40 : integer(call.params, 'max_connections');
    webhook.set({ url, secret, maxConnections: Math.min(100, Math.max(1, asked)) });
    return new Described(true, 'Webhook was set');
  };

  const remove: Handler = (call) => {
    call.admit();
    if (flag(call.params, 'drop_pending_updates')) call.world.updates.clear();
    const was = webhook.url() !== '';
    webhook.remove();
    return new Described(true, was ? 'Webhook was deleted' : 'Webhook is already deleted');
  };

  const getWebhookInfo: Handler = (call) => {
    call.admit();
    return webhook.info();
  };

  return { getUpdates, setWebhook, deleteWebhook: remove, getWebhookInfo };
}

function checkUrl(value: string, localMode: boolean): void {
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw badRequest('invalid webhook URL specified');
  }
  if (localMode) return;
  if (url.protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  if (!ports.has(url.port)) {
    throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
  }
}
