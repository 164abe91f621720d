import { createClient, type SupabaseClient } from '@supabase/supabase-js';

/** A hosted (or self-hosted) Supabase project, with the key that may do everything in it. */
export interface SupabaseProject {
  url: string;
  /** `sb_secret_…`, or the older JWT with the role `service_role`. Never logged, never in a message. */
  serviceRoleKey: string;
}

/**
 * supabase-js as a server uses it: no session is kept or refreshed, and a request ends after `timeoutMs`, its body
 * included: a hung one would hold up its caller for ever. Connections are kept alive by Node's own `fetch`.
 */
export function createSupabaseClient({ url, serviceRoleKey }: SupabaseProject, timeoutMs: number): SupabaseClient {
  return createClient(url, serviceRoleKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) }) },
  });
}

/** A gateway answers with a page of HTML, and a cause's stack is nobody's business: one short line at most. */
export const shortly = (text: string): string => (/^\s*</.test(text) ? '' : (text.split('\n')[0] ?? '').slice(0, 300));
