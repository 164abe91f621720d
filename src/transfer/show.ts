import { scrub } from '../log.ts';

/** What names a record, for a terminal: addresses of people (demo users are named by theirs) are cut short. */
export const shownId = (id: string): string =>
  scrub(id.replaceAll(/[^\s/:]+@[^\s/:]+/g, (found) => `${found.slice(0, 2)}…@…`));

/** The whole message and its cause, without a secret. */
export function shownError(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const { message, cause } = error;
  return scrub(cause instanceof Error && cause.message ? `${message} (${cause.message})` : message);
}
