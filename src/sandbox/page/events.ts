import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../domain/ports.ts';
import type { TelegramServer } from '../telegram/server.ts';
import type { Change } from '../telegram/world.ts';
import { type Column, chatView, messageView } from './views.ts';

export interface EventStream {
  open(request: IncomingMessage, response: ServerResponse): void;
  /** Tells the pages that business time was moved. */
  clock(): void;
}

const heartbeat = 20_000;

/** Server-sent events of what happens in the shown chats: message, delete, chat, answer, action, clock. */
export function createEventStream(telegram: TelegramServer, columns: Column[], clock: Clock): EventStream {
  const { world } = telegram;
  const watched = new Set(columns.map((column) => column.chatId));
  const pages = new Set<ServerResponse>();

  const tell = (kind: string, data: unknown): void => {
    const text = `event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
    for (const page of pages) page.write(text);
  };

  const onChange = (change: Change): void => {
    if (pages.size === 0) return;
    if (change.kind === 'answer') {
      const { press } = change;
      const { chatId, userId, messageId, answer } = press;
      if (watched.has(chatId)) tell('answer', { chatId, userId, messageId, ...answer });
      return;
    }
    if (change.kind === 'call' || change.kind === 'press' || !watched.has(change.chatId)) return;
    const chat = world.chats.get(change.chatId);
    if (!chat) return;
    if (change.kind === 'action') tell('action', { chatId: chat.id, action: change.action });
    else if (change.kind === 'delete') tell('delete', { chatId: chat.id, messageId: change.messageId });
    else if (change.kind === 'chat') tell('chat', { chatId: chat.id, ...chatView(telegram, chat) });
    else {
      // The keyboard that came with a message is put in place right after it: look when both are done.
      queueMicrotask(() => {
        const stored = chat.messages.get(change.messageId);
        if (stored)
          tell('message', { chatId: chat.id, message: messageView(telegram, stored), chat: chatView(telegram, chat) });
      });
    }
  };
  world.changes.on('change', onChange);

  return {
    open(request, response) {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-cache',
        connection: 'keep-alive',
      });
      response.write('retry: 1000\n\n');
      pages.add(response);
      const beat = setInterval(() => response.write(': \n\n'), heartbeat);
      beat.unref();
      request.on('close', () => {
        clearInterval(beat);
        pages.delete(response);
      });
    },
    clock: () => tell('clock', { now: clock.now() }),
  };
}
