import { randomInt } from 'node:crypto';
import { DomainError, type ErrorCode } from '../../domain/errors.ts';
import type { Translate } from '../context.ts';
import type { Html } from './html.ts';

/** `application.already-open` → the Fluent key of what the person is told. */
export const errorKey = (code: ErrorCode): string => `error-${code.replaceAll('.', '-')}`;

/** The sentence for a refusal. */
export const errorText = (t: Translate, error: DomainError): Html => t(errorKey(error.code), error.params);

const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** What the person, the log and the admins can name one fault by: `KST-7F3A`. */
export function referenceCode(): string {
  const characters = Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]);
  return `KST-${characters.join('')}`;
}

/** What kind of fault it is, and where: never its message, which may hold a person's words. */
export function faultOf(error: unknown): { kind: string; where: string } {
  if (!(error instanceof Error)) return { kind: typeof error, where: '?' };
  const where = /\/(src\/[\w./-]+:\d+)/.exec(error.stack ?? '')?.[1] ?? '?';
  return { kind: error instanceof DomainError ? error.code : error.name, where };
}
