import { fileURLToPath } from 'node:url';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { ZodError } from 'zod';
import type { Clock } from '../../domain/ports.ts';
import type { TelegramServer } from '../telegram/server.ts';
import { performAct } from './acts.ts';
import { createEventStream } from './events.ts';
import { readQr } from './read-qr.ts';
import { columnsOf, columnView, type SandboxPerson, servedType } from './views.ts';

export interface SandboxPageOptions {
  telegram: TelegramServer;
  /** In the order of the columns. */
  people: SandboxPerson[];
  /** Pays what this QR asks for in the Midtrans simulator; `message` is shown as it is. */
  payQr(text: string): Promise<{ ok: boolean; message: string }>;
  /** Moves business time forward, ms, running what falls due on the way. */
  moveClock(ms: number): Promise<void>;
  clock: Clock;
  /** IANA zone of the clock on the page (Asia/Jakarta). */
  timezone?: string;
}

const folder = fileURLToPath(new URL('.', import.meta.url));
const longestMove = 40 * 24 * 3600 * 1000;
/** A PDF of 10 MB as base64, and some. */
const bodyLimit = '15mb';

/** Everything the page is made of; nothing else in the folder is served. */
const parts = [
  'page.js',
  'page.css',
  'api.js',
  'column.js',
  'column-menu.js',
  'message.js',
  'message-list.js',
  'upload.js',
];

/** Nothing comes from elsewhere, whatever a message says. */
const policy =
  "default-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** The sandbox's page at `/` and what it talks to under `/sandbox`. For localhost only: it asks nobody who they are. */
export function createSandboxRouter(options: SandboxPageOptions): Router {
  const { telegram, people, clock } = options;
  const columns = columnsOf(people);
  const events = createEventStream(telegram, columns, clock);
  const qrTexts = new Map<string, Promise<string | null>>();
  const router = Router();
  const json = express.json({ limit: bodyLimit });
  const asset = (name: string) => (_request: Request, response: Response) => {
    response.set({ 'Cache-Control': 'no-cache', 'Content-Security-Policy': policy }).sendFile(name, { root: folder });
  };

  /** Decoded once per picture. */
  const qrText = (fileId: string): Promise<string | null> => {
    const known = qrTexts.get(fileId);
    if (known) return known;
    const file = telegram.world.files.byId(fileId);
    const text = file ? readQr(file.bytes) : Promise.resolve(null);
    if (qrTexts.size > 500) qrTexts.clear();
    qrTexts.set(fileId, text);
    return text;
  };

  router.get(['/', '/sandbox'], asset('index.html'));
  for (const name of parts) router.get(`/sandbox/${name}`, asset(name));

  router.get('/sandbox/api/state', (_request, response) => {
    response.json({
      now: clock.now(),
      timezone: options.timezone ?? 'Asia/Jakarta',
      bot: { id: telegram.world.me.id, name: telegram.world.me.first_name, username: telegram.world.me.username },
      columns: columns.map((column) => columnView(telegram, column)),
      violations: telegram.violations,
    });
  });

  router.get('/sandbox/api/events', (request, response) => events.open(request, response));

  router.get('/sandbox/api/commands', (request, response) => {
    const person = people.find(({ user }) => user.id === Number(request.query.userId));
    response.json(person?.user.commands({ id: Number(request.query.chatId) }) ?? []);
  });

  router.get('/sandbox/api/files/:id', (request, response) => {
    const file = telegram.world.files.byId(request.params.id);
    if (!file) {
      response.sendStatus(404);
      return;
    }
    const type = servedType(file.bytes);
    // First: it sets a type of its own, after the file's name.
    if (!type.startsWith('image/')) response.attachment(file.fileName);
    response.set({
      'Content-Type': type,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, max-age=3600',
    });
    response.end(Buffer.from(file.bytes));
  });

  router.get('/sandbox/api/qr/:id', async (request, response) => {
    response.json({ text: await qrText(request.params.id) });
  });

  router.post('/sandbox/api/act', json, (request, response) => {
    response.json(performAct(telegram, people, request.body));
  });

  router.post('/sandbox/api/clock', json, async (request, response) => {
    const ms = Number((request.body as { ms?: unknown } | undefined)?.ms);
    if (!(ms > 0 && ms <= longestMove)) {
      response.status(400).json({ message: 'Jam hanya bisa maju, paling jauh 40 hari sekaligus.' });
      return;
    }
    await options.moveClock(ms);
    events.clock();
    response.json({ now: clock.now() });
  });

  router.post('/sandbox/pay', json, async (request, response) => {
    const { fileId, text } = (request.body ?? {}) as { fileId?: unknown; text?: unknown };
    const qr = typeof fileId === 'string' ? await qrText(fileId) : typeof text === 'string' ? text : null;
    if (qr === null) {
      response.status(400).json({ ok: false, message: 'Gambar ini tidak berisi kode QR.' });
      return;
    }
    response.json(await options.payQr(qr));
  });

  router.use('/sandbox', (error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const message =
      error instanceof ZodError ? 'Permintaan tidak dikenal.' : error instanceof Error ? error.message : '';
    response.status(400).json({ message });
  });

  return router;
}
