import { type AuthAdmin, createAuthAdmin } from './auth-admin.ts';
import { type LiteOptions, type LiteProject, openLite, secretKey } from './supabase-lite.ts';

export interface HostedProject extends LiteProject {
  auth: AuthAdmin;
}

/** A whole hosted project: Supabase Lite, with the double of Auth's admin routes in front. */
export async function openHosted(options: LiteOptions): Promise<HostedProject> {
  const lite = await openLite(options);
  const auth = createAuthAdmin(secretKey);
  lite.answerWith(auth.answer);
  return { ...lite, auth };
}
