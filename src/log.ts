import pino from 'pino';

export type Log = pino.Logger;

/** Words of people, secrets and what identifies somebody never reach a log, wherever they stand in an object. */
const secretFields = [
  'token',
  'botToken',
  'secret',
  'secretToken',
  'serverKey',
  'clientKey',
  'signature_key',
  'password',
  'authorization',
  'phone',
  'phone_number',
  'tenantPhone',
  'email',
  'tenantEmail',
  'proofUrl',
  'qrString',
  'qrisString',
  'body',
  'text',
  'caption',
  'databaseUrl',
  'redisUrl',
  'serviceRoleKey',
  'apikey',
];
const redact = {
  paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `*.*.*.${field}`]),
  censor: '[redacted]',
};

/** A bot token stands in every URL of the Bot API, so also in errors' messages and stacks. */
const botToken = /\b(bot)?\d{5,}:[A-Za-z0-9_-]{20,}/g;
const midtransKey = /\b(SB-)?Mid-(server|client)-[A-Za-z0-9_-]+/g;
/** Supabase's: the newer form, and the older one, a JWT. */
const supabaseKey = /\bsb_secret_[\w-]+|\beyJ[\w-]{10,}\.[\w-]+\.[\w-]+/g;
const urlPassword = /(\w+:\/\/[^:/\s]*):[^@\s]+@/g;
export const scrub = (text: string): string =>
  text
    .replace(botToken, '[token]')
    .replace(midtransKey, '[key]')
    .replace(supabaseKey, '[key]')
    .replace(urlPassword, '$1:[password]@');

interface PlainError {
  type: string;
  message: string;
  stack?: string;
  code?: unknown;
  cause?: PlainError;
}

/** Only these fields of an error: client libraries hang requests, keys and bodies on theirs (architecture 11.2). */
export function plainError(error: unknown, depth = 0): PlainError {
  if (!(error instanceof Error)) return { type: typeof error, message: scrub(String(error)) };
  const plain: PlainError = { type: error.name, message: scrub(error.message) };
  if (error.stack) plain.stack = scrub(error.stack);
  if ('code' in error && (typeof error.code === 'string' || typeof error.code === 'number')) plain.code = error.code;
  if (error.cause !== undefined && depth < 3) plain.cause = plainError(error.cause, depth + 1);
  return plain;
}

export function createLog(level: string, destination?: pino.DestinationStream): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    redact,
    serializers: { err: (error: unknown) => plainError(error), error: (error: unknown) => plainError(error) },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination ? pino(options, destination) : pino(options);
}
