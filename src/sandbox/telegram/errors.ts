/** An error of the Bot API as its server means it; `describe` turns it into the words that go over the wire. */
export class ApiError extends Error {
  readonly code: number;
  readonly parameters: { retry_after?: number; migrate_to_chat_id?: number } | undefined;

  constructor(code: number, message: string, parameters?: ApiError['parameters']) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.parameters = parameters;
  }
}

export const badRequest = (message: string): ApiError => new ApiError(400, message);
export const forbidden = (message: string): ApiError => new ApiError(403, message);
export const tooManyRequests = (retryAfter: number): ApiError =>
  new ApiError(429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter });

/** What the official server says instead of an error of the servers behind it (architecture 11.1). */
const rewrites: Record<string, string> = {
  MESSAGE_NOT_MODIFIED:
    'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
  WC_CONVERT_URL_INVALID: 'Wrong HTTP URL specified',
  EXTERNAL_URL_INVALID: 'Wrong HTTP URL specified',
  REPLY_MARKUP_TOO_LONG: 'Reply markup is too long',
  QUERY_ID_INVALID: 'query is too old and response timeout expired or query ID is invalid',
  MESSAGE_DELETE_FORBIDDEN: "message can't be deleted for everyone",
  USER_ADMIN_INVALID: 'user is an administrator of the chat',
  PHOTO_EXT_INVALID: 'photo has unsupported extension. Use one of .jpg, .jpeg, .gif, .png, .tif or .bmp',
};

const prefixes: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  500: 'Internal Server Error',
};

/** The one rule behind every description: code, rewrite, prefix, first letter lower-cased. */
export function describe(error: ApiError): { error_code: number; description: string; parameters?: object } {
  const rest = error.parameters ? { parameters: error.parameters } : {};
  if (error.code === 429) return { error_code: 429, description: error.message, ...rest };
  if (error.code === 409) return { error_code: 409, description: `Conflict: ${error.message}`, ...rest };
  if (error.code === 404 || error.code === 413) return { error_code: error.code, description: error.message, ...rest };
  const isToken = /^[A-Z0-9_]+$/.test(error.message);
  if (error.code === 403 && error.message === 'USER_IS_BLOCKED') {
    return { error_code: 403, description: 'Forbidden: bot was blocked by the user', ...rest };
  }
  const known = prefixes[error.code] !== undefined && !(error.code === 403 && isToken);
  const code = known ? error.code : 400;
  const message = code === 400 ? (rewrites[error.message] ?? error.message) : error.message;
  if (message === '' || message === prefixes[code])
    return { error_code: code, description: prefixes[code] ?? '', ...rest };
  return { error_code: code, description: `${prefixes[code]}: ${lowerFirst(message)}`, ...rest };
}

function lowerFirst(message: string): string {
  const second = message[1] ?? '';
  if (second === '_' || /[A-Z]/.test(second)) return message;
  return (message[0] ?? '').toLowerCase() + message.slice(1);
}
