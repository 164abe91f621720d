import { createCanvas } from '@napi-rs/canvas';
import type { TestChat } from '../support/chat.ts';

export interface Answer {
  status: number;
  retryAfter: string | null;
  body: {
    ok: boolean;
    result?: unknown;
    error_code?: number;
    description?: string;
    parameters?: Record<string, number>;
  };
}

/** A raw call, as any client would make it: JSON unless `body` is a form. */
export async function callApi(
  chat: TestChat,
  method: string,
  params: object = {},
  body?: FormData | URLSearchParams | string,
): Promise<Answer> {
  const answer = await fetch(`${chat.url}/bot${chat.token}/${method}`, {
    method: 'POST',
    ...(body === undefined
      ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) }
      : { body }),
  });
  return {
    status: answer.status,
    retryAfter: answer.headers.get('retry-after'),
    body: (await answer.json()) as Answer['body'],
  };
}

export const picture = (width = 40, height = 30): Uint8Array =>
  new Uint8Array(createCanvas(width, height).toBuffer('image/png'));

export function formOf(fields: Record<string, string | Uint8Array>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') form.set(name, value);
    else form.set(name, new File([Buffer.from(value)], `${name}.png`, { type: 'image/png' }));
  }
  return form;
}
