import type { AuthError, SupabaseClient, User } from '@supabase/supabase-js';
import { AccountsUnavailable } from '../../domain/errors.ts';
import type { Account, Accounts } from '../../domain/ports.ts';
import { shortly } from '../supabase/client.ts';

/** RFC 2606: no such domain exists, so no mail can ever go anywhere, and Auth's own mailer refuses it. */
const MAIL_DOMAIN = 'telegram.kostin.invalid';

/**
 * Accounts in Supabase Auth: its id is the uuid in ours, so an account whose answer was lost is found again. Nobody
 * signs in there (Telegram takes the place of a password), so one may be made anew under its id.
 */
export function createSupabaseAccounts({ auth: { admin } }: SupabaseClient): Accounts {
  const find = async (id: string): Promise<User | null> => {
    const { data, error } = await admin.getUserById(id);
    if (error?.code === 'user_not_found') return null;
    return answered(data.user, error);
  };
  const remove = async (id: string): Promise<void> => {
    const { error } = await admin.deleteUser(id);
    if (error && error.code !== 'user_not_found') throw unavailable(error);
  };
  const create = async (account: Account): Promise<'done' | 'phone-taken'> => {
    const id = idOf(account.userId);
    const email = `tg${account.telegramId}@${MAIL_DOMAIN}`;
    const attributes = { id, email, email_confirm: true, ...metadataOf(account) };
    const { error } = await admin.createUser({ ...attributes, ...phoneOf(account) });
    if (error?.code === 'phone_exists') {
      answered(true, (await admin.createUser(attributes)).error);
      return 'phone-taken';
    }
    return answered('done', error);
  };
  /** A number cannot be taken away by an update: Auth leaves out what is empty. */
  const createAnew = async (account: Account): Promise<'done' | 'phone-taken'> => {
    await remove(idOf(account.userId));
    return create(account);
  };
  const update = async (account: Account, known: User): Promise<'done' | 'phone-taken'> => {
    const id = idOf(account.userId);
    const hasPhone = (known.phone ?? '') !== '';
    if (hasPhone && account.phone === null) return createAnew(account);
    const attempt = await admin.updateUserById(id, { ...metadataOf(account), ...phoneOf(account) });
    if (!attempt.error) return 'done';
    const mayBePhone = account.phone !== null && [422, 500].includes(attempt.error.status ?? 0);
    if (!mayBePhone) throw unavailable(attempt.error);
    // An update with somebody else's number is an unnamed 500; making the account says phone_exists.
    if (hasPhone) return createAnew(account);
    answered(true, (await admin.updateUserById(id, metadataOf(account))).error);
    const { error } = await admin.updateUserById(id, phoneOf(account));
    return error && [422, 500].includes(error.status ?? 0) ? 'phone-taken' : answered('done', error);
  };
  return {
    async ensure(account) {
      const known = await find(idOf(account.userId));
      if (known === null) return create(account);
      return isUpToDate(known, account) ? 'done' : update(account, known);
    },
    remove: (userId) => remove(idOf(userId)),
  };
}

function idOf(userId: string): string {
  const uuid = /^user_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(userId)?.[1];
  if (uuid === undefined) throw new Error('a user id without a uuid has no account');
  return uuid;
}

/** Auth's own policies may rely on app_metadata alone: a person may change their user_metadata. */
const metadataOf = ({ name, role }: Account) => ({ user_metadata: { name, role }, app_metadata: { role } });
const phoneOf = ({ phone }: Account) => (phone === null ? {} : { phone, phone_confirm: true });

function isUpToDate(known: User, { name, role, phone }: Account): boolean {
  const { user_metadata: user, app_metadata: app } = known;
  const hasPhone = (known.phone ?? '').replace(/^\+/, '') === (phone ?? '').replace(/^\+/, '');
  const isConfirmed = phone === null || Boolean(known.phone_confirmed_at);
  return user?.name === name && user?.role === role && app?.role === role && hasPhone && isConfirmed;
}

/** Codes and Auth's words; neither has a number or an address of a person in it. */
const unavailable = ({ code, status, message }: AuthError): AccountsUnavailable =>
  new AccountsUnavailable(
    `Supabase Auth, ${[status ? `HTTP ${status}` : '', code ?? '', shortly(message)].filter(Boolean).join(', ')}`,
  );

function answered<T>(value: T | null, error: AuthError | null): T {
  if (error) throw unavailable(error);
  if (value === null) throw new AccountsUnavailable('Supabase Auth gave no account');
  return value;
}
